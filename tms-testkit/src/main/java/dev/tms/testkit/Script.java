package dev.tms.testkit;

import dev.tms.testkit.Misbehaviour.Group;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The scripted faults and delays. Thread-safe. */
final class Script {
  // all guarded by this
  private final Map<RequestKind, List<Misbehaviour>> once = new EnumMap<>(RequestKind.class);
  private final Map<RequestKind, Misbehaviour> always = new EnumMap<>(RequestKind.class);
  private final Map<RequestKind, Duration> delays = new EnumMap<>(RequestKind.class);
  private final Map<RequestKind, Hold> holdsBefore = new EnumMap<>(RequestKind.class);
  private final Map<RequestKind, Hold> holdsAfter = new EnumMap<>(RequestKind.class);

  private final CountDownLatch closed = new CountDownLatch(1);

  synchronized void once(RequestKind kind, Misbehaviour misbehaviour) {
    check(kind, misbehaviour);
    once.computeIfAbsent(kind, k -> new ArrayList<>()).add(misbehaviour);
  }

  synchronized void always(RequestKind kind, Misbehaviour misbehaviour) {
    check(kind, misbehaviour);
    always.put(kind, misbehaviour);
  }

  synchronized void delay(RequestKind kind, Duration delay) {
    delays.put(kind, delay);
  }

  synchronized Hold holdBefore(RequestKind kind) {
    return replaceHold(holdsBefore, kind);
  }

  synchronized Hold holdAfter(RequestKind kind) {
    return replaceHold(holdsAfter, kind);
  }

  synchronized void clear() {
    once.clear();
    always.clear();
    delays.clear();
    holdsBefore.values().forEach(Hold::release);
    holdsBefore.clear();
    holdsAfter.values().forEach(Hold::release);
    holdsAfter.clear();
  }

  void close() {
    clear();
    closed.countDown();
  }

  synchronized Optional<Misbehaviour> next(RequestKind kind) {
    return take(kind, m -> m.group() != Group.AUTHORIZATION_RESPONSE);
  }

  synchronized Optional<Misbehaviour> nextAuthorizationResponse() {
    return take(RequestKind.AUTHORIZATION, m -> m.group() == Group.AUTHORIZATION_RESPONSE);
  }

  void waitBefore(RequestKind kind) {
    Duration delay;
    Hold hold;
    synchronized (this) {
      delay = delays.get(kind);
      hold = holdsBefore.get(kind);
    }
    if (delay != null) {
      pause(delay);
    }
    pass(hold);
  }

  void waitAfter(RequestKind kind) {
    Hold hold;
    synchronized (this) {
      hold = holdsAfter.get(kind);
    }
    pass(hold);
  }

  private Optional<Misbehaviour> take(RequestKind kind, Predicate<Misbehaviour> wanted) {
    Iterator<Misbehaviour> planned = once.getOrDefault(kind, List.of()).iterator();
    while (planned.hasNext()) {
      Misbehaviour next = planned.next();
      if (wanted.test(next)) {
        planned.remove();
        return Optional.of(next);
      }
    }
    return Optional.ofNullable(always.get(kind)).filter(wanted);
  }

  private void pause(Duration delay) {
    try {
      // closing the provider ends the delay
      var unused = closed.await(delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pass(@Nullable Hold hold) {
    if (hold != null) {
      hold.pass();
    }
  }

  private static Hold replaceHold(Map<RequestKind, Hold> holds, RequestKind kind) {
    Hold hold = new Hold();
    Hold before = holds.put(kind, hold);
    if (before != null) {
      before.release();
    }
    return hold;
  }

  private static void check(RequestKind kind, Misbehaviour misbehaviour) {
    if (!misbehaviour.appliesTo(kind)) {
      throw new IllegalArgumentException(misbehaviour + " cannot be shown by " + kind);
    }
  }
}

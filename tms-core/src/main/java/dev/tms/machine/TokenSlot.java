package dev.tms.machine;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.machine.MachineTokenOutcome.Granted;
import dev.tms.machine.MachineTokenOutcome.Refused;
import dev.tms.machine.MachineTokenOutcome.Unavailable;
import dev.tms.machine.TokenSlot.RenewalTiming.HeldToken;
import dev.tms.machine.TokenSlot.TokenSource.Fetched;
import dev.tms.outbound.Backoff;
import dev.tms.outbound.Budget;
import dev.tms.problem.ErrorCode;
import dev.tms.token.AccessToken;
import dev.tms.token.Secret;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The token, the request in progress and the pause of clients that send alike. Thread-safe. */
final class TokenSlot {
  private static final Logger log = System.getLogger(MachineTokens.class.getName());
  private static final Duration LONGEST_LATE_WAIT = Duration.ofSeconds(5);

  private final String name;
  private final TokenSource source;
  private final RenewalTiming timing;
  private final Executor executor;
  private final InstantSource clock;
  private final TmsListener events;

  // guards the fields below; never held while fetching, starting or completing anything
  private final Object lock = new Object();
  // an API that rejects every token must not cause a token request per call
  private final Budget forced;
  private @Nullable HeldToken held;
  private @Nullable Flight flight;
  private int failures;
  private Instant notBefore = Instant.MIN;
  private MachineTokenOutcome lastFailure = new Unavailable(Duration.ZERO, "not asked yet");

  /** A request in progress, unless it is no longer the slot's, because it was forgotten. */
  private static final class Flight {
    final @Nullable Secret insufficient;
    final CompletableFuture<MachineTokenOutcome> result = new CompletableFuture<>();

    Flight(@Nullable HeldToken held) {
      insufficient = held == null ? null : held.token().value();
    }
  }

  TokenSlot(
      String name,
      TokenSource source,
      RenewalTiming timing,
      Executor executor,
      InstantSource clock,
      TmsListener events) {
    this.name = name;
    this.source = source;
    this.timing = timing;
    this.executor = executor;
    this.clock = clock;
    this.events = events;
    this.forced = new Budget(3, Duration.ofSeconds(30), clock);
  }

  /**
   * Returns the token: at once if one is valid and not close to expiry. Completes with a failure
   * only if no token is valid, and never exceptionally.
   */
  CompletableFuture<MachineTokenOutcome> ask() {
    Flight started = null;
    CompletableFuture<MachineTokenOutcome> answer;
    synchronized (lock) {
      Instant now = clock.instant();
      HeldToken usable = usable(now);
      if (usable != null && !usable.isDueAt(now)) {
        return granted(usable);
      }
      if (flight == null) {
        if (isPaused(now)) {
          return usable != null ? granted(usable) : completed(stillFailing(now));
        }
        flight = started = new Flight(held);
      }
      answer = usable == null ? flight.result : beforeTheEnd(usable, flight, now);
    }
    launch(started);
    return answer;
  }

  /** Returns a token other than this rejected one, or the same if no other is available. */
  CompletableFuture<MachineTokenOutcome> renew(AccessToken refused) {
    Flight started = null;
    synchronized (lock) {
      Instant now = clock.instant();
      HeldToken usable = usable(now);
      if (usable != null && usable.token().value().equals(refused.value())) {
        if (flight == null) {
          if (isPaused(now) || !forced.tryTake()) {
            return granted(usable);
          }
          flight = started = new Flight(usable);
        }
        held = usable.refused();
        CompletableFuture<MachineTokenOutcome> answer = flight.result;
        if (started == null) {
          return answer;
        }
      }
    }
    if (started == null) {
      return ask(); // already renewed
    }
    launch(started);
    return started.result;
  }

  /** Drops the token here and in the shared cache; ignores the result of a request in progress. */
  void forget() {
    synchronized (lock) {
      held = null;
      flight = null;
      failures = 0;
      notBefore = Instant.MIN;
    }
    source.forget();
  }

  private @Nullable HeldToken usable(Instant now) {
    return held != null && held.token().isValidAt(now) ? held : null;
  }

  private boolean isPaused(Instant now) {
    // a clock that was set back must not prolong the pause beyond its maximum
    return now.isBefore(notBefore)
        && Duration.between(now, notBefore).compareTo(Backoff.LONGEST) <= 0;
  }

  private MachineTokenOutcome stillFailing(Instant now) {
    Duration left = Duration.between(now, notBefore);
    if (lastFailure instanceof Refused refused) {
      return new Refused(refused.error(), left);
    }
    Unavailable unavailable = (Unavailable) lastFailure;
    return new Unavailable(left, unavailable.code(), unavailable.reason());
  }

  /** Falls back to the current token after half of its remaining lifetime, at most 5 s. */
  private static CompletableFuture<MachineTokenOutcome> beforeTheEnd(
      HeldToken usable, Flight flight, Instant now) {
    if (!usable.isLateAt(now)) {
      return granted(usable);
    }
    Duration half = usable.token().remaining(now).dividedBy(2);
    Duration wait = half.compareTo(LONGEST_LATE_WAIT) < 0 ? half : LONGEST_LATE_WAIT;
    return flight
        .result
        .copy()
        .completeOnTimeout(new Granted(usable.token()), wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void launch(@Nullable Flight started) {
    if (started == null) {
      return;
    }
    try {
      executor.execute(() -> fly(started));
    } catch (RuntimeException e) {
      settle(
          started,
          new Fetched.Nothing(null, null, "no thread for the request: these tokens are closed"));
    }
  }

  private void fly(Flight started) {
    Fetched fetched = new Fetched.Nothing(null, null, "the request failed here");
    try {
      fetched = source.fetch(started.insufficient);
    } catch (RuntimeException e) {
      failedHere(e);
    } finally {
      settle(started, fetched);
    }
    if (fetched instanceof Fetched.Token token && !token.shared()) {
      try {
        source.offer(token.token(), () -> isHeld(token.token()));
      } catch (RuntimeException e) {
        failedHere(e);
      }
    }
  }

  private void failedHere(RuntimeException e) {
    // type only: the message may contain secrets
    log.log(Level.ERROR, "machine client {0}: {1}", name, e.getClass().getName());
  }

  private boolean isHeld(AccessToken token) {
    synchronized (lock) {
      return held != null && held.token().equals(token);
    }
  }

  private void settle(Flight ended, Fetched fetched) {
    MachineTokenOutcome answer;
    int failuresBefore;
    synchronized (lock) {
      failuresBefore = failures;
      boolean counts = flight == ended;
      if (counts) {
        flight = null;
      }
      answer =
          fetched instanceof Fetched.Token token
              ? received(token.token(), counts)
              : failed((Fetched.Nothing) fetched, counts);
    }
    report(fetched, failuresBefore);
    ended.result.complete(answer);
  }

  private MachineTokenOutcome received(AccessToken token, boolean counts) {
    if (counts) {
      held = timing.hold(token);
      failures = 0;
      notBefore = Instant.MIN;
    }
    return new Granted(token);
  }

  private MachineTokenOutcome failed(Fetched.Nothing nothing, boolean counts) {
    Instant now = clock.instant();
    Duration pause = timing.pause(failures, nothing.asked());
    MachineTokenOutcome failure =
        nothing.refusal() != null
            ? new Refused(nothing.refusal(), pause)
            : new Unavailable(pause, nothing.code(), nothing.reason());
    if (counts) {
      failures++;
      notBefore = now.plus(pause);
      lastFailure = failure;
    }
    HeldToken usable = usable(now);
    return usable != null ? new Granted(usable.token()) : failure;
  }

  private void report(Fetched fetched, int failuresBefore) {
    TmsEvent.MachineTokenFetched.Result result;
    if (fetched instanceof Fetched.Token token) {
      result =
          token.shared()
              ? TmsEvent.MachineTokenFetched.Result.SHARED
              : TmsEvent.MachineTokenFetched.Result.ISSUED;
      if (failuresBefore > 0) {
        log.log(Level.INFO, "machine client {0}: tokens can be had again", name);
      }
    } else {
      Fetched.Nothing nothing = (Fetched.Nothing) fetched;
      result =
          nothing.refusal() != null
              ? TmsEvent.MachineTokenFetched.Result.REFUSED
              : TmsEvent.MachineTokenFetched.Result.UNAVAILABLE;
      if (failuresBefore == 0) {
        log.log(Level.WARNING, "machine client {0}: {1}", name, nothing.reason());
      }
    }
    events.on(new TmsEvent.MachineTokenFetched(name, result));
  }

  private static CompletableFuture<MachineTokenOutcome> granted(HeldToken token) {
    return completed(new Granted(token.token()));
  }

  private static CompletableFuture<MachineTokenOutcome> completed(MachineTokenOutcome outcome) {
    return CompletableFuture.completedFuture(outcome);
  }

  /** The source of a slot's tokens. Blocks, up to its own timeout. Thread-safe. */
  interface TokenSource {
    /** Fetches a token other than {@code insufficient}; returns external failures as values. */
    Fetched fetch(@Nullable Secret insufficient);

    /** Shares a token, unless it has been forgotten by the time it is stored. */
    void offer(AccessToken token, BooleanSupplier stillWanted);

    void forget();

    sealed interface Fetched {
      record Token(AccessToken token, boolean shared) implements Fetched {}

      /** No token; {@code refusal} is the provider's error code, {@code asked} its retry time. */
      record Nothing(
          @Nullable String refusal, ErrorCode code, @Nullable Duration asked, String reason)
          implements Fetched {
        Nothing(@Nullable String refusal, @Nullable Duration asked, String reason) {
          this(refusal, ErrorCode.PROVIDER_UNAVAILABLE, asked, reason);
        }
      }
    }
  }

  /** Jittered renewal and backoff times, so that a fleet does not ask at once. Thread-safe. */
  static final class RenewalTiming {
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(5);
    private static final Duration LONGEST_LATE = Duration.ofSeconds(10);

    private final SecureRandom random;

    RenewalTiming(SecureRandom random) {
      this.random = random;
    }

    /**
     * Schedules a new token: due a fifth of its lifetime, at most 5 min, before expiry, and up to a
     * fifth of that earlier; late a tenth, at most 10 s, before expiry.
     */
    HeldToken hold(AccessToken token) {
      Duration window = window(token);
      Duration spread = window.multipliedBy(random.nextInt(1024)).dividedBy(5 * 1024);
      Duration late = min(token.lifetime().dividedBy(10), LONGEST_LATE);
      return new HeldToken(
          token,
          token.expiresAt().minus(window).minus(spread),
          token.expiresAt().minus(late),
          false);
    }

    boolean isDueAnyhow(AccessToken token, Instant now) {
      return !now.isBefore(token.expiresAt().minus(window(token)));
    }

    private static Duration window(AccessToken token) {
      return min(token.lifetime().dividedBy(5), LONGEST_WINDOW);
    }

    Duration pause(int failures, @Nullable Duration asked) {
      return Backoff.after(failures, asked, random);
    }

    private static Duration min(Duration a, Duration b) {
      return a.compareTo(b) < 0 ? a : b;
    }

    /** The current token: renewed from {@code dueAt} on, waited for from {@code lateAt} on. */
    record HeldToken(AccessToken token, Instant dueAt, Instant lateAt, boolean suspect) {
      boolean isDueAt(Instant now) {
        return suspect || !now.isBefore(dueAt);
      }

      boolean isLateAt(Instant now) {
        return suspect || !now.isBefore(lateAt);
      }

      HeldToken refused() {
        return new HeldToken(token, dueAt, lateAt, true);
      }
    }
  }
}

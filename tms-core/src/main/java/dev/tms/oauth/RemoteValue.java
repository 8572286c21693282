package dev.tms.oauth;

import dev.tms.outbound.Backoff;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A document of the provider, fetched when it is first needed and kept for a while. One fetch is in
 * flight at a time, and others wait for it only where there is nothing older; after a failure it is
 * left alone for a jittered while that doubles up to 30 s. A document that cannot be renewed is
 * used on: what it says rarely changes, and being without it stops every login. Thread-safe.
 */
final class RemoteValue<T> {
  @FunctionalInterface
  interface Fetch<T> {
    /** Fetches it within the time; throws nothing. */
    Fetched<T> fetch(Duration timeout);
  }

  /**
   * What came of a fetch: a value, or a reason why there is none.
   *
   * @param value null where it failed
   * @param contradicts whether what was answered is sound and contradicts the configuration
   * @param retryAfter what the provider says about trying again
   * @param reason a sentence for operators, empty where it did not fail
   */
  record Fetched<T>(
      @Nullable T value, boolean contradicts, @Nullable Duration retryAfter, String reason) {
    static <T> Fetched<T> of(T value) {
      return new Fetched<>(value, false, null, "");
    }

    static <T> Fetched<T> failed(@Nullable Duration retryAfter, String reason) {
      return new Fetched<>(null, false, retryAfter, reason);
    }

    static <T> Fetched<T> contradictory(String reason) {
      return new Fetched<>(null, true, null, reason);
    }
  }

  /**
   * The value, or why there is none.
   *
   * @param value null where there is none
   * @param contradicts whether there is none because what was answered contradicts the
   *     configuration
   * @param retryAfter when asking again makes sense
   * @param reason a sentence for operators
   */
  record Lookup<T>(@Nullable T value, boolean contradicts, Duration retryAfter, String reason) {
    static <T> Lookup<T> none(Duration retryAfter, String reason) {
      return new Lookup<>(null, false, retryAfter, reason);
    }
  }

  private static final Logger log = System.getLogger(RemoteValue.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final String what;
  private final Fetch<T> fetch;
  private final Duration keep;
  private final InstantSource clock;
  private final SecureRandom random;

  private final ReentrantLock lock = new ReentrantLock(); // guards all below; never held in a fetch
  private @Nullable T value;
  private Instant fetchedAt = Instant.MIN;
  private Instant notBefore = Instant.MIN;
  private int failures;
  private Fetched<T> last = Fetched.failed(null, "");
  private @Nullable CompletableFuture<Lookup<T>> inFlight;

  RemoteValue(
      String what, Fetch<T> fetch, Duration keep, InstantSource clock, SecureRandom random) {
    this.what = what;
    this.fetch = fetch;
    this.keep = keep;
    this.clock = clock;
    this.random = random;
  }

  /** The value, fetched where there is none or it is too old, within the patience. */
  Lookup<T> get(Duration patience) {
    return get(null, patience);
  }

  /** A value other than this one, which turned out not to do; fetched unless that has happened. */
  Lookup<T> otherThan(T insufficient, Duration patience) {
    return get(insufficient, patience);
  }

  private Lookup<T> get(@Nullable T insufficient, Duration patience) {
    CompletableFuture<Lookup<T>> pending;
    boolean leads = false;
    lock.lock();
    try {
      Instant now = clock.instant();
      T old = value == insufficient ? null : value;
      if (old != null && isFresh(now)) {
        return new Lookup<>(old, false, Duration.ZERO, "");
      }
      boolean paused =
          now.isBefore(notBefore)
              && Duration.between(now, notBefore).compareTo(Backoff.LONGEST) <= 0;
      if (paused || (inFlight != null && old != null)) {
        Duration wait = paused ? Duration.between(now, notBefore) : Duration.ZERO;
        return lookup(old, wait);
      }
      if (inFlight == null) {
        inFlight = new CompletableFuture<>();
        leads = true;
      }
      pending = inFlight;
    } finally {
      lock.unlock();
    }
    return leads ? lead(insufficient, pending, patience) : follow(pending, patience);
  }

  private boolean isFresh(Instant now) {
    return !fetchedAt.equals(Instant.MIN)
        && Duration.between(fetchedAt, now).abs().compareTo(keep) < 0;
  }

  private Lookup<T> lead(
      @Nullable T insufficient, CompletableFuture<Lookup<T>> pending, Duration patience) {
    Fetched<T> fetched = Fetched.failed(null, what + " could not be fetched");
    try {
      fetched = fetch.fetch(patience);
    } finally {
      pending.complete(settle(insufficient, fetched, pending));
    }
    return pending.join();
  }

  private Lookup<T> settle(
      @Nullable T insufficient, Fetched<T> fetched, CompletableFuture<Lookup<T>> mine) {
    lock.lock();
    try {
      if (inFlight != mine) {
        // forgotten meanwhile: this answers who has waited for it, and is not kept
        return fetched.value == null
            ? new Lookup<>(null, fetched.contradicts, FIRST_PAUSE, fetched.reason)
            : new Lookup<>(fetched.value, false, Duration.ZERO, "");
      }
      inFlight = null;
      Instant now = clock.instant();
      if (fetched.value != null) {
        if (failures > 0) {
          log.log(Level.INFO, "{0} can be fetched again", what);
        }
        value = fetched.value;
        fetchedAt = now;
        failures = 0;
        notBefore = Instant.MIN;
        return new Lookup<>(fetched.value, false, Duration.ZERO, "");
      }
      if (failures == 0 || !fetched.reason.equals(last.reason)) {
        // a contradiction stays until an operator resolves it
        Level level = fetched.contradicts ? Level.ERROR : Level.WARNING;
        log.log(level, "{0}: {1}", what, fetched.reason);
      }
      Duration pause = Backoff.after(failures, fetched.retryAfter, random);
      failures++;
      notBefore = now.plus(pause);
      last = fetched;
      return lookup(value == insufficient ? null : value, pause);
    } finally {
      lock.unlock();
    }
  }

  /** The older value, or why the last fetch brought none. */
  private Lookup<T> lookup(@Nullable T old, Duration wait) {
    return old == null
        ? new Lookup<>(null, last.contradicts, wait, last.reason)
        : new Lookup<>(old, false, wait, "");
  }

  /** Forgets the value and the pause after a failure: the next use fetches. */
  void forget() {
    lock.lock();
    try {
      value = null;
      inFlight = null;
      notBefore = Instant.MIN;
      failures = 0;
    } finally {
      lock.unlock();
    }
  }

  private Lookup<T> follow(CompletableFuture<Lookup<T>> pending, Duration patience) {
    try {
      return pending.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Lookup.none(FIRST_PAUSE, "interrupted while waiting for " + what);
    } catch (TimeoutException | ExecutionException e) {
      return Lookup.none(FIRST_PAUSE, what + " is still being fetched");
    }
  }
}

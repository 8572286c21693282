package dev.tms.oauth;

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
  /** How to fetch it. */
  @FunctionalInterface
  interface Fetch<T> {
    /** Fetches it within the time; throws nothing. */
    Fetched<T> fetch(Duration timeout);
  }

  /**
   * What came of a fetch: a value, or a reason why there is none.
   *
   * @param value null where it failed
   * @param retryAfter what the provider says about trying again
   * @param reason a sentence for operators, empty where it did not fail
   */
  record Fetched<T>(@Nullable T value, @Nullable Duration retryAfter, String reason) {
    static <T> Fetched<T> of(T value) {
      return new Fetched<>(value, null, "");
    }

    static <T> Fetched<T> failed(@Nullable Duration retryAfter, String reason) {
      return new Fetched<>(null, retryAfter, reason);
    }
  }

  /**
   * The value, or why there is none.
   *
   * @param value null where there is none
   * @param retryAfter when asking again makes sense
   * @param reason a sentence for operators
   */
  record Lookup<T>(@Nullable T value, Duration retryAfter, String reason) {}

  private static final Logger log = System.getLogger(RemoteValue.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

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
  private String lastReason = "";
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
        return new Lookup<>(old, Duration.ZERO, "");
      }
      boolean paused =
          now.isBefore(notBefore) && Duration.between(now, notBefore).compareTo(LONGEST_PAUSE) <= 0;
      if (paused || (inFlight != null && old != null)) {
        Duration wait = paused ? Duration.between(now, notBefore) : Duration.ZERO;
        return new Lookup<>(old, wait, old == null ? lastReason : "");
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
      Lookup<T> lookup = settle(insufficient, fetched);
      pending.complete(lookup);
    }
    return pending.join();
  }

  private Lookup<T> settle(@Nullable T insufficient, Fetched<T> fetched) {
    lock.lock();
    try {
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
        return new Lookup<>(fetched.value, Duration.ZERO, "");
      }
      if (failures == 0) {
        log.log(Level.WARNING, "{0}: {1}", what, fetched.reason);
      }
      Duration pause = pause(fetched.retryAfter);
      failures++;
      notBefore = now.plus(pause);
      lastReason = fetched.reason;
      T old = value == insufficient ? null : value;
      return new Lookup<>(old, pause, old == null ? lastReason : "");
    } finally {
      lock.unlock();
    }
  }

  private Duration pause(@Nullable Duration asked) {
    long doubled = FIRST_PAUSE.toMillis() << Math.min(failures, 5);
    long wanted = asked == null ? doubled : Math.max(doubled, asked.toMillis());
    long most = Math.min(wanted, LONGEST_PAUSE.toMillis());
    return Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
  }

  private Lookup<T> follow(CompletableFuture<Lookup<T>> pending, Duration patience) {
    try {
      return pending.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Lookup<>(null, FIRST_PAUSE, "interrupted while waiting for " + what);
    } catch (TimeoutException | ExecutionException e) {
      return new Lookup<>(null, FIRST_PAUSE, what + " is still being fetched");
    }
  }
}

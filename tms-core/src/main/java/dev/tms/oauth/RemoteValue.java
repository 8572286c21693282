package dev.tms.oauth;

import dev.tms.oauth.ProviderTrouble.Kind;
import dev.tms.outbound.Backoff;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A document of the provider, fetched on first use and cached. At most one fetch runs at a time;
 * other callers wait for it only if no older value exists. After a failure, fetches pause for a
 * jittered delay that doubles up to 30 s. A value that cannot be renewed stays in use, because it
 * rarely changes and every login depends on it. Thread-safe.
 */
final class RemoteValue<T> {
  @FunctionalInterface
  interface Fetch<T> {
    /** Must finish within the timeout and must not throw. */
    Lookup<T> fetch(Duration timeout);
  }

  /** Either the value, or the trouble that prevented it. */
  record Lookup<T>(@Nullable T value, @Nullable ProviderTrouble trouble) {
    static <T> Lookup<T> of(T value) {
      return new Lookup<>(value, null);
    }

    static <T> Lookup<T> failed(@Nullable Duration retryAfter, String reason) {
      return new Lookup<>(null, new ProviderTrouble(Kind.NOT_SENT, 0, retryAfter, reason));
    }

    static <T> Lookup<T> misconfigured(String reason) {
      return new Lookup<>(null, ProviderTrouble.of(Kind.MISCONFIGURED, reason));
    }

    ProviderTrouble requireTrouble() {
      return Objects.requireNonNull(trouble);
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
  private ProviderTrouble last = ProviderTrouble.of(Kind.NOT_SENT, "");
  private @Nullable CompletableFuture<Lookup<T>> inFlight;

  RemoteValue(
      String what, Fetch<T> fetch, Duration keep, InstantSource clock, SecureRandom random) {
    this.what = what;
    this.fetch = fetch;
    this.keep = keep;
    this.clock = clock;
    this.random = random;
  }

  /** Fetches the value if it is absent or stale; waits no longer than {@code patience}. */
  Lookup<T> get(Duration patience) {
    return get(null, patience);
  }

  /** Like {@link #get}, but also fetches if the cached value is still this one. */
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
        return Lookup.of(old);
      }
      boolean paused =
          now.isBefore(notBefore)
              && Duration.between(now, notBefore).compareTo(Backoff.LONGEST) <= 0;
      if (paused || (inFlight != null && old != null)) {
        return lookup(old, paused ? Duration.between(now, notBefore) : Duration.ZERO);
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
    Lookup<T> fetched = Lookup.failed(null, what + " could not be fetched");
    try {
      fetched = fetch.fetch(patience);
    } finally {
      pending.complete(settle(insufficient, fetched, pending));
    }
    return pending.join();
  }

  private Lookup<T> settle(
      @Nullable T insufficient, Lookup<T> fetched, CompletableFuture<Lookup<T>> mine) {
    lock.lock();
    try {
      if (inFlight != mine) {
        // forget() was called meanwhile: this result serves its waiters and is not cached
        return fetched.trouble == null ? fetched : failed(fetched.trouble, FIRST_PAUSE);
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
        return fetched;
      }
      ProviderTrouble trouble = fetched.requireTrouble();
      if (failures == 0 || !trouble.reason().equals(last.reason())) {
        // a misconfiguration stays until an operator resolves it
        Level level = trouble.isMisconfigured() ? Level.ERROR : Level.WARNING;
        log.log(level, "{0}: {1}", what, trouble.reason());
      }
      Duration pause = Backoff.after(failures, trouble.retryAfter(), random);
      failures++;
      notBefore = now.plus(pause);
      last = trouble;
      return lookup(value == insufficient ? null : value, pause);
    } finally {
      lock.unlock();
    }
  }

  /** The older value if there is one, otherwise the trouble of the last fetch. */
  private Lookup<T> lookup(@Nullable T old, Duration wait) {
    return old == null ? failed(last, wait) : Lookup.of(old);
  }

  private static <T> Lookup<T> failed(ProviderTrouble trouble, Duration wait) {
    return new Lookup<>(
        null, new ProviderTrouble(trouble.kind(), trouble.status(), wait, trouble.reason()));
  }

  /** Drops the value and any pause, so that the next use fetches. */
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
      return Lookup.failed(FIRST_PAUSE, "interrupted while waiting for " + what);
    } catch (TimeoutException | ExecutionException e) {
      return Lookup.failed(FIRST_PAUSE, what + " is still being fetched");
    }
  }
}

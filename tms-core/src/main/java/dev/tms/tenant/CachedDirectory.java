package dev.tms.tenant;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what another directory answers: customers for 5 minutes, unknown domains for 30 seconds,
 * failures for at most 5 seconds. However many ask for a domain, one lookup is in flight. Bounded:
 * beyond its capacity the answers that would expire first are dropped, which are unknown domains
 * before customers. Thread-safe.
 */
public final class CachedDirectory implements TenantDirectory {
  private static final Logger log = System.getLogger(CachedDirectory.class.getName());
  private static final Duration FOUND = Duration.ofMinutes(5);
  private static final Duration UNKNOWN = Duration.ofSeconds(30);
  private static final Duration FAILED = Duration.ofSeconds(5);
  private static final Duration WHEN_BUSY = Duration.ofSeconds(1);
  private static final Comparator<Kept> BY_EXPIRY =
      Comparator.comparing(Kept::until).thenComparingLong(Kept::number);

  private final TenantDirectory directory;
  private final InstantSource clock;
  private final int capacity;
  private final Duration patience;
  private final Semaphore waiters;
  private final Object lock = new Object(); // guards kept, byExpiry, inFlight, lastNumber
  private final Map<CustomerDomain, Kept> kept = new HashMap<>();
  private final TreeSet<Kept> byExpiry = new TreeSet<>(BY_EXPIRY);
  private final Map<CustomerDomain, CompletableFuture<TenantLookup>> inFlight = new HashMap<>();
  private long lastNumber;

  /** Keeps up to 10,000 answers; up to 200 requests wait for others' lookups, 10 seconds each. */
  public CachedDirectory(TenantDirectory directory, InstantSource clock) {
    this(directory, clock, 10_000, 200, Duration.ofSeconds(10));
  }

  CachedDirectory(
      TenantDirectory directory,
      InstantSource clock,
      int capacity,
      int maxWaiters,
      Duration patience) {
    this.directory = directory;
    this.clock = clock;
    this.capacity = capacity;
    this.patience = patience;
    this.waiters = new Semaphore(maxWaiters);
  }

  @Override
  public TenantLookup find(@Nullable CustomerDomain domain) {
    if (domain == null) {
      return ask(null);
    }
    CompletableFuture<TenantLookup> own = new CompletableFuture<>();
    CompletableFuture<TenantLookup> others;
    synchronized (lock) {
      Kept known = kept.get(domain);
      if (known != null && clock.instant().isBefore(known.until)) {
        return known.lookup;
      }
      others = inFlight.putIfAbsent(domain, own);
    }
    return others == null ? lookUp(domain, own) : await(others);
  }

  private TenantLookup lookUp(CustomerDomain domain, CompletableFuture<TenantLookup> own) {
    TenantLookup lookup = unavailable(FAILED, "the lookup broke off");
    try {
      lookup = ask(domain);
    } finally {
      synchronized (lock) {
        keep(domain, lookup);
        inFlight.remove(domain);
      }
      own.complete(lookup);
    }
    return lookup;
  }

  private TenantLookup ask(@Nullable CustomerDomain domain) {
    try {
      return Objects.requireNonNull(directory.find(domain), "a lookup");
    } catch (RuntimeException e) {
      log.log(
          Level.WARNING,
          "tenant directory {0} failed: {1}",
          directory.getClass().getName(),
          e.getClass().getName());
      return unavailable(FAILED, "it failed with " + e.getClass().getName());
    }
  }

  private TenantLookup await(CompletableFuture<TenantLookup> others) {
    if (!waiters.tryAcquire()) {
      return unavailable(WHEN_BUSY, "too many requests wait for it");
    }
    try {
      return others.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unavailable(WHEN_BUSY, "interrupted while waiting for it");
    } catch (TimeoutException | ExecutionException e) {
      return unavailable(WHEN_BUSY, "another request's lookup takes too long");
    } finally {
      waiters.release();
    }
  }

  private void keep(CustomerDomain domain, TenantLookup lookup) {
    Instant now = clock.instant();
    Kept before = kept.get(domain);
    if (before != null) {
      drop(before);
    }
    while (!byExpiry.isEmpty()
        && (!now.isBefore(byExpiry.first().until) || kept.size() >= capacity)) {
      drop(byExpiry.first());
    }
    Kept entry = new Kept(domain, lookup, now.plus(time(lookup)), ++lastNumber);
    kept.put(domain, entry);
    byExpiry.add(entry);
  }

  private void drop(Kept entry) {
    kept.remove(entry.domain);
    byExpiry.remove(entry);
  }

  private static Duration time(TenantLookup lookup) {
    if (lookup instanceof TenantLookup.Found) {
      return FOUND;
    }
    if (lookup instanceof TenantLookup.Unavailable failure) {
      return failure.retryAfter().compareTo(FAILED) < 0 ? failure.retryAfter() : FAILED;
    }
    return UNKNOWN;
  }

  private static TenantLookup unavailable(Duration retryAfter, String reason) {
    return new TenantLookup.Unavailable(retryAfter, "tenant directory: " + reason);
  }

  /** Number of answers held. */
  int size() {
    synchronized (lock) {
      return kept.size();
    }
  }

  private record Kept(CustomerDomain domain, TenantLookup lookup, Instant until, long number) {}
}

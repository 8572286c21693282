package dev.tms.login;

import dev.tms.event.ThrottledLog;
import dev.tms.http.Header;
import dev.tms.outbound.Sender;
import dev.tms.outbound.Sender.Answer;
import dev.tms.outbound.Sender.Call;
import dev.tms.outbound.Sender.SendFailure;
import dev.tms.outbound.Sender.SendOutcome;
import dev.tms.tenant.CustomerDomain;
import dev.tms.tenant.DiscoverySettings;
import dev.tms.tenant.Tenant;
import dev.tms.tenant.TenantDirectory;
import dev.tms.tenant.TenantDirectory.TenantLookup;
import dev.tms.text.Host;
import dev.tms.text.Json;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Caches another directory: customers for 5 minutes, unknown domains for 30 seconds, failures for
 * at most 5 seconds. An expired customer is served for up to a day while a refresh is in progress,
 * fails, or exceeds a limit. There is one lookup at a time per domain, and at most 8 per
 * registrable domain, so that invented names exhaust only their own limit. When full, drops the
 * entries that expire first; unknown domains never displace customers. Thread-safe.
 */
public final class CachedDirectory implements TenantDirectory {
  private static final Duration FOUND = Duration.ofMinutes(5);
  private static final Duration STALE = Duration.ofDays(1);
  private static final Duration UNKNOWN = Duration.ofSeconds(30);
  private static final Duration FAILED = Duration.ofSeconds(5);
  private static final Duration WHEN_BUSY = Duration.ofSeconds(1);
  private static final int MOST_IN_FLIGHT = 8;

  private final TenantDirectory directory;
  private final InstantSource clock;
  private final Duration patience;
  private final Semaphore waiters;
  private final ThrottledLog log;
  private final Object lock = new Object(); // guards customers, others, inFlight, places
  private final Answers customers;
  private final Answers others;
  private final Map<CustomerDomain, CompletableFuture<TenantLookup>> inFlight = new HashMap<>();
  private final Map<String, Integer> places = new HashMap<>();

  public static CachedDirectory discovery(
      DiscoverySettings settings, Sender sender, InstantSource clock) {
    return new CachedDirectory(new DiscoveryDirectory(settings, sender), clock);
  }

  /**
   * Caches up to 10,000 customers and as many other results. Up to 200 requests wait for lookups of
   * others, up to 10 seconds each.
   */
  CachedDirectory(TenantDirectory directory, InstantSource clock) {
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
    this.customers = new Answers(capacity);
    this.others = new Answers(capacity);
    this.patience = patience;
    this.waiters = new Semaphore(maxWaiters);
    this.log = new ThrottledLog(System.getLogger(CachedDirectory.class.getName()), clock);
  }

  @Override
  public TenantLookup find(@Nullable CustomerDomain domain) {
    if (domain == null) {
      return ask(null);
    }
    CompletableFuture<TenantLookup> own = new CompletableFuture<>();
    CompletableFuture<TenantLookup> another;
    TenantLookup stale;
    synchronized (lock) {
      Instant now = clock.instant();
      Kept customer = customers.get(domain, now);
      Kept other = others.get(domain, now);
      stale = customer == null ? null : customer.lookup;
      if (customer != null && now.isBefore(customer.freshUntil)) {
        return customer.lookup;
      }
      if (other != null) {
        return orStale(other.lookup, stale);
      }
      another = inFlight.get(domain);
      if (another == null) {
        if (places.getOrDefault(group(domain), 0) >= MOST_IN_FLIGHT) {
          return orStale(busy("too many domains like this one are being asked for"), stale);
        }
        places.merge(group(domain), 1, Integer::sum);
        inFlight.put(domain, own);
      }
    }
    if (another == null) {
      return orStale(lookUp(domain, own), stale);
    }
    return stale != null ? stale : await(another);
  }

  /** A failure does not invalidate a known customer; any other result does. */
  private static TenantLookup orStale(TenantLookup lookup, @Nullable TenantLookup stale) {
    return stale != null && lookup instanceof TenantLookup.Unavailable ? stale : lookup;
  }

  private TenantLookup lookUp(CustomerDomain domain, CompletableFuture<TenantLookup> own) {
    TenantLookup lookup = unavailable(FAILED, "the lookup broke off");
    try {
      lookup = ask(domain);
    } finally {
      synchronized (lock) {
        keep(domain, lookup);
        inFlight.remove(domain);
        places.computeIfPresent(group(domain), (group, count) -> count > 1 ? count - 1 : null);
      }
      own.complete(lookup);
    }
    return lookup;
  }

  /** The lookup limit's unit: the owner of a domain can invent any number of subdomains. */
  private static String group(CustomerDomain domain) {
    String registrable = Host.registrable(domain.value());
    return registrable == null ? domain.value() : registrable;
  }

  private TenantLookup ask(@Nullable CustomerDomain domain) {
    try {
      return Objects.requireNonNull(directory.find(domain), "a lookup");
    } catch (RuntimeException e) {
      log.log(
          Level.WARNING,
          "tenant directory",
          "tenant directory "
              + directory.getClass().getName()
              + " failed: "
              + e.getClass().getName());
      return unavailable(FAILED, "it failed with " + e.getClass().getName());
    }
  }

  private TenantLookup await(CompletableFuture<TenantLookup> another) {
    if (!waiters.tryAcquire()) {
      return busy("too many requests wait for it");
    }
    try {
      return another.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return busy("interrupted while waiting for it");
    } catch (TimeoutException | ExecutionException e) {
      return busy("another request's lookup takes too long");
    } finally {
      waiters.release();
    }
  }

  private void keep(CustomerDomain domain, TenantLookup lookup) {
    Instant now = clock.instant();
    if (lookup instanceof TenantLookup.Found) {
      others.remove(domain);
      customers.put(domain, lookup, now.plus(FOUND), now.plus(STALE), now);
      return;
    }
    Duration time = UNKNOWN;
    if (lookup instanceof TenantLookup.Unavailable failure) {
      time = failure.retryAfter().compareTo(FAILED) < 0 ? failure.retryAfter() : FAILED;
    } else {
      customers.remove(domain);
    }
    others.put(domain, lookup, now.plus(time), now.plus(time), now);
  }

  private static TenantLookup busy(String reason) {
    return unavailable(WHEN_BUSY, reason);
  }

  private static TenantLookup unavailable(Duration retryAfter, String reason) {
    return new TenantLookup.Unavailable(retryAfter, "tenant directory: " + reason);
  }

  int size() {
    synchronized (lock) {
      return customers.kept.size() + others.kept.size();
    }
  }

  private record Kept(
      CustomerDomain domain, TenantLookup lookup, Instant freshUntil, Instant until, long number) {}

  /** Results of one kind; when full, drops those that expire first. Not thread-safe. */
  private static final class Answers {
    private final int capacity;
    private final Map<CustomerDomain, Kept> kept = new HashMap<>();
    private final TreeSet<Kept> byExpiry =
        new TreeSet<>(Comparator.comparing(Kept::until).thenComparingLong(Kept::number));
    private long lastNumber;

    Answers(int capacity) {
      this.capacity = capacity;
    }

    @Nullable Kept get(CustomerDomain domain, Instant now) {
      Kept found = kept.get(domain);
      return found != null && now.isBefore(found.until) ? found : null;
    }

    void put(
        CustomerDomain domain,
        TenantLookup lookup,
        Instant freshUntil,
        Instant until,
        Instant now) {
      remove(domain);
      while (!byExpiry.isEmpty()
          && (!now.isBefore(byExpiry.first().until) || kept.size() >= capacity)) {
        remove(byExpiry.first().domain);
      }
      Kept entry = new Kept(domain, lookup, freshUntil, until, ++lastNumber);
      kept.put(domain, entry);
      byExpiry.add(entry);
    }

    void remove(CustomerDomain domain) {
      Kept before = kept.remove(domain);
      if (before != null) {
        byExpiry.remove(before);
      }
    }
  }

  /** Looks customers up over HTTP, at a URL made from the domain. Does not cache. Thread-safe. */
  static final class DiscoveryDirectory implements TenantDirectory {
    private static final int MAX_BYTES = 64 * 1024;
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Duration WHEN_BUSY = Duration.ofSeconds(1);

    private final DiscoverySettings settings;
    private final Sender sender;

    DiscoveryDirectory(DiscoverySettings settings, Sender sender) {
      if (settings.requireUsable().needsAllowedDomains()) {
        throw new IllegalArgumentException(DiscoverySettings.NEEDS_ALLOWED_DOMAINS);
      }
      this.settings = settings;
      this.sender = sender;
    }

    @Override
    public TenantLookup find(@Nullable CustomerDomain domain) {
      if (domain == null) {
        return new TenantLookup.DomainRequired();
      }
      if (!settings.allows(domain)) {
        return new TenantLookup.Unknown();
      }
      SendOutcome outcome = sender.send(call(domain));
      if (outcome instanceof SendFailure failure) {
        boolean busy = failure.kind() == SendFailure.Kind.BUSY;
        return new TenantLookup.Unavailable(
            busy ? WHEN_BUSY : AFTER_FAILURE,
            "tenant directory: " + failure.kind() + ": " + failure.detail());
      }
      return outcome instanceof Answer answer
          ? read(domain, answer)
          : unavailable("it sent no answer");
    }

    private Call call(CustomerDomain domain) {
      List<Header> headers = new ArrayList<>();
      headers.add(new Header("Accept", "application/json"));
      String id = settings.applicationId();
      if (id != null) {
        headers.add(new Header("Citrix-ApplicationId", id));
      }
      return new Call(
          "GET", settings.urlFor(domain), headers, new byte[0], settings.timeout(), MAX_BYTES);
    }

    private static TenantLookup read(CustomerDomain domain, Answer answer) {
      if (answer.status() == 404) {
        return new TenantLookup.Unknown();
      }
      if (answer.status() != 200) {
        return unavailable("it answered with status " + answer.status());
      }
      if (!isJson(answer.header("Content-Type"))) {
        return unavailable("its answer is not JSON by its content type");
      }
      return DiscoveryDocument.parse(answer.body())
          .<TenantLookup>map(
              document ->
                  new TenantLookup.Found(
                      new Tenant(domain, document.acrValues(), document.promptLogin())))
          .orElseGet(() -> unavailable("its answer is not a configuration document"));
    }

    /** RFC 9110 8.3: without a content type, the content may be examined. */
    private static boolean isJson(@Nullable String contentType) {
      return contentType == null
          || Header.mediaType(contentType).matches("(application|text)/(json|[^/]+\\+json)");
    }

    private static TenantLookup unavailable(String reason) {
      return new TenantLookup.Unavailable(AFTER_FAILURE, "tenant directory: " + reason);
    }

    /**
     * A customer's configuration document: {@code acr_values} and {@code promptLoginEnabled} of its
     * {@code clientSettings}. Ignores other members; provider and scopes are configured here.
     */
    record DiscoveryDocument(@Nullable String acrValues, boolean promptLogin) {
      static Optional<DiscoveryDocument> parse(byte[] json) {
        return Json.read(json)
            .flatMap(
                document ->
                    document.get("clientSettings") instanceof Map<?, ?> settings
                        ? of(settings)
                        : Optional.empty());
      }

      private static Optional<DiscoveryDocument> of(Map<?, ?> settings) {
        Object acr = settings.get("acr_values");
        Object prompt = settings.get("promptLoginEnabled");
        boolean acrFits = acr == null || (acr instanceof String text && Tenant.isAcrValues(text));
        boolean promptFits = prompt == null || prompt instanceof Boolean;
        return acrFits && promptFits
            ? Optional.of(new DiscoveryDocument((String) acr, Boolean.TRUE.equals(prompt)))
            : Optional.empty();
      }
    }
  }
}

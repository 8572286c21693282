package dev.tms.tenant;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A directory of customers, called once per login on the thread of the request. Implementations
 * must be thread-safe and limit their own time. If the directory is cached, an exception counts as
 * {@link TenantLookup.Unavailable}.
 */
@FunctionalInterface
public interface TenantDirectory {
  /**
   * Looks a customer up.
   *
   * @param domain null if the login named none
   */
  TenantLookup find(@Nullable CustomerDomain domain);

  /**
   * Returns a directory with one provider for every login. Keeps the domain that a login names,
   * which is unverified, only if it matches one of these patterns. {@code cloud.example} matches
   * that name and all below it, {@code *.cloud.example} only those below it. A service rejects
   * patterns without two fixed labels.
   */
  static TenantDirectory single(String... allowedDomains) {
    return new SingleTenant(List.of(allowedDomains));
  }

  /** Returns a directory of these customers. A service rejects missing and duplicate domains. */
  static TenantDirectory fixed(Collection<Tenant> customers) {
    return new FixedDirectory(customers);
  }

  /** The result of a lookup. */
  sealed interface TenantLookup {
    /** The customer is known. */
    record Found(Tenant tenant) implements TenantLookup {
      public Found {
        Objects.requireNonNull(tenant, "tenant");
      }
    }

    /** The customer does not exist. */
    record Unknown() implements TenantLookup {}

    /** The directory needs a domain, but the login named none. */
    record DomainRequired() implements TenantLookup {}

    /**
     * The directory is not available now.
     *
     * @param retryAfter when to retry
     * @param reason a sentence for operators, without data received from the directory
     */
    record Unavailable(Duration retryAfter, String reason) implements TenantLookup {
      public Unavailable {
        Objects.requireNonNull(retryAfter, "retryAfter");
        Objects.requireNonNull(reason, "reason");
      }
    }
  }
}

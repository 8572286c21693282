package dev.tms.tenant;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Knows the customers. Asked once per login, on the thread of the request. Implementations must be
 * thread-safe and bound their own time; an exception counts as {@link TenantLookup.Unavailable}
 * where the directory is cached.
 */
@FunctionalInterface
public interface TenantDirectory {
  /**
   * Looks a customer up.
   *
   * @param domain null where the login named none
   */
  TenantLookup find(@Nullable CustomerDomain domain);

  /**
   * One provider for every login. What a login names as its domain is kept where one of these
   * patterns lists it, and dropped elsewhere: nothing proves it. {@code cloud.example} is that name
   * and the names below it, {@code *.cloud.example} the names below it. A pattern without two fixed
   * labels stops the start.
   */
  static TenantDirectory single(String... allowedDomains) {
    return new SingleTenant(List.of(allowedDomains));
  }

  /**
   * A table of customers that does not change. One without a domain, or with that of another, stops
   * the start.
   */
  static TenantDirectory fixed(Collection<Tenant> customers) {
    return new FixedDirectory(customers);
  }

  /** What a {@link TenantDirectory} answers. */
  sealed interface TenantLookup {
    /** The customer is known. */
    record Found(Tenant tenant) implements TenantLookup {
      public Found {
        Objects.requireNonNull(tenant, "tenant");
      }
    }

    /** There is no such customer. */
    record Unknown() implements TenantLookup {}

    /** The directory needs a domain, and the login named none. */
    record DomainRequired() implements TenantLookup {}

    /**
     * The directory cannot tell now.
     *
     * @param retryAfter when it makes sense to ask again
     * @param reason a sentence for operators, without anything that the directory has sent
     */
    record Unavailable(Duration retryAfter, String reason) implements TenantLookup {
      public Unavailable {
        Objects.requireNonNull(retryAfter, "retryAfter");
        Objects.requireNonNull(reason, "reason");
      }
    }
  }
}

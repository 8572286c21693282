package dev.tms.tenant;

import java.time.Duration;
import java.util.Objects;

/** What a {@link TenantDirectory} answers. */
public sealed interface TenantLookup {
  /** The customer is known. */
  record Found(Tenant tenant) implements TenantLookup {
    /** Checks that there is one. */
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
    /** Checks that nothing is missing. */
    public Unavailable {
      Objects.requireNonNull(retryAfter, "retryAfter");
      Objects.requireNonNull(reason, "reason");
    }
  }
}

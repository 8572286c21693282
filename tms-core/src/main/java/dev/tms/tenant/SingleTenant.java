package dev.tms.tenant;

import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One provider for every login. What a login names as its domain is kept where it is listed, and
 * dropped elsewhere: nothing proves it. Immutable.
 */
public final class SingleTenant implements TenantDirectory {
  private final Set<String> allowedDomains;

  /** The directory that keeps no domain. */
  public SingleTenant() {
    this(Set.of());
  }

  /**
   * The directory that keeps the domains of these patterns: {@code cloud.example} is that name and
   * the names below it, {@code *.cloud.example} the names below it.
   *
   * @throws IllegalArgumentException if a pattern does not have two fixed labels
   */
  public SingleTenant(Collection<String> allowedDomains) {
    this.allowedDomains = DomainPatterns.of(allowedDomains);
  }

  @Override
  public TenantLookup find(@Nullable CustomerDomain domain) {
    boolean kept = domain != null && DomainPatterns.list(allowedDomains, domain);
    return new TenantLookup.Found(Tenant.of(kept ? domain : null));
  }
}

package dev.tms.tenant;

import dev.tms.problem.Checked;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One provider for every login. What a login names as its domain is kept where it is listed, and
 * dropped elsewhere: nothing proves it. Immutable.
 */
public final class SingleTenant implements TenantDirectory, Checked<SingleTenant> {
  private final Set<String> allowedDomains;

  /** The directory that keeps no domain. */
  public SingleTenant() {
    this(Set.of());
  }

  /**
   * The directory that keeps the domains of these patterns: {@code cloud.example} is that name and
   * the names below it, {@code *.cloud.example} the names below it. A pattern without two fixed
   * labels is one of the {@link #problems}.
   */
  public SingleTenant(Collection<String> allowedDomains) {
    this.allowedDomains = DomainPatterns.of(allowedDomains);
  }

  @Override
  public List<String> problems() {
    return DomainPatterns.problems(allowedDomains);
  }

  @Override
  public TenantLookup find(@Nullable CustomerDomain domain) {
    boolean kept = domain != null && DomainPatterns.list(allowedDomains, domain);
    return new TenantLookup.Found(Tenant.of(kept ? domain : null));
  }
}

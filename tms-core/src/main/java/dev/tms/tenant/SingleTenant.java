package dev.tms.tenant;

import dev.tms.problem.Checked;
import dev.tms.tenant.DiscoverySettings.DomainPatterns;
import dev.tms.tenant.TenantDirectory.TenantLookup;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

final class SingleTenant implements TenantDirectory, Checked<SingleTenant> {
  private final Set<String> allowedDomains;

  SingleTenant(Collection<String> allowedDomains) {
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

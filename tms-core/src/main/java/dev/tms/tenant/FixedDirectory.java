package dev.tms.tenant;

import dev.tms.problem.Checked;
import dev.tms.tenant.TenantDirectory.TenantLookup;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

final class FixedDirectory implements TenantDirectory, Checked<FixedDirectory> {
  private final Map<CustomerDomain, Tenant> tenants = new LinkedHashMap<>();
  private final List<String> problems;

  FixedDirectory(Collection<Tenant> customers) {
    problems = Checked.failures(customers, this::add);
  }

  private void add(Tenant tenant) {
    CustomerDomain domain = tenant.requireUsable().domain();
    if (domain == null) {
      throw new IllegalArgumentException("a customer of a fixed directory needs a domain");
    }
    if (tenants.put(domain, tenant) != null) {
      throw new IllegalArgumentException("the customer domain " + domain + " occurs twice");
    }
  }

  @Override
  public List<String> problems() {
    return problems;
  }

  @Override
  public TenantLookup find(@Nullable CustomerDomain domain) {
    if (domain == null) {
      return new TenantLookup.DomainRequired();
    }
    Tenant tenant = tenants.get(domain);
    return tenant == null ? new TenantLookup.Unknown() : new TenantLookup.Found(tenant);
  }
}

package dev.tms.tenant;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table of customers that does not change. Immutable. */
public final class FixedDirectory implements TenantDirectory {
  private final Map<CustomerDomain, Tenant> tenants;

  /**
   * The directory of these customers.
   *
   * @throws IllegalArgumentException if one has no domain, or two have the same
   */
  public FixedDirectory(Collection<Tenant> tenants) {
    Map<CustomerDomain, Tenant> table = new LinkedHashMap<>();
    for (Tenant tenant : tenants) {
      CustomerDomain domain = tenant.domain();
      if (domain == null) {
        throw new IllegalArgumentException("a customer of a fixed directory needs a domain");
      }
      if (table.put(domain, tenant) != null) {
        throw new IllegalArgumentException("the customer domain " + domain + " occurs twice");
      }
    }
    this.tenants = Map.copyOf(table);
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

package dev.tms.tenant;

import org.jspecify.annotations.Nullable;

/** Every domain, or none, is the one customer. Immutable. */
public final class SingleTenant implements TenantDirectory {
  /** The directory. */
  public SingleTenant() {}

  @Override
  public TenantLookup find(@Nullable CustomerDomain domain) {
    return new TenantLookup.Found(Tenant.of(domain));
  }
}

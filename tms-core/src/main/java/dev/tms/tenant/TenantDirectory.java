package dev.tms.tenant;

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
}

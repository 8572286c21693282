/**
 * Maps customer domains to what the login at the provider needs: {@link
 * dev.tms.tenant.TenantDirectory}, which applications may implement, has factories of built-in
 * directories. API: {@link dev.tms.tenant.TenantDirectory}, {@link dev.tms.tenant.Tenant}, {@link
 * dev.tms.tenant.CustomerDomain}, {@link dev.tms.tenant.DiscoverySettings}; the rest is internal.
 */
@NullMarked
package dev.tms.tenant;

import org.jspecify.annotations.NullMarked;

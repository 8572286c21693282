/**
 * From a customer domain to what the login at the provider needs to know of it: {@link
 * dev.tms.tenant.TenantDirectory}, which applications may implement, and whose factories make ours.
 * API: {@link dev.tms.tenant.TenantDirectory}, {@link dev.tms.tenant.Tenant}, {@link
 * dev.tms.tenant.CustomerDomain}, {@link dev.tms.tenant.DiscoverySettings}; the rest is internal.
 */
@NullMarked
package dev.tms.tenant;

import org.jspecify.annotations.NullMarked;

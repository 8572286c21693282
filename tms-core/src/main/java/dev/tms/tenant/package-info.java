/**
 * Maps customer domains to what the login at the provider needs: {@link
 * dev.tms.tenant.TenantDirectory}, which applications may implement, has factories of built-in
 * directories. API.
 */
@NullMarked
package dev.tms.tenant;

import org.jspecify.annotations.NullMarked;

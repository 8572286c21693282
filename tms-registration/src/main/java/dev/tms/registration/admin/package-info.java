/**
 * The admin interface of providers of the IdentityServer family: {@link
 * dev.tms.registration.admin.AdminApi} reads and writes registrations, {@link
 * dev.tms.registration.admin.ApplyPlan} makes a document so. API.
 */
@NullMarked
package dev.tms.registration.admin;

import org.jspecify.annotations.NullMarked;

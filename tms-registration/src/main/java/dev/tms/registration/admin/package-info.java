/**
 * The admin API of providers of the IdentityServer family: {@link
 * dev.tms.registration.admin.AdminApi} reads and writes registrations, and {@link
 * dev.tms.registration.admin.ApplyPlan} makes them match a document. API.
 */
@NullMarked
package dev.tms.registration.admin;

import org.jspecify.annotations.NullMarked;

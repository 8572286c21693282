/**
 * Dynamic client registration (RFC 7591) and its management (RFC 7592): {@link
 * dev.tms.registration.dynamic.RegistrationEndpoint} sends {@link
 * dev.tms.registration.dynamic.ClientMetadata}, which {@link
 * dev.tms.registration.dynamic.MetadataConversion} makes of registrations of the IdentityServer
 * family, and those of it. With the members of OpenID Connect Dynamic Client Registration 1.0. API:
 * RegistrationEndpoint, ClientMetadata, RegisteredClient, MetadataConversion, Converted, Loss; the
 * rest is internal.
 */
@NullMarked
package dev.tms.registration.dynamic;

import org.jspecify.annotations.NullMarked;

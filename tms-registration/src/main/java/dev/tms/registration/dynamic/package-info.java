/**
 * Dynamic client registration (RFC 7591) and its management (RFC 7592), with the metadata of OpenID
 * Connect Dynamic Client Registration 1.0. {@link
 * dev.tms.registration.dynamic.RegistrationEndpoint} sends {@link
 * dev.tms.registration.dynamic.ClientMetadata}, and {@link
 * dev.tms.registration.dynamic.MetadataConversion} converts them from and to registrations of the
 * IdentityServer family. API: RegistrationEndpoint, ClientMetadata, RegisteredClient,
 * MetadataConversion, Converted, Loss; the rest is internal.
 */
@NullMarked
package dev.tms.registration.dynamic;

import org.jspecify.annotations.NullMarked;

/**
 * Clients and resources as registered with OpenID Providers of the IdentityServer family, as
 * immutable values: {@link dev.tms.registration.ClientRegistration}, {@link
 * dev.tms.registration.Resource}, and {@link dev.tms.registration.RegistrationPackage} for several.
 * Values preserve all members, known or not, with their order and spelling. Members with a
 * counterpart in RFC 6749 or OpenID Connect Core 1.0 have its meaning. API.
 */
@NullMarked
package dev.tms.registration;

import org.jspecify.annotations.NullMarked;

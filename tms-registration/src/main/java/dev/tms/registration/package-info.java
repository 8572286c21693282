/**
 * What OpenID Providers of the IdentityServer family keep about clients and resources, as immutable
 * values: {@link dev.tms.registration.ClientRegistration}, {@link
 * dev.tms.registration.ApiResource}, {@link dev.tms.registration.ApiScope}, {@link
 * dev.tms.registration.IdentityResource}, and {@link dev.tms.registration.RegistrationPackage} of
 * several. A value keeps the members that it was made of, in their order and spelling, known or
 * not. By RFC 6749 and OpenID Connect Core 1.0 as far as the members have counterparts there. API.
 */
@NullMarked
package dev.tms.registration;

import org.jspecify.annotations.NullMarked;

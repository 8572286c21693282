/**
 * The client side of OAuth 2.0 (RFC 6749, RFC 7009): a provider's metadata and keys, client
 * authentication, token endpoint, revocation, JWT signatures (RFC 7515, RFC 8725). API: {@link
 * dev.tms.oauth.Provider}, {@link dev.tms.oauth.ProviderQuirks}, {@link
 * dev.tms.oauth.IdentitySource}, {@link dev.tms.oauth.ClientSecret}, {@link
 * dev.tms.oauth.ClientAuthentication}, {@link dev.tms.oauth.ClientSettings}, {@link
 * dev.tms.oauth.AllowedValues}, {@link dev.tms.oauth.ResponseMode}; the rest is internal.
 */
@NullMarked
package dev.tms.oauth;

import org.jspecify.annotations.NullMarked;

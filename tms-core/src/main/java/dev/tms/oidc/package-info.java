/**
 * OpenID Connect (Core 1.0, RP-Initiated Logout 1.0, RFC 9207) for one client at one provider:
 * {@link dev.tms.oidc.OidcClient}. Internal.
 */
@NullMarked
package dev.tms.oidc;

import org.jspecify.annotations.NullMarked;

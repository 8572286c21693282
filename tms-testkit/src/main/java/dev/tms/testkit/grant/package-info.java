/**
 * Internal. The provider's state: sign-ons, grants with their codes and tokens, and signing keys.
 *
 * <p>Entry type: {@link dev.tms.testkit.grant.Grants}. RFC 6749 (codes, refresh tokens), RFC 7636
 * (PKCE), RFC 7009 (revocation).
 */
@NullMarked
package dev.tms.testkit.grant;

import org.jspecify.annotations.NullMarked;

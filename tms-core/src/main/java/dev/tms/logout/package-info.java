/**
 * Signing a user out, here and at the provider. Entry type: {@link dev.tms.logout.Logout}. OpenID
 * Connect RP-Initiated Logout 1.0, RFC 7009. Internal.
 */
@NullMarked
package dev.tms.logout;

import org.jspecify.annotations.NullMarked;

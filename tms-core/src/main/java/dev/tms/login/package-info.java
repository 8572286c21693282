/**
 * Logins, from {@code BeginLogin} to the callback that creates a session. Entry type: {@link
 * dev.tms.login.Login}. OpenID Connect Core section 3.1, RFC 9700 section 2.1. Internal.
 */
@NullMarked
package dev.tms.login;

import org.jspecify.annotations.NullMarked;

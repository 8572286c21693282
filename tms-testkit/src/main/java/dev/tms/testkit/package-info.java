/**
 * API. A strict in-process OpenID Provider that misbehaves on demand, for tests and demos.
 *
 * <p>Entry type: {@link dev.tms.testkit.TestProvider}. OpenID Connect Core 1.0, Discovery 1.0,
 * RP-Initiated Logout 1.0, Back-Channel Logout 1.0; RFC 6749, 6750, 7009, 7636, 7662, 8707, 9068,
 * 9207.
 */
@NullMarked
package dev.tms.testkit;

import org.jspecify.annotations.NullMarked;

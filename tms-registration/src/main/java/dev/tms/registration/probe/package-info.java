/**
 * Looks at a provider from outside, and judges nothing: is it there, what certificates has it
 * ({@link dev.tms.registration.probe.TlsProbe}), what does it answer ({@link
 * dev.tms.registration.probe.WebProbe}), what comes of an authorization request that no one signs
 * in for ({@link dev.tms.registration.probe.AuthorizationProbe}). Every look has a bounded time,
 * and whatever networks do is a value. RFC 6749, RFC 9110. Internal.
 */
@NullMarked
package dev.tms.registration.probe;

import org.jspecify.annotations.NullMarked;

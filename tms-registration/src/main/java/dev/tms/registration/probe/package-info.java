/**
 * Looks at a provider from outside, and judges nothing: is it there, what certificates has it
 * ({@link dev.tms.registration.probe.TlsProbe}), what does it answer ({@link
 * dev.tms.registration.probe.WebProbe}), what comes of an authorization request that no one signs
 * in for ({@link dev.tms.registration.probe.AuthorizationProbe}), what does the token endpoint say
 * ({@link dev.tms.registration.probe.TokenProbe}). Every look has a bounded time, whatever networks
 * do is a value, and no value holds a secret that was sent. RFC 6749, RFC 9110. API: WebProbe,
 * WebOutcome, Seen, NotSeen, ClockSkew, TlsProbe, TlsOutcome, TlsSeen, SentCertificate, Distrust,
 * AuthorizationProbe, AuthorizationOutcome, TokenProbe, TokenOutcome, PageText, PlainText,
 * SentSecrets, HttpDate; the rest is internal.
 */
@NullMarked
package dev.tms.registration.probe;

import org.jspecify.annotations.NullMarked;

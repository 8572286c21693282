/**
 * Calls to the interfaces by which providers are managed: JSON over HTTP with a bearer token (RFC
 * 6750), and every way in which one can fail as a value. {@link
 * dev.tms.registration.remote.RemoteCalls} sends. Problem texts by RFC 9457. API: RemoteCalls,
 * BearerTokens, CallOutcome, CallProblem, Reply; the rest is internal.
 */
@NullMarked
package dev.tms.registration.remote;

import org.jspecify.annotations.NullMarked;

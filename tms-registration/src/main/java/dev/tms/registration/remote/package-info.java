/**
 * Calls to the management APIs of providers: JSON over HTTP with a bearer token (RFC 6750), with
 * every failure as a value. {@link dev.tms.registration.remote.RemoteCalls} sends requests. Error
 * messages follow RFC 9457. API: RemoteCalls, BearerTokens, CallOutcome, CallProblem, Reply; the
 * rest is internal.
 */
@NullMarked
package dev.tms.registration.remote;

import org.jspecify.annotations.NullMarked;

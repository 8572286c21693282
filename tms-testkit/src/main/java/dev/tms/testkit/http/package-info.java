/**
 * Internal. The loopback HTTP server of the provider: received requests, and responses that may be
 * cut off.
 *
 * <p>Entry type: {@link dev.tms.testkit.http.LoopbackServer}.
 */
@NullMarked
package dev.tms.testkit.http;

import org.jspecify.annotations.NullMarked;

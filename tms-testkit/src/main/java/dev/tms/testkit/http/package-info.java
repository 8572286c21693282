/**
 * Internal. The loopback HTTP server below the provider: requests as received, replies that may
 * also end badly.
 *
 * <p>Entry type: {@link dev.tms.testkit.http.LoopbackServer}.
 */
@NullMarked
package dev.tms.testkit.http;

import org.jspecify.annotations.NullMarked;

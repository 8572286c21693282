/**
 * Calls to other servers: one {@link dev.tms.outbound.Sender} with bounded answers, bounded time
 * and no redirects. Internal.
 */
@NullMarked
package dev.tms.outbound;

import org.jspecify.annotations.NullMarked;

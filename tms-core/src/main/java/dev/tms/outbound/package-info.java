/**
 * Calls to other servers: one {@link dev.tms.outbound.Sender} with bounded answers, bounded time
 * and no redirects. API: {@link dev.tms.outbound.NetworkSettings}; the rest is internal.
 */
@NullMarked
package dev.tms.outbound;

import org.jspecify.annotations.NullMarked;

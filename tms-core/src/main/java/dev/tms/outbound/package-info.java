/**
 * Calls to other servers: a {@link dev.tms.outbound.Sender} that limits size and time and follows
 * no redirects. API: {@link dev.tms.outbound.NetworkSettings}; the rest is internal.
 */
@NullMarked
package dev.tms.outbound;

import org.jspecify.annotations.NullMarked;

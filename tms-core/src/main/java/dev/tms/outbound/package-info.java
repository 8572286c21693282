/**
 * Calls to other servers: a {@link dev.tms.outbound.Sender} that limits size and time and follows
 * no redirects. Internal.
 */
@NullMarked
package dev.tms.outbound;

import org.jspecify.annotations.NullMarked;

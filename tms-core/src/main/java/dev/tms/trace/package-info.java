/**
 * What goes to and fro between the service, the provider and the browser, as text for operators: a
 * block for each exchange, in which only that is shown which is known to be harmless. Entry type:
 * {@link dev.tms.trace.Trace}. Internal.
 */
@NullMarked
package dev.tms.trace;

import org.jspecify.annotations.NullMarked;

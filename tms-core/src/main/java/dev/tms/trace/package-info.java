/**
 * A trace of the exchanges between service, provider and browser for operators: one block of text
 * per exchange, masked except for values known to be harmless. Entry type: {@link
 * dev.tms.trace.Trace}. Internal.
 */
@NullMarked
package dev.tms.trace;

import org.jspecify.annotations.NullMarked;

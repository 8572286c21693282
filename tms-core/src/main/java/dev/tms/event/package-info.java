/** Events as records of JDK types, for listeners that count, alert or audit. API. */
@NullMarked
package dev.tms.event;

import org.jspecify.annotations.NullMarked;

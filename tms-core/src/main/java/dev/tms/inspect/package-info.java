/**
 * What a service makes of its provider: {@link dev.tms.inspect.Inspection} reads metadata and keys
 * as a service does, says what is unusable and why, and rehearses logins. API.
 */
@NullMarked
package dev.tms.inspect;

import org.jspecify.annotations.NullMarked;

/** Benchmarks of what only this package of {@code tms-core} can call. Internal. */
@NullMarked
package dev.tms.session;

import org.jspecify.annotations.NullMarked;

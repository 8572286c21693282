/**
 * What grows with what: {@link dev.tms.benchmarks.growth.Growth} measures the curves and writes the
 * tables and charts of {@code docs/growth.md}. Internal.
 */
@NullMarked
package dev.tms.benchmarks.growth;

import org.jspecify.annotations.NullMarked;

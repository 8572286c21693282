/**
 * The load driver: TMS and its peers under the same load in one run. {@link
 * dev.tms.benchmarks.load.LoadDriver} is the entry; {@code docs/performance.md} says how to run it.
 * Internal.
 */
@NullMarked
package dev.tms.benchmarks.load;

import org.jspecify.annotations.NullMarked;

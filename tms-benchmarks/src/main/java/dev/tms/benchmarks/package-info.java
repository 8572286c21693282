/**
 * How long things take, measured with JMH: sealing, the session format, requests that need no
 * provider, refreshes, and the ledger on each store. The classes named {@code *Benchmark} are the
 * entry; {@code docs/performance.md} says how to run them and what they showed. Internal.
 */
@NullMarked
package dev.tms.benchmarks;

import org.jspecify.annotations.NullMarked;

/**
 * The metrics of a service for Prometheus. Entry type: {@link dev.tms.demo.metrics.Metrics}. {@code
 * docs/operations/metrics.md} lists them. Internal.
 */
@NullMarked
package dev.tms.demo.metrics;

import org.jspecify.annotations.NullMarked;

/**
 * Nodes of the demo server in processes of their own, as its command line starts them, with one
 * store: what {@code docs/refresh.md} says of real nodes is seen here. {@link
 * dev.tms.demo.cluster.Cluster} is where to begin.
 */
@NullMarked
package dev.tms.demo.cluster;

import org.jspecify.annotations.NullMarked;

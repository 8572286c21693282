/**
 * Storage of small values that expire: {@link dev.tms.store.ExpiringStore}, the one interface
 * everything server-side is built on, and its implementation in memory. API.
 */
@NullMarked
package dev.tms.store;

import org.jspecify.annotations.NullMarked;

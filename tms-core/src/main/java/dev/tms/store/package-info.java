/**
 * Storage of small values that expire: {@link dev.tms.store.ExpiringStore}, the one interface
 * everything server-side is built on; in memory for one node, in a relational database for many,
 * and {@link dev.tms.store.StoreFactory} for stores of other modules. API.
 */
@NullMarked
package dev.tms.store;

import org.jspecify.annotations.NullMarked;

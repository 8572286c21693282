/**
 * Storage of small expiring values: {@link dev.tms.store.ExpiringStore}, the basis of all
 * server-side state, in memory for one node or in a relational database for many, and {@link
 * dev.tms.store.StoreFactory} for stores in other modules. API.
 */
@NullMarked
package dev.tms.store;

import org.jspecify.annotations.NullMarked;

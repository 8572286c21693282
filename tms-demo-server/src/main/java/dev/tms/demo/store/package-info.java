/**
 * The store that nodes share: a database with a connection pool, or the store of another module.
 * Entry type: {@link dev.tms.demo.store.Stores}. Internal.
 */
@NullMarked
package dev.tms.demo.store;

import org.jspecify.annotations.NullMarked;

/**
 * The store that nodes share, as a server has it: a database with a pool of connections, or what
 * another module brings. {@link dev.tms.demo.store.Stores} opens it, {@link
 * dev.tms.demo.store.Schema} prints what a database needs. Internal.
 */
@NullMarked
package dev.tms.demo.store;

import org.jspecify.annotations.NullMarked;

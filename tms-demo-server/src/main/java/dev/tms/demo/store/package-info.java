/**
 * The store that nodes share, as a server has it: a database with a pool of connections, or what
 * another module brings. Entry type: {@link dev.tms.demo.store.Stores}. Internal.
 */
@NullMarked
package dev.tms.demo.store;

import org.jspecify.annotations.NullMarked;

/**
 * What the nodes know of a session together: which refresh is under way and which generation is the
 * newest ({@link dev.tms.ledger.Ledger}), and whether the session is ended, by its own entry or by
 * a mark of the provider's logout ({@link dev.tms.ledger.Standing}). Internal.
 */
@NullMarked
package dev.tms.ledger;

import org.jspecify.annotations.NullMarked;

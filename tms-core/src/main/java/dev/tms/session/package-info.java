/**
 * The session of a signed-in user: what it holds ({@link dev.tms.session.Session}), where it is
 * kept ({@link dev.tms.session.TokenStore}), how long it lives, and the ledger that keeps refreshes
 * apart. Knows no provider. API: {@link dev.tms.session.User}, {@link dev.tms.session.SessionId},
 * {@link dev.tms.session.SessionPolicy}, {@link dev.tms.session.SessionHome}, {@link
 * dev.tms.session.SessionLifetime}; the rest is internal.
 */
@NullMarked
package dev.tms.session;

import org.jspecify.annotations.NullMarked;

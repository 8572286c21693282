/**
 * The session of a signed-in user: what it holds ({@link dev.tms.session.Session}), how it is
 * written, how long it lives, where it is kept (in sealed cookies, or in the store behind a
 * handle), and how it is refreshed and ended. However many tabs and nodes ask, a refresh token is
 * sent once, and anyone who comes late gets the newest session. {@link dev.tms.session.Sessions}
 * opens and uses a request's session; {@link dev.tms.session.SessionParts} puts the room together.
 *
 * <p>The ledger is what the nodes know of a session together: which refresh is under way and which
 * generation is the newest; {@code SessionStatus} adds whether it is over, by its own entry or by a
 * mark of the provider's logout. RFC 6749 section 6, RFC 9700 section 4.14.
 *
 * <p>API: {@link dev.tms.session.SessionId}, {@link dev.tms.session.SessionPolicy}, {@link
 * dev.tms.session.SessionHome}, {@link dev.tms.session.SessionLifetime}, {@link
 * dev.tms.session.RefreshPolicy}; the rest is internal.
 */
@NullMarked
package dev.tms.session;

import org.jspecify.annotations.NullMarked;

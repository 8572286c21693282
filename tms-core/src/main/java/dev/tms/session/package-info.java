/**
 * The session of a signed-in user: its content ({@link dev.tms.session.Session}), format, lifetime
 * and storage (in sealed cookies, or in the store behind a handle), its refresh and its end. A
 * refresh token is sent once, however many tabs and nodes need a new token, and late requests get
 * the newest session. {@link dev.tms.session.Sessions} opens and uses a request's session; {@link
 * dev.tms.session.SessionParts} assembles the room.
 *
 * <p>All nodes share the ledger, which records the refresh under way and the newest generation of
 * each session. {@code SessionStatus} combines it with the provider's logout marks to tell whether
 * a session has ended. RFC 6749 section 6, RFC 9700 section 4.14.
 *
 * <p>Internal.
 */
@NullMarked
package dev.tms.session;

import org.jspecify.annotations.NullMarked;

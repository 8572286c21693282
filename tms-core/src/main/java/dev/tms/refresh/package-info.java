/**
 * The refresh engine: however many tabs and nodes ask, a refresh token is sent once, and anyone who
 * comes late gets the newest session. {@link dev.tms.refresh.SessionParts} puts it together, and
 * {@link dev.tms.refresh.Sessions} opens and uses a request's session. The {@link
 * dev.tms.refresh.Ledger} is what the nodes know of a session together: which refresh is under way
 * and which generation is the newest; {@code SessionStatus} adds whether it is over, by its own
 * entry or by a mark of the provider's logout. RFC 6749 section 6, RFC 9700 section 4.14. API:
 * {@link dev.tms.refresh.RefreshPolicy}; the rest is internal.
 */
@NullMarked
package dev.tms.refresh;

import org.jspecify.annotations.NullMarked;

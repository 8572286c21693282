/**
 * The refresh engine: however many tabs and nodes ask, a refresh token is sent once, and anyone who
 * comes late gets the newest session. {@link dev.tms.refresh.FreshSessions} is where a request's
 * session is opened. RFC 6749 section 6, RFC 9700 section 4.14. API: {@link
 * dev.tms.refresh.RefreshPolicy}; the rest is internal.
 */
@NullMarked
package dev.tms.refresh;

import org.jspecify.annotations.NullMarked;

/**
 * The session of a signed-in user as a value: what it holds ({@link dev.tms.session.Session}), how
 * it is written ({@link dev.tms.session.SessionCodec}) and how long it lives. Knows no provider and
 * no place where it is kept. API: {@link dev.tms.session.User}, {@link dev.tms.session.SessionId},
 * {@link dev.tms.session.SessionPolicy}, {@link dev.tms.session.SessionHome}, {@link
 * dev.tms.session.SessionLifetime}; the rest is internal.
 */
@NullMarked
package dev.tms.session;

import org.jspecify.annotations.NullMarked;

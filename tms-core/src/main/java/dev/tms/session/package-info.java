/**
 * The session of a signed-in user as a value: what it holds ({@link dev.tms.session.Session}), how
 * it is written ({@link dev.tms.session.SessionCodec}), how long it lives, and where it is kept
 * ({@link dev.tms.session.TokenStore}): in sealed cookies, or in the store behind a handle. Knows
 * no provider. API: {@link dev.tms.session.User}, {@link dev.tms.session.SessionId}, {@link
 * dev.tms.session.SessionPolicy}, {@link dev.tms.session.SessionHome}, {@link
 * dev.tms.session.SessionLifetime}; the rest is internal.
 */
@NullMarked
package dev.tms.session;

import org.jspecify.annotations.NullMarked;

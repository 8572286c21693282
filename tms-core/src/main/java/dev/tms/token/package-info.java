/**
 * Tokens, secrets and the signed-in user as values. API: {@link dev.tms.token.Secret}, {@link
 * dev.tms.token.AccessToken}, {@link dev.tms.token.TokenSet}, {@link dev.tms.token.Scopes}, {@link
 * dev.tms.token.Claims}, {@link dev.tms.token.User}; the rest is internal.
 */
@NullMarked
package dev.tms.token;

import org.jspecify.annotations.NullMarked;

/**
 * Token values, and the compact format in which a session keeps them. API: {@link
 * dev.tms.token.Secret}, {@link dev.tms.token.AccessToken}, {@link dev.tms.token.TokenSet}, {@link
 * dev.tms.token.Scopes}, {@link dev.tms.token.Claims}; the rest is internal.
 */
@NullMarked
package dev.tms.token;

import org.jspecify.annotations.NullMarked;

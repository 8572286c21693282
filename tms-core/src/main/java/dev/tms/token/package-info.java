/**
 * Token values, and the compact format in which a session keeps them. API: {@link
 * dev.tms.token.Secret}, {@link dev.tms.token.AccessToken}, {@link dev.tms.token.TokenSet}, {@link
 * dev.tms.token.Scopes}, {@link dev.tms.token.Claims}; the rest is internal. The format's entries
 * are {@link dev.tms.token.CompactWriter} and {@link dev.tms.token.CompactReader}: RFC 1951
 * (deflate), RFC 4648 (base64url), RFC 7515 and RFC 7516 (compact serialization).
 */
@NullMarked
package dev.tms.token;

import org.jspecify.annotations.NullMarked;

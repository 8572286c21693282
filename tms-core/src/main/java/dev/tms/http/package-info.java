/**
 * HTTP messages as values, free of any server: {@link dev.tms.http.Request} in, {@link
 * dev.tms.http.Response} out; cookies by RFC 6265bis, problem documents by RFC 9457. API: Request,
 * Response, Header, SetCookie, PublicUrl, SameSite; the rest is internal.
 */
@NullMarked
package dev.tms.http;

import org.jspecify.annotations.NullMarked;

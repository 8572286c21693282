/**
 * Server-independent HTTP messages: {@link dev.tms.http.Request}, {@link dev.tms.http.Response},
 * cookies (RFC 6265bis) and problem documents (RFC 9457). API: Request, Response, Header,
 * SetCookie, PublicUrl, SameSite; the rest is internal.
 */
@NullMarked
package dev.tms.http;

import org.jspecify.annotations.NullMarked;

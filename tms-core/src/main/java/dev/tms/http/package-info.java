/**
 * Server-independent HTTP messages, {@link dev.tms.http.Request} and {@link dev.tms.http.Response},
 * with cookies (RFC 6265bis) and problem documents (RFC 9457); the public addresses of service and
 * front end; and the network that calls to other servers use. API.
 */
@NullMarked
package dev.tms.http;

import org.jspecify.annotations.NullMarked;

/** What requests say: cookies (RFC 6265bis), parameters, and return URLs (WHATWG URL). Internal. */
@NullMarked
package dev.tms.web;

import org.jspecify.annotations.NullMarked;

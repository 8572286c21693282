/**
 * Browser rules: {@link dev.tms.browser.Origin origins} and front ends, {@link
 * dev.tms.browser.Antiforgery} tokens, and redirect targets ({@link dev.tms.browser.ReturnUrls}).
 * WHATWG URL, RFC 6454 (origins), RFC 6265bis (schemeful same-site). API: {@link
 * dev.tms.browser.Origin}, {@link dev.tms.browser.FrontEnd}; the rest is internal.
 */
@NullMarked
package dev.tms.browser;

import org.jspecify.annotations.NullMarked;

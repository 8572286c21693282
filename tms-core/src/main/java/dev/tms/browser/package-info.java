/**
 * What this service knows of browsers: {@link dev.tms.browser.Origin origins} and front ends, the
 * {@link dev.tms.browser.Antiforgery} token, and where it may send a browser to ({@link
 * dev.tms.browser.ReturnUrls}). By the WHATWG standard URL, RFC 6454 (origins) and RFC 6265bis
 * (schemeful same-site). API: {@link dev.tms.browser.Origin}, {@link dev.tms.browser.FrontEnd}; the
 * rest is internal.
 */
@NullMarked
package dev.tms.browser;

import org.jspecify.annotations.NullMarked;

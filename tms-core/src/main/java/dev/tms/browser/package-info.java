/**
 * What this service believes of a browser's requests: where they come from ({@link
 * dev.tms.browser.OriginCheck}, {@link dev.tms.browser.Cors}, {@link dev.tms.browser.Antiforgery})
 * and where it may send a browser to ({@link dev.tms.browser.ReturnUrls}). By the WHATWG standards
 * URL and Fetch, RFC 6454 (origins) and RFC 6265bis (schemeful same-site). API: {@link
 * dev.tms.browser.Origin}, {@link dev.tms.browser.FrontEnd}; the rest is internal.
 */
@NullMarked
package dev.tms.browser;

import org.jspecify.annotations.NullMarked;

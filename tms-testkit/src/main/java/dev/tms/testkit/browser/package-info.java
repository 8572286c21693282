/**
 * API. A small browser for tests: a cookie jar that obeys the attributes, redirects step by step,
 * login forms.
 *
 * <p>Entry type: {@link dev.tms.testkit.browser.TestBrowser}. RFC 6265 (cookies).
 */
@NullMarked
package dev.tms.testkit.browser;

import org.jspecify.annotations.NullMarked;

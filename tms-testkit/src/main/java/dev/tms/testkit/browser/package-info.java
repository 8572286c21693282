/**
 * API. A small browser for tests: a cookie jar with all attributes, single redirects, login forms.
 *
 * <p>Entry type: {@link dev.tms.testkit.browser.TestBrowser}. RFC 6265 (cookies).
 */
@NullMarked
package dev.tms.testkit.browser;

import org.jspecify.annotations.NullMarked;

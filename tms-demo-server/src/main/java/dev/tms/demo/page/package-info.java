/**
 * The demonstration, for loopback only: a development OpenID Provider in this process, a service
 * that uses it, and a page that plays a native app and shows the exchanges. Entry type: {@link
 * dev.tms.demo.page.Demo}. Internal.
 *
 * <p>RFC 9110 (conditional requests), Content Security Policy Level 3.
 */
@NullMarked
package dev.tms.demo.page;

import org.jspecify.annotations.NullMarked;

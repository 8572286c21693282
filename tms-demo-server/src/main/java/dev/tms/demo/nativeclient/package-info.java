/**
 * Plays a native app that signs its user in through a token management service, and shows how to
 * write one: {@link dev.tms.demo.nativeclient.NativeClient} is the app, and its web view is played
 * by following redirects and filling in the provider's form. Uses nothing of the service's own code
 * and no other HTTP client than the JDK's. Internal.
 *
 * <p>RFC 6265 (cookies), RFC 6749 section 4.1 (authorization code), OAuth 2.0 Form Post Response
 * Mode.
 */
@NullMarked
package dev.tms.demo.nativeclient;

import org.jspecify.annotations.NullMarked;

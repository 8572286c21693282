/**
 * A native app that signs its user in with a token management service, as an example: {@link
 * dev.tms.demo.nativeclient.NativeClient} is the app, and its web view follows redirects and fills
 * in the provider's form. Uses neither the service's code nor an HTTP client but the JDK's.
 * Internal.
 *
 * <p>RFC 6265 (cookies), RFC 6749 section 4.1 (authorization code), OAuth 2.0 Form Post Response
 * Mode.
 */
@NullMarked
package dev.tms.demo.nativeclient;

import org.jspecify.annotations.NullMarked;

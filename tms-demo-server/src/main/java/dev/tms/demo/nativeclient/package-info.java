/**
 * An example of a native app that uses a token management service, {@link
 * dev.tms.demo.nativeclient.NativeClient}, with an automated web view. Uses neither the service's
 * code nor an HTTP client but the JDK's. Internal.
 *
 * <p>RFC 6265 (cookies), RFC 6749 section 4.1 (authorization code), OAuth 2.0 Form Post Response
 * Mode.
 */
@NullMarked
package dev.tms.demo.nativeclient;

import org.jspecify.annotations.NullMarked;

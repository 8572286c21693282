/**
 * A service on Undertow: listeners, TLS, limits, health and a graceful end. Entry type: {@link
 * dev.tms.demo.server.TmsServer}. Internal.
 *
 * <p>RFC 9110 (HTTP), RFC 5280 (the self-signed certificate).
 */
@NullMarked
package dev.tms.demo.server;

import org.jspecify.annotations.NullMarked;

/**
 * The HTTP endpoints, their table ({@link dev.tms.endpoint.Routes}) and the {@link
 * dev.tms.endpoint.Router} in front of them, which checks where a request comes from (WHATWG
 * Fetch). What they decide is decided in lower rooms. Internal.
 */
@NullMarked
package dev.tms.endpoint;

import org.jspecify.annotations.NullMarked;

/**
 * The HTTP endpoints, their table ({@link dev.tms.endpoint.Routes}) and the {@link
 * dev.tms.endpoint.Router}, which checks the origin of requests (WHATWG Fetch). Decisions are made
 * in lower rooms. Internal.
 */
@NullMarked
package dev.tms.endpoint;

import org.jspecify.annotations.NullMarked;

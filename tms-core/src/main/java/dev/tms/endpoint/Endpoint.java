package dev.tms.endpoint;

import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.problem.TmsException;

/** A function from request to response. Thread-safe. */
@FunctionalInterface
interface Endpoint {
  /**
   * Answers the request.
   *
   * @throws TmsException if it cannot; the router makes the answer of it
   */
  Response handle(Request request);
}

package dev.tms.endpoint;

import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.trace.Trace;
import dev.tms.trace.Visit;

/** Another endpoint, whose requests and answers are written down. */
final class TracedEndpoint implements Endpoint {
  private final Endpoint endpoint;
  private final Trace trace;

  /** The endpoint with this trace. */
  TracedEndpoint(Endpoint endpoint, Trace trace) {
    this.endpoint = endpoint;
    this.trace = trace;
  }

  @Override
  public Response handle(Request request) {
    Visit visit = trace.visit(request);
    Response response;
    try {
      response = endpoint.handle(visit.request());
    } catch (RuntimeException e) {
      visit.failed(e);
      throw e;
    }
    visit.answered(response);
    return response;
  }
}

package dev.tms.browser;

import dev.tms.http.Header;
import dev.tms.http.Request;
import dev.tms.http.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Cross-origin calls (WHATWG Fetch 3.3): exactly the configured front-end origins, with
 * credentials, never a wildcard. Immutable.
 */
public final class Cors {
  private static final Header VARY = new Header("Vary", "Origin");
  private static final Header CREDENTIALS = new Header("Access-Control-Allow-Credentials", "true");
  private static final Header EXPOSED = new Header("Access-Control-Expose-Headers", "Retry-After");
  private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
  // the usual headers of API calls; a front end's tracing headers would else fail every call
  private static final String REQUEST_HEADERS =
      "RequestVerificationToken, Content-Type, Accept, Accept-Language, If-Match, If-None-Match,"
          + " X-Requested-With, traceparent, tracestate";
  private static final String MAX_AGE_SECONDS = "600";

  private final Set<Origin> origins;

  /** Calls from the origins of this front end. */
  public Cors(FrontEnd frontEnd) {
    this.origins = frontEnd.origins();
  }

  /**
   * What to add to the answer of any request: {@code Vary: Origin} always, so that no cache serves
   * one origin's answer to another, and the permission where the origin has one.
   */
  public List<Header> headers(Request request) {
    List<Header> headers = new ArrayList<>(4);
    headers.add(VARY);
    allowed(request)
        .ifPresent(
            origin -> {
              headers.add(new Header("Access-Control-Allow-Origin", origin.toString()));
              headers.add(CREDENTIALS);
              headers.add(EXPOSED);
            });
    return headers;
  }

  /**
   * The answer to a preflight request, complete; empty where the request is none. A preflight of an
   * origin without permission gets an answer without permission, and the browser stops there.
   */
  public Optional<Response> preflight(Request request) {
    if (!request.method().equals("OPTIONS")
        || request.headers("Origin").isEmpty()
        || request.headers("Access-Control-Request-Method").isEmpty()) {
      return Optional.empty();
    }
    Response.Builder answer = Response.status(204).header(VARY.name(), VARY.value());
    allowed(request)
        .ifPresent(
            origin ->
                answer
                    .header("Access-Control-Allow-Origin", origin.toString())
                    .header(CREDENTIALS.name(), CREDENTIALS.value())
                    .header("Access-Control-Allow-Methods", METHODS)
                    .header("Access-Control-Allow-Headers", REQUEST_HEADERS)
                    .header("Access-Control-Max-Age", MAX_AGE_SECONDS));
    return Optional.of(answer.build());
  }

  private Optional<Origin> allowed(Request request) {
    List<String> values = request.headers("Origin");
    return values.size() == 1
        ? Origin.parse(values.get(0)).filter(origins::contains)
        : Optional.empty();
  }
}

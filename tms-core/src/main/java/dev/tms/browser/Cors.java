package dev.tms.browser;

import dev.tms.http.Header;
import dev.tms.http.Request;
import dev.tms.http.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
  private static final List<Header> REFUSED = List.of(VARY);

  /** What answers get, by the text of the origin as browsers send it: there is one for each. */
  private final Map<String, List<Header>> permissions;

  /** Calls from the origins of this front end. */
  public Cors(FrontEnd frontEnd) {
    this.permissions =
        frontEnd.origins().stream()
            .map(Origin::toString)
            .collect(Collectors.toUnmodifiableMap(origin -> origin, Cors::permission));
  }

  private static List<Header> permission(String origin) {
    return List.of(VARY, new Header("Access-Control-Allow-Origin", origin), CREDENTIALS, EXPOSED);
  }

  /**
   * What to add to the answer of any request: {@code Vary: Origin} always, so that no cache serves
   * one origin's answer to another, and the permission where the origin has one.
   */
  public List<Header> headers(Request request) {
    return permissions.getOrDefault(origin(request), REFUSED);
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
    String origin = origin(request);
    if (permissions.containsKey(origin)) {
      answer
          .header("Access-Control-Allow-Origin", origin)
          .header(CREDENTIALS.name(), CREDENTIALS.value())
          .header("Access-Control-Allow-Methods", METHODS)
          .header("Access-Control-Allow-Headers", REQUEST_HEADERS)
          .header("Access-Control-Max-Age", MAX_AGE_SECONDS);
    }
    return Optional.of(answer.build());
  }

  /** The one origin of the request; empty, which no origin is, where there is none or more. */
  private static String origin(Request request) {
    List<String> values = request.headers("Origin");
    return values.size() == 1 ? values.get(0) : "";
  }
}

package dev.tms.endpoint;

import dev.tms.http.FrontEnd;
import dev.tms.http.Header;
import dev.tms.http.Origin;
import dev.tms.http.PublicUrl;
import dev.tms.http.Request;
import dev.tms.http.Response;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks the origin of requests that change something or read what an antiforgery token protects:
 * allowed are this service's own pages, the front ends, and programs that are not browsers. Grants
 * CORS access with credentials (WHATWG Fetch section 3.3) to exactly the configured front ends,
 * never by wildcard. Immutable.
 */
final class OriginCheck {
  private static final Header VARY = new Header("Vary", "Origin");
  private static final Header CREDENTIALS = new Header("Access-Control-Allow-Credentials", "true");
  private static final Header EXPOSED = new Header("Access-Control-Expose-Headers", "Retry-After");
  private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
  // common headers of API calls; tracing headers, because front ends add them to every call
  private static final String REQUEST_HEADERS =
      "RequestVerificationToken, Content-Type, Accept, Accept-Language, If-Match, If-None-Match,"
          + " X-Requested-With, traceparent, tracestate";
  private static final String MAX_AGE_SECONDS = "600";
  private static final List<Header> REFUSED = List.of(VARY);

  private final Map<String, List<Header>> permissions;

  private final Set<String> origins;

  OriginCheck(FrontEnd frontEnd, PublicUrl publicUrl) {
    Set<String> all = new LinkedHashSet<>();
    all.add(Origin.of(publicUrl).toString());
    frontEnd.origins().forEach(origin -> all.add(origin.toString()));
    this.origins = Set.copyOf(all);
    this.permissions =
        frontEnd.origins().stream()
            .map(Origin::toString)
            .collect(Collectors.toUnmodifiableMap(origin -> origin, OriginCheck::permission));
  }

  /**
   * Returns whether the request's origin is allowed. Browsers send an unforgeable {@code
   * Sec-Fetch-Site} or {@code Origin} with every relevant request; without both, no browser and no
   * other user's cookie is involved. A repeated header is not accepted.
   */
  boolean accepts(Request request) {
    List<String> sites = request.headers("Sec-Fetch-Site");
    List<String> from = request.headers("Origin");
    if (sites.size() > 1 || from.size() > 1) {
      return false;
    }
    if (sites.isEmpty() && from.isEmpty()) {
      return true;
    }
    // with Referrer-Policy: no-referrer, our own pages send "Origin: null"; Sec-Fetch-Site
    // identifies them
    return sites.contains("same-origin")
        || sites.contains("none")
        || (!from.isEmpty() && origins.contains(from.get(0)));
  }

  private static List<Header> permission(String origin) {
    return List.of(VARY, new Header("Access-Control-Allow-Origin", origin), CREDENTIALS, EXPOSED);
  }

  /** Returns {@code Vary: Origin}, for caches, and the permission if the origin has one. */
  List<Header> corsHeaders(Request request) {
    return permissions.getOrDefault(origin(request), REFUSED);
  }

  /**
   * Returns the complete response to a preflight request; empty if the request is none. Without
   * permission for the origin, the response grants nothing and the browser stops.
   */
  Optional<Response> preflight(Request request) {
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

  /** Returns the only {@code Origin}; if absent or repeated, an empty string (never a match). */
  private static String origin(Request request) {
    List<String> values = request.headers("Origin");
    return values.size() == 1 ? values.get(0) : "";
  }
}

package dev.tms.endpoint;

import dev.tms.browser.FrontEnd;
import dev.tms.browser.Origin;
import dev.tms.http.Header;
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
 * From where a request may come that changes something, or reads what is protected by an
 * antiforgery token: from this service's own pages, from the front ends', and from programs that
 * are no browsers. Pages of other origins may read an answer (WHATWG Fetch 3.3) where they are
 * exactly the configured front ends, with credentials, never by a wildcard. Immutable.
 */
final class OriginCheck {
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

  private final Set<String> origins;

  /** Requests from pages of this front end and of this public URL. */
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
   * Whether the request may come from there. Browsers send {@code Sec-Fetch-Site} or {@code Origin}
   * with every request that matters, and no page can forge them; where there is neither, no browser
   * is involved, hence no cookie of another user. A header that occurs twice counts as wrong.
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
    // a page of ours with Referrer-Policy: no-referrer posts with "Origin: null": Sec-Fetch-Site
    // tells it from any other
    return sites.contains("same-origin")
        || sites.contains("none")
        || (!from.isEmpty() && origins.contains(from.get(0)));
  }

  private static List<Header> permission(String origin) {
    return List.of(VARY, new Header("Access-Control-Allow-Origin", origin), CREDENTIALS, EXPOSED);
  }

  /**
   * What to add to the answer of any request: {@code Vary: Origin} always, so that no cache serves
   * one origin's answer to another, and the permission where the origin has one.
   */
  List<Header> corsHeaders(Request request) {
    return permissions.getOrDefault(origin(request), REFUSED);
  }

  /**
   * The answer to a preflight request, complete; empty where the request is none. A preflight of an
   * origin without permission gets an answer without permission, and the browser stops there.
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

  /** The one origin of the request; empty, which no origin is, where there is none or more. */
  private static String origin(Request request) {
    List<String> values = request.headers("Origin");
    return values.size() == 1 ? values.get(0) : "";
  }
}

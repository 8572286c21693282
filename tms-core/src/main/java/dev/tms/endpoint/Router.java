package dev.tms.endpoint;

import static dev.tms.endpoint.Routes.ANY_SEGMENT;
import static dev.tms.endpoint.Routes.DOMAIN_PREFIX;
import static dev.tms.endpoint.Routes.DOMAIN_SUFFIX;

import dev.tms.event.ThrottledLog;
import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.http.Header;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the endpoint of a request, checks where the request comes from, and gives every answer the
 * headers that all answers have. Paths match without regard to case. Thread-safe.
 */
public final class Router {
  private static final List<Header> ALWAYS =
      List.of(
          new Header("Cache-Control", "no-store"),
          new Header("Referrer-Policy", "no-referrer"),
          new Header("X-Content-Type-Options", "nosniff"));

  private final String basePath;
  private final Map<String, Route> routes;
  private final OriginCheck originCheck;
  private final Pages pages;
  private final RefusedOrigins refused;
  private final @Nullable ThirdPartyCookies thirdParty;
  private final TmsListener events;
  private final ThrottledLog log;

  /**
   * A router below a base path.
   *
   * @param routes by path, which begins with a slash; {@code *} stands for one segment
   * @param frontEnd where pages lead
   * @param thirdParty null where all front ends are of this service's site
   */
  Router(
      String basePath,
      Map<String, Route> routes,
      OriginCheck originCheck,
      URI frontEnd,
      RefusedOrigins refused,
      @Nullable ThirdPartyCookies thirdParty,
      TmsListener events,
      InstantSource clock) {
    this.basePath = basePath;
    this.routes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    this.routes.putAll(routes);
    this.originCheck = originCheck;
    this.pages = new Pages(frontEnd);
    this.refused = refused;
    this.thirdParty = thirdParty;
    this.events = events;
    this.log = new ThrottledLog(System.getLogger(Router.class.getName()), clock);
  }

  /** Whether there is an endpoint under this path. */
  public boolean serves(String path) {
    return route(path) != null;
  }

  /** Answers the request; empty where there is no endpoint. Never throws. */
  public Optional<Response> tryHandle(Request request) {
    Route route = route(request.path());
    return route == null ? Optional.empty() : Optional.of(handle(route, request));
  }

  /** Answers the request; 404 where there is no endpoint. Never throws. */
  public Response handle(Request request) {
    return tryHandle(request)
        .orElseGet(() -> Response.problem(ErrorCode.NOT_FOUND).with(headers(request)));
  }

  private Response handle(Route route, Request request) {
    // of a preflight, and of an answer that no page of that origin can read, nothing else is heard
    boolean isElsewhere =
        route.trust() != Route.Trust.CARRIES_PROOF && !originCheck.accepts(request);
    if (isElsewhere && !request.headers("Origin").isEmpty()) {
      refused.tell(request);
    }
    Optional<Response> preflight = originCheck.preflight(request);
    if (preflight.isPresent()) {
      // it has its own permission already, and browsers refuse one that stands there twice
      return preflight.get().with(ALWAYS);
    }
    if (thirdParty != null && !Pages.isNavigation(request)) {
      thirdParty.called(request);
    }
    Response answer = answer(route, isElsewhere, request);
    if (thirdParty != null) {
      thirdParty.answered(answer);
    }
    return answer.with(headers(request));
  }

  private List<Header> headers(Request request) {
    List<Header> headers = new ArrayList<>(ALWAYS);
    headers.addAll(originCheck.corsHeaders(request));
    return headers;
  }

  private Response answer(Route route, boolean isElsewhere, Request request) {
    if (isElsewhere && route.needsFrontEnd(request.method())) {
      return refusedOrigin(request);
    }
    Route.Endpoint endpoint = route.endpoint(request.method());
    if (endpoint == null) {
      Response refused = Response.problem(ErrorCode.METHOD_NOT_ALLOWED);
      return refused.with(List.of(new Header("Allow", route.allow())));
    }
    try {
      return endpoint.handle(request);
    } catch (TmsException e) {
      return Response.problem(e);
    } catch (RuntimeException e) {
      // the message may quote the request: the type and the place are enough to find the defect
      log.log(Level.ERROR, "defects", e.getClass().getName() + " at " + placeOf(e));
      return Response.problem(ErrorCode.INTERNAL_ERROR);
    }
  }

  private Response refusedOrigin(Request request) {
    events.on(new TmsEvent.RequestRefused(ErrorCode.ORIGIN_REFUSED.wire()));
    refused.tell(request);
    return Pages.isNavigation(request)
        ? pages.problem(request, ErrorCode.ORIGIN_REFUSED, null)
        : Response.problem(ErrorCode.ORIGIN_REFUSED);
  }

  /**
   * The refusal of a request to a path of the application's that a page of another site made and
   * that changes something, or asks for another protocol: browsers send cookies with a WebSocket's
   * handshake, which is a GET that no CORS rule holds back (RFC 6455 section 10.2). Empty for every
   * other request.
   */
  public Optional<Response> crossSiteRefusal(Request request) {
    boolean matters = !Route.isSafe(request.method()) || !request.headers("Upgrade").isEmpty();
    if (!matters || originCheck.accepts(request)) {
      return Optional.empty();
    }
    return Optional.of(refusedOrigin(request).with(headers(request)));
  }

  private static String placeOf(RuntimeException e) {
    StackTraceElement[] trace = e.getStackTrace();
    return trace.length == 0 ? "an unknown place" : trace[0].toString();
  }

  private @Nullable Route route(String path) {
    if (!path.regionMatches(true, 0, basePath, 0, basePath.length())) {
      return null;
    }
    String below = path.substring(basePath.length());
    Route route = routes.get(below);
    if (route == null && DomainPath.isOne(below)) {
      return routes.get(DOMAIN_PREFIX + "*" + DOMAIN_SUFFIX);
    }
    int lastSlash = below.lastIndexOf('/');
    return route == null && lastSlash > 0 && lastSlash < below.length() - 1
        ? routes.get(below.substring(0, lastSlash) + ANY_SEGMENT)
        : route;
  }

  /** A path such as {@code /Auth/Domains/acme.cloud.com/BeginLogin}. */
  static final class DomainPath {
    private DomainPath() {}

    private static boolean isOne(String path) {
      int start = DOMAIN_PREFIX.length();
      int end = path.length() - DOMAIN_SUFFIX.length();
      return start < end
          && path.regionMatches(true, 0, DOMAIN_PREFIX, 0, start)
          && path.regionMatches(true, end, DOMAIN_SUFFIX, 0, DOMAIN_SUFFIX.length())
          && path.indexOf('/', start) == end;
    }

    /** The customer domain of a path that may begin with a base path; null where there is none. */
    static @Nullable String domainIn(String path) {
      int end = path.length() - DOMAIN_SUFFIX.length();
      int slash = end <= 0 ? -1 : path.lastIndexOf('/', end - 1);
      int begin = slash + 1 - DOMAIN_PREFIX.length();
      return begin >= 0 && isOne(path.substring(begin)) ? path.substring(slash + 1, end) : null;
    }
  }
}

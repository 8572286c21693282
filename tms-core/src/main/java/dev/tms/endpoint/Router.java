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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Routes requests, checks their origin, and adds common headers. Case-insensitive. Thread-safe. */
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

  /** {@code *} in a route is one segment; {@code thirdParty} is null without cross-site pages. */
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

  public boolean serves(String path) {
    return route(path) != null;
  }

  /** Whether the endpoint is usually answered without blocking. */
  public boolean isQuick(String path) {
    Route route = route(path);
    return route != null && route.isQuick();
  }

  /** Handles the request; empty if the path has no endpoint. Never throws. */
  public Optional<Response> tryHandle(Request request) {
    Route route = route(request.path());
    return route == null ? Optional.empty() : Optional.of(handle(route, request));
  }

  /** As {@link #tryHandle}, but 404 if the path has no endpoint. */
  public Response handle(Request request) {
    return tryHandle(request)
        .orElseGet(() -> withHeaders(refusal(request, ErrorCode.NOT_FOUND), request));
  }

  private Response handle(Route route, Request request) {
    // the log is the only trace of a refused preflight or of a response that CORS hides
    boolean isElsewhere =
        route.trust() != Route.Trust.CARRIES_PROOF && !originCheck.accepts(request);
    if (isElsewhere && !request.headers("Origin").isEmpty()) {
      refused.tell(request);
    }
    Optional<Response> preflight = originCheck.preflight(request);
    if (preflight.isPresent()) {
      // it has its own CORS headers, which browsers reject if repeated
      return preflight.get().with(ALWAYS);
    }
    if (thirdParty != null && !Pages.isNavigation(request)) {
      thirdParty.called(request);
    }
    Response answer = answer(route, isElsewhere, request);
    if (thirdParty != null) {
      thirdParty.answered(answer);
    }
    return withHeaders(answer, request);
  }

  private Response withHeaders(Response answer, Request request) {
    return answer.with(ALWAYS).with(originCheck.corsHeaders(request));
  }

  private Response answer(Route route, boolean isElsewhere, Request request) {
    if (isElsewhere && route.needsFrontEnd(request.method())) {
      return refusedOrigin(request);
    }
    Route.Endpoint endpoint = route.endpoint(request.method());
    if (endpoint == null) {
      return refusal(request, ErrorCode.METHOD_NOT_ALLOWED)
          .with(List.of(new Header("Allow", route.allow())));
    }
    try {
      return endpoint.handle(request);
    } catch (TmsException e) {
      return Response.problem(e);
    } catch (RuntimeException e) {
      // type and place suffice to find the defect; the message may quote the request
      log.log(Level.ERROR, "defects", e.getClass().getName() + " at " + placeOf(e));
      return refusal(request, ErrorCode.INTERNAL_ERROR);
    }
  }

  private Response refusedOrigin(Request request) {
    events.on(new TmsEvent.RequestRefused(ErrorCode.ORIGIN_REFUSED.wire()));
    refused.tell(request);
    return refusal(request, ErrorCode.ORIGIN_REFUSED);
  }

  /** A page for navigations, a problem document for calls. */
  private Response refusal(Request request, ErrorCode code) {
    return Pages.isNavigation(request)
        ? pages.problem(request, code, null)
        : Response.problem(code);
  }

  /**
   * Refuses a cross-site request to the application's own paths if it changes something or upgrades
   * the protocol: browsers send cookies with a WebSocket handshake, a GET to which CORS does not
   * apply (RFC 6455 section 10.2). Empty for other requests.
   */
  public Optional<Response> crossSiteRefusal(Request request) {
    boolean matters = !Route.isSafe(request.method()) || !request.headers("Upgrade").isEmpty();
    if (!matters || originCheck.accepts(request)) {
      return Optional.empty();
    }
    return Optional.of(withHeaders(refusedOrigin(request), request));
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

    /** Accepts a path with or without base path. */
    static @Nullable String domainIn(String path) {
      int end = path.length() - DOMAIN_SUFFIX.length();
      int slash = end <= 0 ? -1 : path.lastIndexOf('/', end - 1);
      int begin = slash + 1 - DOMAIN_PREFIX.length();
      return begin >= 0 && isOne(path.substring(begin)) ? path.substring(slash + 1, end) : null;
    }
  }
}

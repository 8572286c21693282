package dev.tms.servlet;

import dev.tms.InvalidConfigurationException;
import dev.tms.InvalidConfigurationException.Problem;
import dev.tms.Tms;
import dev.tms.http.Header;
import dev.tms.http.PublicUrl;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.problem.ErrorCode;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Serves the endpoints of a {@link Tms}, and provides the signed-in user to the application on all
 * other requests: {@code getUserPrincipal()}, {@code getRemoteUser()} and {@link TmsSession#of}.
 *
 * <pre>{@code
 * TmsFilter.of(tms).protect("/account/*").addTo(servletContext);
 * }</pre>
 *
 * <p>Alternatively, declare it in {@code web.xml} with the init parameter {@value #CONFIG}, or set
 * only the context parameter of that name. The filter must come before all other filters, be mapped
 * to {@code /*} for the dispatcher types REQUEST, ASYNC and ERROR, and support asynchronous
 * processing; {@link #addTo} takes care of all that.
 *
 * <p>Immutable until the container initializes it, and thread-safe. A request blocks while its
 * session is refreshed. The filter neither uses nor creates an {@code HttpSession}.
 */
public final class TmsFilter implements Filter {
  /** The parameter that names the configuration file: {@value}. */
  public static final String CONFIG = "dev.tms.config";

  /**
   * The parameter that lists the patterns of protected paths, separated by commas or line breaks:
   * {@value}.
   */
  public static final String PROTECT = "dev.tms.protect";

  /**
   * The parameter that lists the patterns of permitted paths, in the format of {@value #PROTECT}:
   * {@value}.
   */
  public static final String PERMIT = "dev.tms.permit";

  /** The parameter that disables the origin check with {@code off}: {@value}. */
  public static final String ORIGIN_CHECK = "dev.tms.origin-check";

  /** The parameter that permits caching of protected responses with {@code off}: {@value}. */
  public static final String NO_STORE = "dev.tms.no-store";

  /** The value of {@code getAuthType()} for signed-in users: {@value}. */
  public static final String AUTH_TYPE = "OIDC";

  static final String NAME = TmsFilter.class.getName();

  private static final String PROTECTED = NAME + ".protected";
  private static final Set<String> OTHERS_HAVE_TOO = Set.of("set-cookie", "vary");

  private final @Nullable Tms given;
  private final Protection protection;
  private volatile @Nullable Service service;
  private volatile @Nullable Tms own;

  /** What serves requests once the filter is set up. */
  private record Service(
      Tms tms, Protection protection, Challenge challenge, TmsSession signedOut) {
    Service(Tms tms, Protection protection) {
      this(tms, protection, new Challenge(tms.publicUrl()), TmsSession.signedOut(tms));
    }
  }

  /**
   * Creates a filter for a container that reads {@code web.xml}. Its service comes from the
   * configuration file that the filter or context parameter {@value #CONFIG} names, and is closed
   * with the filter.
   */
  public TmsFilter() {
    given = null;
    protection = Protection.NONE;
  }

  private TmsFilter(Tms tms, Protection protection) {
    this.given = tms;
    this.protection = protection;
    this.service = new Service(tms, protection);
  }

  /** Creates a filter for this service. The filter does not close the service. */
  public static TmsFilter of(Tms tms) {
    return new TmsFilter(tms, Protection.NONE);
  }

  /**
   * Returns a filter that restricts these paths, relative to the context path, to signed-in users.
   * A pattern is exact ({@code /account}, which also matches {@code /account/}), a prefix ({@code
   * /account/*}, which also matches {@code /account}), an extension ({@code *.do}) or {@code /*}.
   * Patterns are written decoded and are case-sensitive. If any path is protected, requests with an
   * ambiguous path get a 400.
   *
   * <p>On these paths, other sites can neither make requests with side effects nor open a
   * WebSocket: see {@link #withoutOriginCheck}. Responses carry {@code Cache-Control: no-store}
   * (see {@link #withCaching}), {@code X-Content-Type-Options: nosniff} and {@code Referrer-Policy:
   * same-origin}; headers that the application sets take precedence.
   *
   * @throws IllegalArgumentException if a pattern is none of these, or is permitted as well
   * @throws IllegalStateException if a container created this filter
   */
  public TmsFilter protect(String... paths) {
    return with(PROTECT, protection.protect(List.of(paths)));
  }

  /**
   * Returns a filter that opens these paths to everyone although a protected pattern matches them,
   * such as {@code /public/*} below {@code protect("/*")}. A pattern is exact or a prefix; an exact
   * pattern does not match the path with a trailing slash.
   *
   * @throws IllegalArgumentException if a pattern is none of these, or would open a path that
   *     {@link #protect} names
   * @throws IllegalStateException if a container created this filter
   */
  public TmsFilter permit(String... paths) {
    return with(PERMIT, protection.permit(List.of(paths)));
  }

  /**
   * Returns a filter that does not check the origin of requests to protected paths, for
   * applications with their own CSRF protection (RFC 6749 section 10.12). With the check, a request
   * gets a 403 if its method is not GET, HEAD or OPTIONS, or it asks for a WebSocket, and its
   * {@code Sec-Fetch-Site} or {@code Origin} names neither the public URL nor a front end.
   *
   * @throws IllegalStateException if a container created this filter
   */
  public TmsFilter withoutOriginCheck() {
    return with(ORIGIN_CHECK, protection.withoutOriginCheck());
  }

  /**
   * Returns a filter that marks responses of protected paths {@code private} instead of {@code
   * no-store}. Browsers may then show them after the user has signed out.
   *
   * @throws IllegalStateException if a container created this filter
   */
  public TmsFilter withCaching() {
    return with(NO_STORE, protection.withCaching());
  }

  private TmsFilter with(String parameter, Protection changed) {
    Tms tms = given;
    if (tms == null) {
      throw new IllegalStateException(
          "a filter that the container makes is set up by parameters: use " + parameter);
    }
    return new TmsFilter(tms, changed);
  }

  /**
   * Registers this filter before all existing filters, for every path.
   *
   * @throws InvalidConfigurationException if the public URL is not below the context path
   * @throws IllegalStateException if the context already has a {@code TmsFilter} or has started
   */
  public FilterRegistration.Dynamic addTo(ServletContext context) {
    Tms tms = given;
    if (tms != null) {
      requireReachable(tms.publicUrl(), context.getContextPath());
    }
    return register(context, context.addFilter(NAME, this));
  }

  /**
   * Returns the service of this application's filter, for example for {@link Tms#readiness}. If the
   * filter created the service from a configuration file, it also closes it. Undertow initializes
   * filters on the first request.
   *
   * @throws IllegalStateException if no filter of this application has been initialized
   */
  public static Tms service(ServletContext context) {
    if (context.getAttribute(NAME) instanceof Tms tms) {
      return tms;
    }
    throw new IllegalStateException(
        "no TmsFilter has been initialized in the context '" + context.getContextPath() + "'");
  }

  static FilterRegistration.Dynamic register(
      ServletContext context, FilterRegistration.@Nullable Dynamic added) {
    if (added == null) {
      throw new IllegalStateException(
          "there is a TmsFilter in the context '"
              + context.getContextPath()
              + "' already: one filter protects all paths");
    }
    added.setAsyncSupported(true);
    added.addMappingForUrlPatterns(
        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR),
        false,
        "/*");
    return added;
  }

  /**
   * Reads the parameters, and the configuration file unless the filter has a service.
   *
   * @throws InvalidConfigurationException if the configuration is invalid, or the public URL is not
   *     below the context path; lists all problems
   * @throws IllegalArgumentException if a parameter has an invalid value
   * @throws ServletException if no configuration file is named
   */
  @Override
  public void init(FilterConfig config) throws ServletException {
    Parameters parameters = new Parameters(config);
    Protection all = parameters.addTo(protection);
    FilterOrder.secure(config);
    Tms tms = given;
    if (tms == null) {
      tms = parameters.configured(CONFIG);
      own = tms;
    }
    try {
      requireReachable(tms.publicUrl(), config.getServletContext().getContextPath());
    } catch (InvalidConfigurationException e) {
      destroy();
      throw e;
    }
    service = new Service(tms, all);
    config.getServletContext().setAttribute(NAME, tms);
  }

  /** Endpoints outside the context would receive no requests, and no login would complete. */
  private static void requireReachable(PublicUrl publicUrl, String contextPath) {
    if (!(publicUrl.basePath() + "/").startsWith(contextPath + "/")) {
      throw new InvalidConfigurationException(
          List.of(
              new Problem(
                  "publicUrl",
                  publicUrl
                      + " does not lie under the application's context path "
                      + contextPath
                      + ": the path of the public URL includes it")));
    }
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Service ready = service;
    if (ready == null) {
      throw new IllegalStateException("the filter has not been initialized");
    }
    pass(ready, (HttpServletRequest) request, (HttpServletResponse) response, chain);
  }

  /**
   * Endpoints, protection and session are evaluated once per request, not per dispatch: the
   * application decides where it forwards to.
   */
  private static void pass(
      Service service, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Tms tms = service.tms;
    Protection protection = service.protection;
    boolean isProtected = false;
    if (request.getDispatcherType() == DispatcherType.REQUEST) {
      RequestPath path = RequestPath.of(request);
      Request asked = new ServletRequestAdapter(request, path.whole());
      Optional<Response> answer = tms.tryHandle(asked);
      if (answer.isPresent()) {
        write(answer.get(), response);
        return;
      }
      if (!protection.isEmpty() && path.isAmbiguous()) {
        write(Response.problem(ErrorCode.REQUEST_INVALID).with(Protection.OF_REFUSALS), response);
        return;
      }
      isProtected = protection.covers(path);
      Optional<Response> refusal =
          isProtected && protection.checksOrigin() ? tms.crossSiteRefusal(asked) : Optional.empty();
      if (refusal.isPresent()) {
        write(refusal.get(), response);
        return;
      }
    }
    TmsSession session = session(service, request);
    if (isProtected && !session.isSignedIn()) {
      Response answer = service.challenge.to(request, session.reason()).with(session.headers());
      write(answer, response);
      return;
    }
    if (isProtected) {
      request.setAttribute(PROTECTED, true);
    }
    boolean isErrorPage = request.getDispatcherType() == DispatcherType.ERROR;
    HttpServletResponse guarded =
        isProtected || (isErrorPage && request.getAttribute(PROTECTED) != null)
            ? protection.guard(response)
            : response;
    guarded = CookieResponse.guard(guarded, session.headers());
    chain.doFilter(SignedInRequest.wrap(request, guarded, session), guarded);
  }

  private static TmsSession session(Service service, HttpServletRequest request) {
    @Nullable TmsSession known = TmsSession.find(request);
    if (known != null) {
      return known;
    }
    TmsSession session =
        request.getHeader("Cookie") == null
            ? service.signedOut
            : TmsSession.open(service.tms, SessionRequest.of(request));
    request.setAttribute(TmsSession.ATTRIBUTE, session);
    return session;
  }

  /** Writes a complete response of the service, without the container's error pages. */
  static void write(Response answer, HttpServletResponse response) throws IOException {
    response.setStatus(answer.status());
    Set<String> begun = new HashSet<>(OTHERS_HAVE_TOO);
    for (Header header : answer.headers()) {
      if (begun.add(header.name().toLowerCase(Locale.ROOT))) {
        response.setHeader(header.name(), header.value());
      } else {
        response.addHeader(header.name(), header.value());
      }
    }
    byte[] body = answer.body();
    if (body.length > 0) {
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    }
  }

  /** Closes the service if the filter created it. */
  @Override
  public void destroy() {
    Tms made = own;
    own = null;
    if (made != null) {
      made.close();
    }
  }
}

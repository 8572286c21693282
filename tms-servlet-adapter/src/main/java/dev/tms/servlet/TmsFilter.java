package dev.tms.servlet;

import dev.tms.InvalidConfigurationException;
import dev.tms.InvalidConfigurationException.Problem;
import dev.tms.Tms;
import dev.tms.http.PublicUrl;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serves the endpoints of a {@link Tms}, and gives the application the signed-in user of every
 * other request: {@code getUserPrincipal()}, {@code getRemoteUser()} and {@link TmsSession#of}.
 *
 * <pre>{@code
 * TmsFilter.of(tms).protect("/account/*").addTo(servletContext);
 * }</pre>
 *
 * <p>It can also stand in {@code web.xml}, with the init parameter {@value #CONFIG}, or be added by
 * the context parameter of that name alone. It belongs in front of all other filters, mapped to
 * {@code /*} for the dispatcher types REQUEST, ASYNC and ERROR, with asynchronous support; {@link
 * #addTo} sees to all of that.
 *
 * <p>Immutable until the container initializes it, and thread-safe. A request blocks while its
 * session is refreshed. No {@code HttpSession} is used or made.
 */
public final class TmsFilter implements Filter {
  /** The parameter that names the configuration file: {@value}. */
  public static final String CONFIG = "dev.tms.config";

  /**
   * The parameter that lists patterns of protected paths, separated by commas or line breaks:
   * {@value}.
   */
  public static final String PROTECT = "dev.tms.protect";

  /** The parameter that lists patterns of permitted paths, as {@value #PROTECT} does: {@value}. */
  public static final String PERMIT = "dev.tms.permit";

  /** The parameter that is {@code off} where origins are not checked: {@value}. */
  public static final String ORIGIN_CHECK = "dev.tms.origin-check";

  /** The parameter that is {@code off} where caches may keep protected answers: {@value}. */
  public static final String NO_STORE = "dev.tms.no-store";

  /** What {@code getAuthType()} answers for a user who signed in here: {@value}. */
  public static final String AUTH_TYPE = "OIDC";

  static final String NAME = TmsFilter.class.getName();

  private final @Nullable Tms given;
  private final Protection protection;
  private volatile @Nullable Gate gate;
  private volatile @Nullable Tms own;

  /**
   * For containers, which make the filters of {@code web.xml} themselves: the service comes from
   * the configuration file that the parameter {@value #CONFIG} names, of the filter or else of the
   * context, and is closed with the filter.
   */
  public TmsFilter() {
    given = null;
    protection = Protection.NONE;
  }

  private TmsFilter(Tms tms, Protection protection) {
    this.given = tms;
    this.protection = protection;
    this.gate = new Gate(tms, protection);
  }

  /** A filter for this service, which the filter does not close. */
  public static TmsFilter of(Tms tms) {
    return new TmsFilter(tms, Protection.NONE);
  }

  /**
   * The same filter with these paths, below the context path, open to signed-in users only. A
   * pattern is exact ({@code /account}, which also means {@code /account/}), a prefix ({@code
   * /account/*}, which also means {@code /account}), an extension ({@code *.do}) or {@code /*}. It
   * is written decoded and matches with regard to case. As soon as one path is protected, requests
   * whose path could be read in two ways are answered with 400.
   *
   * <p>On these paths a page of another site can make no request that changes something, and open
   * no WebSocket: see {@link #withoutOriginCheck}. Answers have {@code Cache-Control: no-store}
   * (see {@link #withCaching}), {@code X-Content-Type-Options: nosniff} and {@code Referrer-Policy:
   * same-origin}; a header that the application sets wins.
   *
   * @throws IllegalArgumentException if a pattern is none of these, or is permitted as well
   * @throws IllegalStateException if this filter was made by a container
   */
  public TmsFilter protect(String... paths) {
    return with(PROTECT, protection.protect(List.of(paths)));
  }

  /**
   * The same filter with these paths open to everyone, although a protected pattern matches them,
   * such as {@code /public/*} below {@code protect("/*")}. A pattern is exact or a prefix; an exact
   * one does not stand for the same path with a slash behind it.
   *
   * @throws IllegalArgumentException if a pattern is none of these, or would open a path that
   *     {@link #protect} names
   * @throws IllegalStateException if this filter was made by a container
   */
  public TmsFilter permit(String... paths) {
    return with(PERMIT, protection.permit(List.of(paths)));
  }

  /**
   * The same filter without a look at where requests to protected paths come from: for an
   * application with a protection against forged requests of its own (RFC 6749 section 10.12).
   * Otherwise a request gets 403 that has another method than GET, HEAD and OPTIONS, or asks for a
   * WebSocket, and whose {@code Sec-Fetch-Site} or {@code Origin} names neither the public URL nor
   * a front end.
   *
   * @throws IllegalStateException if this filter was made by a container
   */
  public TmsFilter withoutOriginCheck() {
    return with(ORIGIN_CHECK, protection.withoutOriginCheck());
  }

  /**
   * The same filter without {@code no-store} on the answers of protected paths: browsers may then
   * show them after the user has signed out. They still have {@code private}.
   *
   * @throws IllegalStateException if this filter was made by a container
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
   * Adds this filter in front of those that are there, for every path.
   *
   * @throws InvalidConfigurationException if the public URL does not lie under the context path
   * @throws IllegalStateException if there is a {@code TmsFilter} already, or the context has
   *     started
   */
  public FilterRegistration.Dynamic addTo(ServletContext context) {
    Tms tms = given;
    if (tms != null) {
      requireReachable(tms.publicUrl(), context.getContextPath());
    }
    return register(context, context.addFilter(NAME, this));
  }

  /**
   * The service of this application's filter, also where the filter made it from a configuration
   * file: for {@link Tms#readiness}, for example. The filter closes what it made. Undertow
   * initializes filters with the first request, which comes to servlets through the filter.
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
   * Reads the parameters, and the configuration file where the filter has to make its service.
   *
   * @throws InvalidConfigurationException if the configuration is not valid, or the public URL does
   *     not lie under the context path; lists all problems
   * @throws IllegalArgumentException if a parameter has a value that it cannot have
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
    gate = new Gate(tms, all);
    config.getServletContext().setAttribute(NAME, tms);
  }

  /** Endpoints outside of the context would never be asked for, and logins would go nowhere. */
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
    Gate open = gate;
    if (open == null) {
      throw new IllegalStateException("the filter has not been initialized");
    }
    open.pass((HttpServletRequest) request, (HttpServletResponse) response, chain);
  }

  /** Closes the service that the filter made itself; one that was given to it goes on. */
  @Override
  public void destroy() {
    Tms made = own;
    own = null;
    if (made != null) {
      made.close();
    }
  }
}

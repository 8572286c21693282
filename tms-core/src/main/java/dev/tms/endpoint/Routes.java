package dev.tms.endpoint;

import dev.tms.endpoint.Route.Trust;
import dev.tms.event.TmsListener;
import dev.tms.http.FrontEnd;
import dev.tms.http.Origin;
import dev.tms.http.PublicUrl;
import dev.tms.http.ReturnUrls;
import dev.tms.login.Login;
import dev.tms.logout.BackChannelLogout;
import dev.tms.logout.FrontChannelLogout;
import dev.tms.logout.Logout;
import dev.tms.logout.OwnSessions;
import dev.tms.oauth.AllowedValues;
import dev.tms.session.Antiforgery;
import dev.tms.session.Sessions;
import dev.tms.trace.Trace;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The table of endpoints: paths, methods and accepted callers. */
public final class Routes {
  public static final String BACK_CHANNEL_LOGOUT = "/Auth/BackChannelLogout";

  public static final String FRONT_CHANNEL_LOGOUT = "/Auth/FrontChannelLogout";

  public static final String LOGGED_OUT = "/Auth/LoggedOut";

  /** The post-logout redirect URIs: ours, and the default of ASP.NET's OpenID Connect. */
  public static final List<String> SIGNED_OUT = List.of(LOGGED_OUT, "/signout-callback-oidc");

  static final String DOMAIN_PREFIX = "/Auth/Domains/";
  static final String DOMAIN_SUFFIX = "/BeginLogin";
  static final String ANY_SEGMENT = "/*";

  private static final String BEGIN_LOGIN = "/Auth/BeginLogin";
  private static final String LOG_OUT = "/Auth/LogOut";
  private static final String CHECK_SESSION = "/Session/CheckSession";
  private static final String USER = "/Session/User";
  private static final String RETRIEVE_TOKEN = "/Session/RetrieveToken";
  private static final String RETRIEVE_ACCESS_TOKEN = "/Session/RetrieveAccessToken";
  private static final String LIST = "/Session/List";
  private static final String LOG_OUT_EVERYWHERE = "/Session/LogOutEverywhere";

  private static final Set<String> TAKEN =
      Set.of(
          BEGIN_LOGIN,
          LOG_OUT,
          BACK_CHANNEL_LOGOUT,
          FRONT_CHANNEL_LOGOUT,
          CHECK_SESSION,
          USER,
          RETRIEVE_TOKEN,
          RETRIEVE_ACCESS_TOKEN,
          LIST,
          LOG_OUT_EVERYWHERE);

  private final PublicUrl publicUrl;
  private final FrontEnd frontEnd;
  private final ReturnUrls returnUrls;
  private final Antiforgery antiforgery;
  private final @Nullable Trace trace;
  private final TmsListener events;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Map<String, Route> routes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** The trace, if any, covers requests that come from the provider or lead to it. */
  public Routes(
      PublicUrl publicUrl,
      FrontEnd frontEnd,
      ReturnUrls returnUrls,
      Antiforgery antiforgery,
      @Nullable Trace trace,
      TmsListener events,
      InstantSource clock,
      SecureRandom random) {
    this.publicUrl = publicUrl;
    this.frontEnd = frontEnd;
    this.returnUrls = returnUrls;
    this.antiforgery = antiforgery;
    this.trace = trace;
    this.events = events;
    this.clock = clock;
    this.random = random;
  }

  /** Returns whether the path belongs to an endpoint regardless of settings, case-insensitive. */
  public static boolean isTaken(String path) {
    return TAKEN.stream().anyMatch(path::equalsIgnoreCase)
        || isBelow(path, DOMAIN_PREFIX)
        || isBelow(path, LIST + "/");
  }

  private static boolean isBelow(String path, String prefix) {
    return path.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT));
  }

  /** Adds the login endpoints; {@code byForm} allows the response mode {@code form_post}. */
  public Routes login(
      Login login, Map<String, AllowedValues> parameters, String callback, boolean byForm) {
    LoginEndpoints to = new LoginEndpoints(login, returnUrls, parameters);
    Route begin = Route.of("GET", to::begin);
    Route complete = Route.of("GET", to::complete).trusting(Trust.CARRIES_PROOF);
    routes.put(DOMAIN_PREFIX + "*" + DOMAIN_SUFFIX, begin.traced(trace));
    routes.put(BEGIN_LOGIN, begin.and("POST", to::begin).traced(trace));
    routes.put(callback, (byForm ? complete.and("POST", to::complete) : complete).traced(trace));
    return this;
  }

  /** Adds the session endpoints; {@code own} is null if sessions are held in cookies. */
  public Routes sessions(Sessions sessions, @Nullable OwnSessions own, boolean handsOutTokens) {
    String logoutPath = publicUrl.basePath() + LOG_OUT;
    SessionEndpoints to =
        new SessionEndpoints(sessions, own, antiforgery, logoutPath, events, clock, random);
    routes.put(CHECK_SESSION, Route.of("GET", to::check).quick());
    routes.put(USER, guarded("GET", to::user).quick());
    if (handsOutTokens) {
      Route retrieve = Route.of("POST", to::retrieveToken).quick();
      routes.put(RETRIEVE_TOKEN, retrieve);
      routes.put(RETRIEVE_ACCESS_TOKEN, retrieve);
    }
    routes.put(LIST, guarded("GET", to::list));
    routes.put(LIST + ANY_SEGMENT, guarded("DELETE", to::end));
    routes.put(LOG_OUT_EVERYWHERE, guarded("POST", to::endAll));
    return this;
  }

  private static Route guarded(String method, Route.Endpoint endpoint) {
    return Route.of(method, endpoint).trusting(Trust.ALWAYS_FROM_FRONT_END);
  }

  /** Adds the logout endpoints; pages of {@code issuer} may frame the front-channel logout. */
  public Routes logout(
      Logout logout,
      String callback,
      BackChannelLogout back,
      FrontChannelLogout front,
      String issuer) {
    URI provider = URI.create(issuer);
    String origin = Origin.of(provider.getScheme() + "://" + provider.getRawAuthority()).toString();
    LogoutEndpoints to = new LogoutEndpoints(logout, back, front, origin, returnUrls.frontEnd());
    Route loggedOut = Route.of("GET", to::loggedOut).traced(trace);
    Route posted = Route.of("POST", to::backChannel).trusting(Trust.CARRIES_PROOF);
    routes.put(LOG_OUT, Route.of("POST", to::logOut).traced(trace));
    routes.put(callback, loggedOut);
    SIGNED_OUT.forEach(path -> routes.put(path, loggedOut));
    routes.put(BACK_CHANNEL_LOGOUT, posted.traced(trace));
    routes.put(FRONT_CHANNEL_LOGOUT, Route.of("GET", to::frontChannel).traced(trace));
    return this;
  }

  public Router router(String cookieName) {
    return new Router(
        publicUrl.basePath(),
        routes,
        new OriginCheck(frontEnd, publicUrl),
        returnUrls.frontEnd(),
        new RefusedOrigins(publicUrl, clock),
        frontEnd.crossSiteOrigins(publicUrl).isEmpty()
            ? null
            : new ThirdPartyCookies(frontEnd, publicUrl, cookieName),
        events,
        clock);
  }
}

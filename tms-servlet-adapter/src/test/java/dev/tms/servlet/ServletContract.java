package dev.tms.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.Tms;
import dev.tms.contract.RunningService;
import dev.tms.contract.ServiceSetup;
import dev.tms.contract.Site;
import dev.tms.contract.SwitchableStore;
import dev.tms.contract.Variant;
import dev.tms.contract.World;
import dev.tms.policy.SessionHome;
import dev.tms.policy.SessionPolicy;
import dev.tms.testkit.Misbehaviour;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the filter does for an application, the same in every container. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServletContract {
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(10);
  private static final Variant IN_CONTEXT = Variant.below("/shop");
  private static final Variant BELOW_CONTEXT = Variant.below("/shop2/tms");
  private static final Variant BY_HAND = Variant.below("/by-hand");
  private static final Variant LENIENT = Variant.below("/lenient");
  private static final Variant SOCKETS_FIRST = Variant.below("/sockets-first");
  private static final Variant SOCKETS_LAST = Variant.below("/sockets-last");
  private static final Map<String, String> PAGE = Map.of("Accept", "text/html,*/*;q=0.8");
  private static final Map<String, String> SCRIPT = Map.of("Accept", "*/*");

  private final Map<String, TestApp> apps = new HashMap<>();
  private World world;

  abstract Container container() throws Exception;

  @BeforeAll
  final void beginWorld() {
    world = new World(this::start);
  }

  @AfterAll
  final void endWorld() {
    world.close();
  }

  @BeforeEach
  final void everybodyBehaves() {
    world.provider().behave().clearRequests().accessTokenLifetime(TOKEN_LIFE);
    apps.values().forEach(app -> app.during = () -> {});
  }

  private RunningService start(ServiceSetup setup) throws Exception {
    Container container = container();
    Tms tms = setup.build(container.origin());
    String basePath = setup.basePath();
    String contextPath = basePath.replaceFirst("^(/[^/]+).*", "$1");
    TmsFilter filter = TmsFilter.of(tms).protect(TestApp.PROTECTED);
    if (contextPath.equals(LENIENT.basePath())) {
      filter = filter.permit("/account/open/*").withoutOriginCheck().withCaching();
    }
    TestApp app = new TestApp(filter, !contextPath.equals(BY_HAND.basePath()));
    apps.put(basePath, app);
    if (contextPath.startsWith("/sockets-")) {
      container.deployWithSockets(contextPath, app, contextPath.equals(SOCKETS_FIRST.basePath()));
    } else {
      container.deploy(contextPath, app);
    }
    return new FilterOnly.Running(container);
  }

  private Site site() throws Exception {
    return world.site(Variant.PLAIN);
  }

  private TestApp app() throws Exception {
    site();
    return apps.get("");
  }

  private int port() throws Exception {
    return URI.create(site().origin).getPort();
  }

  private static String cookies(TestBrowser browser, Site site) {
    return "Cookie: " + browser.cookies().header(URI.create(site.origin));
  }

  // --- who it is

  @Test
  void anyRequest_signedIn_hasUser() throws Exception {
    Page page = site().signedIn().get(site().at("/who"));

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body())
        .contains(
            "principal=user-alice",
            "remote=user-alice",
            "auth=OIDC",
            "role=false",
            "signedIn=true");
    assertThat(page.body()).contains("name=Alice");
  }

  @Test
  void anyRequest_nameClaimSet_isNamedByIt() throws Exception {
    SessionPolicy named = SessionPolicy.DEFAULT.withNameClaim("name");
    Site site = world.site(new Variant("/named", false, builder -> builder.sessions(named)));

    assertThat(site.signedIn().get(site.at("/who")).body())
        .contains("principal=Alice Example", "remote=Alice Example", "signedIn=true");
  }

  @Test
  void anyRequest_notSignedIn_hasNoUserAndNoCookie() throws Exception {
    Page page = new TestBrowser().get(site().at("/who"));

    assertThat(page.body())
        .contains("principal=null", "remote=null", "auth=null", "signedIn=false", "name=null");
    assertThat(page.headers("Set-Cookie")).isEmpty();
    assertThat(page.header("Cache-Control")).isEmpty();
  }

  @Test
  void accessToken_notSignedIn_saysNoSession() throws Exception {
    assertThat(new TestBrowser().get(site().at("/token")).body()).isEqualTo("no_session");
  }

  @Test
  void accessToken_signedIn_worksAtProvider() throws Exception {
    Page page = site().signedIn().get(site().at("/token"));

    assertThat(world.provider().isAccessTokenLive(page.body())).isTrue();
    assertThat(page.headers("Set-Cookie")).isEmpty();
  }

  @Test
  void anyRequest_damagedCookie_isNobodysAndNoError() throws Exception {
    RawHttp answer =
        RawHttp.get(port(), "/who", "Cookie: tms=AAAA; tms-use=\"; =; ;;; tms.1=%00;\u00ff");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).contains("signedIn=false");
  }

  @Test
  @DisplayName("Lesson 14: after another login, and after a log-out, the previous user is gone")
  void anyRequest_afterOtherLoginOrLogOut_hasNoPreviousUser() throws Exception {
    TestBrowser browser = site().signedIn();

    site().login(browser, "/Auth/BeginLogin?prompt=login", "bob");
    Page asBob = browser.get(site().at("/who"));
    site().logOut(browser);
    Page asNobody = browser.get(site().at("/who"));

    assertThat(asBob.body()).contains("principal=user-bob");
    assertThat(asNobody.body()).contains("principal=null", "signedIn=false");
    assertThat(browser.get(site().at("/account/x"), SCRIPT).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Remote-User: mallory",
        "REMOTE_USER: mallory",
        "X-Remote-User: mallory",
        "X-Forwarded-User: mallory",
        "X_Forwarded_User: mallory",
        "X-Forwarded-Preferred-Username: mallory",
        "OIDC_CLAIM_sub: mallory",
        "OIDC-Claim-Sub: mallory",
        "X-Auth-Request-User: mallory",
        "Authorization: Basic bWFsbG9yeTptYWxsb3J5",
        "Authorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJtYWxsb3J5In0.",
        "User-Agent: kube-probe/1.0",
        "X-User: mallory"
      })
  @DisplayName("Lessons 9, 11, 26 and 29: no identity comes from a header")
  void anyRequest_withIdentityHeader_isNobodys(String header) throws Exception {
    assertThat(RawHttp.get(port(), "/who", header).text())
        .contains("principal=null", "remote=null", "signedIn=false");
    assertThat(RawHttp.get(port(), "/account/x", header).status()).isEqualTo(401);
  }

  @Test
  void anyRequest_neverMakesHttpSession() throws Exception {
    TestBrowser browser = site().signedIn();
    for (String path : List.of("/who", "/account/x", "/async", "/forward", "/missing", "/fail")) {
      browser.get(site().at(path));
      new TestBrowser().get(site().at(path));
    }

    assertThat(app().sessions).hasValue(0);
    assertThat(browser.cookies().find("JSESSIONID")).isEmpty();
  }

  // --- refresh before the application

  @Test
  void anyRequest_tokenDue_isRefreshedBeforeApplicationAndAnswerCommitted() throws Exception {
    TestBrowser browser = site().signedIn();
    String before = browser.get(site().at("/token")).body();
    world.provider().clearRequests();
    world.clock().advance(TOKEN_LIFE);

    Page page = browser.get(site().at("/during"));
    String after = page.body().substring("begun".length()).strip();

    assertThat(after).isNotEqualTo(before);
    assertThat(world.provider().isAccessTokenLive(after)).isTrue();
    assertThat(page.headers("Set-Cookie")).anyMatch(cookie -> cookie.startsWith("tms="));
    assertThat(browser.get(site().at("/token")).body()).isEqualTo(after);
    assertThat(world.provider().count(RequestKind.TOKEN_REFRESH)).isEqualTo(1);
  }

  @Test
  @DisplayName("Lesson 41: an answer that carries cookies of the session is stored by no cache")
  void anyRequest_answerCarriesCookie_isNeverStored() throws Exception {
    TestBrowser browser = site().signedIn();
    world.clock().advance(TOKEN_LIFE);

    Page page = browser.get(site().at("/cache"));

    assertThat(page.headers("Set-Cookie")).isNotEmpty();
    assertThat(page.headers("Cache-Control")).containsExactly("no-store");
    assertThat(page.headers("CDN-Cache-Control")).isEmpty();
    assertThat(page.headers("Expires")).isEmpty();
    assertThat(String.join(",", page.headers("Vary"))).contains("Cookie", "Accept-Language");
  }

  @Test
  void anyRequest_answerCarriesNoCookie_isCachedAsApplicationSays() throws Exception {
    Page page = site().signedIn().get(site().at("/cache"));

    assertThat(page.headers("Set-Cookie")).isEmpty();
    assertThat(page.header("Cache-Control")).contains("public, max-age=600");
    assertThat(page.header("Expires")).isPresent();
  }

  @Test
  void anyRequest_applicationStartsAnswerAnew_keepsCookies() throws Exception {
    TestBrowser browser = site().signedIn();
    world.clock().advance(TOKEN_LIFE);

    Page page = browser.get(site().at("/reset"));

    assertThat(page.headers("Set-Cookie")).contains("app=1").anyMatch(c -> c.startsWith("tms="));
    assertThat(page.headers("Set-Cookie")).doesNotHaveDuplicates();
    assertThat(page.headers("Cache-Control")).containsExactly("no-store");
  }

  @Test
  void anyRequest_providerUnavailable_passesAsSignedInWithoutToken() throws Exception {
    TestBrowser browser = site().signedIn();
    world.clock().advance(TOKEN_LIFE);
    world.provider().always(RequestKind.TOKEN_REFRESH, Misbehaviour.STATUS_500);

    assertThat(browser.get(site().at("/account/x")).body()).contains("principal=user-alice");
    assertThat(browser.get(site().at("/token")).body()).isEqualTo("provider_unavailable");
    world.provider().behave();
    world.clock().advance(Duration.ofMinutes(1));
    assertThat(browser.get(site().at("/token")).body()).doesNotContain("unavailable");
  }

  @Test
  void accessToken_expiresDuringRequest_isRefreshedAndCookieFollows() throws Exception {
    TestBrowser browser = site().signedIn();
    app().during = () -> world.clock().advance(TOKEN_LIFE);
    world.provider().clearRequests();

    Page page = browser.get(site().at("/during"));
    Page next = browser.get(site().at("/token"));

    String renewed = page.body().substring("begun".length()).strip();
    assertThat(world.provider().isAccessTokenLive(renewed)).isTrue();
    assertThat(page.headers("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("tms="));
    assertThat(next.body()).isEqualTo(renewed);
    assertThat(next.headers("Set-Cookie")).anyMatch(cookie -> cookie.startsWith("tms="));
    assertThat(world.provider().count(RequestKind.TOKEN_REFRESH)).isEqualTo(1);
  }

  @Test
  void anyRequest_sessionEndedAtProvider_isNobodysAndClearsCookies() throws Exception {
    TestBrowser browser = site().signedIn();
    world.provider().liveRefreshTokens().forEach(world.provider()::revoke);
    world.clock().advance(TOKEN_LIFE);

    Page page = browser.get(site().at("/account/x"), SCRIPT);

    assertThat(page.status()).isEqualTo(401);
    assertThat(page.json()).containsEntry("code", "session_expired");
    assertThat(page.headers("Set-Cookie")).anyMatch(c -> c.startsWith("tms=;"));
    assertThat(browser.cookies().find("tms")).isEmpty();
  }

  @Test
  void protectedPath_storeOfItsSessionDown_is503AndNobodyIsSentToTheLogin() throws Exception {
    SwitchableStore store = new SwitchableStore(world.clock());
    SessionPolicy held = SessionPolicy.DEFAULT.withHome(SessionHome.STORE);
    Site site = world.site(new Variant("/held", false, b -> b.store(store).sessions(held)));
    TestBrowser browser = site.signedIn();
    store.down();

    Page page = browser.get(site.at("/account/x"), PAGE);

    assertThat(page.status()).isEqualTo(503);
    assertThat(page.json()).containsEntry("code", "store_unavailable");
    assertThat(page.location()).isEmpty();
    assertThat(page.headers("Set-Cookie")).isEmpty();
    store.up();
    assertThat(browser.get(site.at("/account/x"), PAGE).status()).isEqualTo(200);
  }

  // --- dispatches

  @ParameterizedTest
  @CsvSource({
    "/async, ASYNC, 200",
    "/forward, FORWARD, 200",
    "/include, INCLUDE, 200",
    "/missing, ERROR, 404",
    "/fail, ERROR, 500"
  })
  void dispatch_signedIn_keepsUserAndSetsCookiesOnce(String path, String dispatch, int status)
      throws Exception {
    TestBrowser browser = site().signedIn();
    world.clock().advance(TOKEN_LIFE);
    world.provider().clearRequests();

    Page page = browser.get(site().at(path));

    assertThat(page.status()).isEqualTo(status);
    assertThat(page.body())
        .contains("principal=user-alice", "signedIn=true", "dispatch=" + dispatch);
    assertThat(page.headers("Set-Cookie"))
        .doesNotHaveDuplicates()
        .anyMatch(c -> c.startsWith("tms="));
    assertThat(page.headers("Cache-Control")).containsExactly("no-store");
    assertThat(world.provider().count(RequestKind.TOKEN_REFRESH)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"/async, ASYNC", "/forward, FORWARD", "/missing, ERROR"})
  void dispatch_notSignedIn_isNotChallenged(String path, String dispatch) throws Exception {
    Page page = new TestBrowser().get(site().at(path));

    assertThat(page.body()).contains("signedIn=false", "dispatch=" + dispatch);
  }

  @ParameterizedTest
  @CsvSource({"/async, ASYNC", "/forward, FORWARD", "/include, INCLUDE", "/who, REQUEST"})
  void dispatch_filterTwiceAndNotForAsync_keepsUserAndSetsCookiesOnce(String path, String dispatch)
      throws Exception {
    Site site = world.site(BY_HAND);
    TestBrowser browser = site.signedIn();
    world.clock().advance(TOKEN_LIFE);
    world.provider().clearRequests();

    Page page = browser.get(site.at(path));

    assertThat(page.body()).contains("principal=user-alice", "dispatch=" + dispatch);
    assertThat(page.headers("Set-Cookie"))
        .doesNotHaveDuplicates()
        .anyMatch(c -> c.startsWith("tms="));
    assertThat(world.provider().count(RequestKind.TOKEN_REFRESH)).isEqualTo(1);
  }

  @Test
  void asyncWork_signedIn_hasToken() throws Exception {
    Page page = site().signedIn().get(site().at("/async-work"));

    assertThat(world.provider().isAccessTokenLive(page.body())).isTrue();
  }

  // --- protection

  @Test
  @DisplayName("Lesson 24: nothing follows a challenge")
  void protectedPath_notSignedIn_stopsThere() throws Exception {
    int before = app().hits.get();

    Page api = new TestBrowser().get(site().at("/account/secret"), SCRIPT);
    Page navigation = new TestBrowser().get(site().at("/account/secret"), PAGE);

    assertThat(api.status()).isEqualTo(401);
    assertThat(api.header("Content-Type").orElseThrow()).startsWith("application/problem+json");
    assertThat(api.json()).containsEntry("code", "no_session").containsEntry("status", 401L);
    assertThat(api.header("WWW-Authenticate")).isPresent();
    assertThat(navigation.status()).isEqualTo(302);
    assertThat(navigation.body()).isEmpty();
    assertThat(List.of(api, navigation))
        .allMatch(page -> page.headers("Cache-Control").equals(List.of("no-store")))
        .allMatch(page -> page.header("X-App").isEmpty());
    assertThat(app().hits).hasValue(before);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  text/html,                      ,               ,               , 302",
    "GET,  'text/html,application/xhtml+xml,*/*;q=0.8', navigate, ,        , 302",
    "GET,  text/html,                      cors,           ,               , 401",
    "GET,  text/html,                      no-cors,        ,               , 401",
    "GET,  text/html,                      same-origin,    ,               , 302",
    "GET,  application/json,               same-origin,    ,               , 401",
    "GET,  text/html,                      same-origin,    XMLHttpRequest, , 401",
    "GET,  text/html,                      ,               XMLHttpRequest, , 401",
    "GET,  text/html,                      navigate,       ,       prefetch, 401",
    "GET,  text/html,                      navigate,       ,    'prefetch;prerender', 401",
    "GET,  application/json,               ,               ,               , 401",
    "GET,  */*,                            ,               ,               , 401",
    "GET,  ,                               ,               ,               , 401",
    "GET,  application/json,               navigate,       ,               , 401",
    "POST, text/html,                      navigate,       ,               , 401",
    "PUT,  text/html,                      ,               ,               , 401",
    "DELETE, text/html,                    ,               ,               , 401",
    "OPTIONS, text/html,                   ,               ,               , 401",
    "HEAD, text/html,                      navigate,       ,               , 401"
  })
  void protectedPath_notSignedIn_challengesNavigationsWithLogin(
      String method, String accept, String mode, String with, String purpose, int status)
      throws Exception {
    Map<String, String> headers = new HashMap<>();
    putIfGiven(headers, "Accept", accept);
    putIfGiven(headers, "Sec-Fetch-Mode", mode);
    putIfGiven(headers, "X-Requested-With", with);
    putIfGiven(headers, "Sec-Purpose", purpose);

    Page page = new TestBrowser().send(method, site().at("/account/x"), headers, null);

    assertThat(page.status()).isEqualTo(status);
    assertThat(page.header("X-App")).isEmpty();
  }

  private static void putIfGiven(Map<String, String> headers, String name, String value) {
    if (value != null) {
      headers.put(name, value);
    }
  }

  @Test
  void protectedPath_navigation_comesBackAfterLogin() throws Exception {
    TestBrowser browser = new TestBrowser();
    URI page = site().at("/account/d%C3%A9tails?x=1&y=%26%2F");

    Page answer = browser.get(page, PAGE);
    Page end = site().goOn(browser, answer, "alice", "nowhere:");

    assertThat(answer.header("Location"))
        .contains(
            site().publicUrl("/Auth/BeginLogin?returnUrl=")
                + URLEncoder.encode(page.toString(), StandardCharsets.UTF_8));
    assertThat(end.uri()).isEqualTo(page);
    assertThat(end.body()).contains("principal=user-alice");
  }

  @Test
  @DisplayName("Lesson 10: where a browser is sent to comes from the configuration alone")
  void protectedPath_navigationWithForgedHeaders_usesPublicUrl() throws Exception {
    String request =
        "GET /account/x HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n"
            + "X-Forwarded-Proto: https\r\nX-Forwarded-Uri: /public\r\nX-Original-URL: /public\r\n"
            + "X-Rewrite-URL: /public\r\nForwarded: host=evil.example\r\nAccept: text/html\r\n"
            + "Connection: close\r\n\r\n";

    RawHttp answer = RawHttp.exchange(port(), request.getBytes(StandardCharsets.US_ASCII));

    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.header("Location").orElseThrow()).startsWith(site().publicUrl("/Auth/"));
    assertThat(answer.text()).doesNotContain("evil");
  }

  @ParameterizedTest
  @ValueSource(strings = {"q=a%0Ab", "q=a%00b", "q=%ff"})
  void protectedPath_queryThatNoLoginTakes_returnsToPathAlone(String query) throws Exception {
    RawHttp answer = RawHttp.get(port(), "/account/x?" + query, "Accept: text/html");

    assertThat(answer.header("Location").orElseThrow())
        .endsWith(URLEncoder.encode(site().publicUrl("/account/x"), StandardCharsets.UTF_8));
  }

  @Test
  void protectedPath_pathThatNoLoginTakes_returnsToFrontEnd() throws Exception {
    RawHttp answer = RawHttp.get(port(), "/account/a%20b?x=1", "Accept: text/html");

    assertThat(answer.header("Location")).contains(site().publicUrl("/Auth/BeginLogin"));
  }

  @Test
  void protectedPath_veryLongQuery_returnsToPathAlone() throws Exception {
    RawHttp answer = RawHttp.get(port(), "/account/x?q=" + "a".repeat(3000), "Accept: text/html");

    assertThat(answer.header("Location").orElseThrow())
        .endsWith(URLEncoder.encode(site().publicUrl("/account/x"), StandardCharsets.UTF_8));
  }

  @Test
  void protectedPath_idleForTooLong_saysWhy() throws Exception {
    TestBrowser browser = site().signedIn();
    world.clock().advance(Duration.ofHours(2));

    assertThat(browser.get(site().at("/account/x"), SCRIPT).json())
        .containsEntry("code", "idle_timeout");
  }

  @Test
  void protectedPath_signedIn_isKeptFromCachesUnlessApplicationSaysOtherwise() throws Exception {
    TestBrowser browser = site().signedIn();

    Page page = browser.get(site().at("/account/x"));

    assertThat(page.headers("Cache-Control")).containsExactly("no-store");
    assertThat(page.headers("X-Content-Type-Options")).containsExactly("nosniff");
    assertThat(page.headers("Referrer-Policy")).containsExactly("same-origin");
    assertThat(browser.get(site().at("/who")).header("Referrer-Policy")).isEmpty();
    assertThat(browser.get(site().at("/account/cache")).header("Cache-Control"))
        .contains("public, max-age=600");
  }

  @ParameterizedTest
  @CsvSource({"/account/missing, 404", "/account/fail, 500", "/account/reset, 200"})
  void protectedPath_errorPageOrAnswerStartedAnew_keepsItsHeaders(String path, int status)
      throws Exception {
    Page page = site().signedIn().get(site().at(path));

    assertThat(page.status()).isEqualTo(status);
    assertThat(page.headers("Cache-Control")).containsExactly("no-store");
    assertThat(page.headers("X-Content-Type-Options")).containsExactly("nosniff");
    assertThat(page.headers("Referrer-Policy")).containsExactly("same-origin");
  }

  @ParameterizedTest
  @MethodSource("dev.tms.servlet.PathAttacks#protectedPaths")
  void protectedPath_notSignedIn_is401(String target) throws Exception {
    int before = app().hits.get();

    RawHttp answer = RawHttp.get(port(), target);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(app().hits).hasValue(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/json"})
  void protectedPath_signedOut_refusalHasTheHeadersOfProtectedPaths(String accept)
      throws Exception {
    Page page = new TestBrowser().get(site().at("/account/x"), Map.of("Accept", accept));

    assertThat(page.status()).isEqualTo(accept.equals("text/html") ? 302 : 401);
    assertThat(page.headers("Cache-Control")).containsExactly("no-store");
    assertThat(page.headers("X-Content-Type-Options")).containsExactly("nosniff");
    assertThat(page.headers("Referrer-Policy")).containsExactly("same-origin");
  }

  @ParameterizedTest
  @MethodSource("dev.tms.servlet.PathAttacks#ambiguousPaths")
  @DisplayName("Lessons 8 and 12: a path that could be read in two ways reaches nothing")
  void ambiguousPath_anyone_is400(String target) throws Exception {
    int before = app().hits.get();

    RawHttp anonymous = RawHttp.get(port(), target);
    RawHttp navigation = RawHttp.get(port(), target, "Accept: text/html");

    assertThat(anonymous.status()).isEqualTo(400);
    assertThat(navigation.status()).isEqualTo(400);
    assertThat(app().hits).hasValue(before);
  }

  @Test
  void ambiguousPath_signedIn_is400Too() throws Exception {
    TestBrowser browser = site().signedIn();

    assertThat(RawHttp.get(port(), "/account/..;/x", cookies(browser, site())).status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @MethodSource("dev.tms.servlet.PathAttacks#publicPaths")
  void publicPath_notSignedIn_reachesApplication(String target) throws Exception {
    RawHttp answer = RawHttp.get(port(), target);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("X-App")).contains("who");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "HEAD", "OPTIONS", "TRACE", "PATCH", "get", "FOO"})
  void protectedPath_anyMethod_reachesNothing(String method) throws Exception {
    int before = app().hits.get();

    RawHttp answer =
        RawHttp.send(port(), method + " /account/x HTTP/1.1", "X-HTTP-Method-Override: GET");

    assertThat(answer.status()).isBetween(400, 501);
    assertThat(app().hits).hasValue(before);
  }

  // --- WebSockets

  private RawHttp socket(Site site, String path, String... headers) throws IOException {
    URI target = site.at(path);
    return RawHttp.upgrade(target.getPort(), target.getPath(), headers);
  }

  static List<Variant> sockets() {
    return List.of(SOCKETS_FIRST, SOCKETS_LAST);
  }

  @ParameterizedTest
  @MethodSource("sockets")
  @DisplayName("Nothing in the container answers before the filter, in whichever order they start")
  void protectedSocket_notSignedIn_is401(Variant order) throws Exception {
    Site site = world.site(order);
    int before = EchoSocket.OPENED.get();

    RawHttp answer = socket(site, EchoSocket.PROTECTED, "Origin: " + site.origin);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(EchoSocket.OPENED).hasValue(before);
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void protectedSocket_signedInFromOwnPage_isOpened(Variant order) throws Exception {
    Site site = world.site(order);
    String cookies = cookies(site.signedIn(), site);

    RawHttp own = socket(site, EchoSocket.PROTECTED, cookies, "Origin: " + site.origin);
    RawHttp program = socket(site, EchoSocket.PROTECTED, cookies);

    assertThat(own.status()).isEqualTo(101);
    assertThat(program.status()).isEqualTo(101);
  }

  @ParameterizedTest
  @MethodSource("sockets")
  @DisplayName("RFC 6455 section 10.2: a page of another site opens no WebSocket")
  void protectedSocket_signedInFromOtherSite_is403(Variant order) throws Exception {
    Site site = world.site(order);
    int before = EchoSocket.OPENED.get();
    String cookies = cookies(site.signedIn(), site);

    RawHttp other = socket(site, EchoSocket.PROTECTED, cookies, "Origin: https://evil.example");
    RawHttp hidden = socket(site, EchoSocket.PROTECTED, cookies, "Origin: null");

    assertThat(other.status()).isEqualTo(403);
    assertThat(other.header("Cache-Control")).contains("no-store");
    assertThat(hidden.status()).isEqualTo(403);
    assertThat(EchoSocket.OPENED).hasValue(before);
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void publicSocket_anyone_isOpened(Variant order) throws Exception {
    RawHttp answer = socket(world.site(order), EchoSocket.PUBLIC, "Origin: https://evil.example");

    assertThat(answer.status()).isEqualTo(101);
  }

  // --- where a request comes from

  @ParameterizedTest
  @CsvSource({
    "POST,   https://evil.example, cross-site,  403",
    "POST,   null,                 cross-site,  403",
    "POST,   ,                     same-site,   403",
    "DELETE, https://evil.example, ,            403",
    "PUT,    https://evil.example, cross-site,  403",
    "POST,   https://evil.example, none,        200",
    "POST,   null,                 same-origin, 200",
    "POST,   OWN,                  ,            200",
    "POST,   OWN,                  same-origin, 200",
    "POST,   FRONT,                same-site,   200",
    "POST,   ,                     ,            200",
    "GET,    https://evil.example, cross-site,  200",
    "HEAD,   https://evil.example, cross-site,  200"
  })
  void protectedPath_unsafeRequestOfOtherSite_is403(
      String method, String origin, String fetchSite, int status) throws Exception {
    Site site = site();
    List<String> headers = new ArrayList<>(List.of(cookies(site.signedIn(), site)));
    if (origin != null) {
      String own = origin.equals("OWN") ? site.origin : origin;
      headers.add("Origin: " + (origin.equals("FRONT") ? site.frontEndOrigin : own));
    }
    if (fetchSite != null) {
      headers.add("Sec-Fetch-Site: " + fetchSite);
    }
    int before = app().hits.get();

    RawHttp answer =
        RawHttp.send(port(), method + " /account/x HTTP/1.1", headers.toArray(String[]::new));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(app().hits.get() - before).isEqualTo(status == 200 ? 1 : 0);
  }

  @Test
  void publicPath_unsafeRequestOfOtherSite_isTheApplicationsBusiness() throws Exception {
    RawHttp answer =
        RawHttp.send(
            port(), "POST /who HTTP/1.1", "Origin: https://evil.example", "Content-Length: 0");

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void protectedPath_originCheckOff_reachesApplication() throws Exception {
    Site site = world.site(LENIENT);

    RawHttp answer =
        RawHttp.send(
            URI.create(site.origin).getPort(),
            "POST /lenient/account/x HTTP/1.1",
            cookies(site.signedIn(), site),
            "Origin: https://evil.example");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).contains("private");
  }

  @Test
  void permittedPath_belowProtected_isOpen() throws Exception {
    Site site = world.site(LENIENT);

    assertThat(new TestBrowser().get(site.at("/account/open/x")).status()).isEqualTo(200);
    assertThat(new TestBrowser().get(site.at("/account/openx"), SCRIPT).status()).isEqualTo(401);
    assertThat(new TestBrowser().get(site.at("/account/x"), SCRIPT).status()).isEqualTo(401);
    int port = URI.create(site.origin).getPort();
    assertThat(RawHttp.get(port, "/lenient/account/open/..%2fx").status()).isEqualTo(400);
    assertThat(RawHttp.get(port, "/lenient/account/open/../x").status()).isIn(400, 401);
  }

  // --- endpoints

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/Session/CheckSession",
        "/session/checksession",
        "/SESSION/CHECKSESSION",
        "/Session/%43heckSession"
      })
  void endpoint_anyCase_isServed(String path) throws Exception {
    RawHttp answer = RawHttp.get(port(), path);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).contains("isLoggedIn");
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(answer.header("X-App")).isEmpty();
  }

  @Test
  void endpoint_underContextPath_isServedThere() throws Exception {
    Site site = world.site(IN_CONTEXT);

    TestBrowser browser = site.signedIn();

    assertThat(site.isLoggedIn(browser)).isTrue();
    assertThat(browser.get(site.at("/who")).body()).contains("principal=user-alice");
    assertThat(new TestBrowser().get(site.at("/account/x"), SCRIPT).status()).isEqualTo(401);
    assertThat(new TestBrowser().get(site.at("/account/x"), PAGE).header("Location").orElseThrow())
        .startsWith(site.origin + "/shop/Auth/BeginLogin?returnUrl=")
        .endsWith(URLEncoder.encode("/shop/account/x", StandardCharsets.UTF_8));
  }

  @Test
  void endpoint_basePathBelowContextPath_isServedThereAndApplicationBeside() throws Exception {
    Site site = world.site(BELOW_CONTEXT);

    TestBrowser browser = site.signedIn();
    Page application = browser.get(URI.create(site.origin + "/shop2/account/x"));
    Page elsewhere = browser.get(URI.create(site.origin + "/shop2/Session/CheckSession"));

    assertThat(site.isLoggedIn(browser)).isTrue();
    assertThat(application.body()).contains("principal=user-alice");
    assertThat(elsewhere.header("X-App")).contains("who");
  }

  @Test
  void endpoint_largeBody_is413() throws Exception {
    RawHttp answer = post("/Auth/BeginLogin", "CustomerDomain=" + "a".repeat(300_000));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.text()).contains("request_too_large");
  }

  @Test
  void endpoint_formBody_isRead() throws Exception {
    RawHttp answer = post("/Auth/BeginLogin", "CustomerDomain=acme.cloud.com");

    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.header("Location").orElseThrow()).startsWith(world.provider().issuer());
  }

  private RawHttp post(String path, String form) throws IOException, Exception {
    String head =
        "POST %s HTTP/1.1\r\nHost: localhost:%d\r\nConnection: close\r\nContent-Length: %d\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\n\r\n";
    String request = head.formatted(path, port(), form.length()) + form;
    return RawHttp.exchange(port(), request.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void endpoint_wrongMethod_is405AndHasNoErrorPage() throws Exception {
    Page page =
        new TestBrowser().send("DELETE", site().at("/Session/CheckSession"), Map.of(), null);

    assertThat(page.status()).isEqualTo(405);
    assertThat(page.header("Allow")).contains("GET");
    assertThat(page.json()).containsEntry("code", "method_not_allowed");
    assertThat(page.header("X-App")).isEmpty();
  }
}

package dev.tms.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.CapturedLog;
import dev.tms.http.FakeRequest;
import dev.tms.http.FrontEnd;
import dev.tms.http.PublicUrl;
import dev.tms.http.Response;
import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {
  private static final PublicUrl URL = PublicUrl.of("https://shop.example/tms");
  private static final FrontEnd FRONT_END = FrontEnd.at("https://app.shop.example/");

  private static Router router(Route.Endpoint endpoint) {
    Map<String, Route> routes = new HashMap<>();
    routes.put("/Session/CheckSession", Route.of("GET", endpoint));
    routes.put("/INFO", Route.of("GET", endpoint).and("POST", endpoint));
    routes.put(
        "/Auth/Domains/*/BeginLogin",
        Route.of("GET", request -> answer(Router.DomainPath.domainIn(request.path()))));
    return new Router(
        "/tms",
        routes,
        new OriginCheck(FRONT_END, URL),
        FRONT_END.redirectUrl(),
        new RefusedOrigins(URL, InstantSource.system()),
        new ThirdPartyCookies(FRONT_END, URL, "tms"),
        event -> {},
        InstantSource.system());
  }

  @Test
  void handle_cookieThatNeverComesBackFromAnotherSite_isLogged() {
    FrontEnd elsewhere = FrontEnd.at("https://app.other/");
    Response login =
        Response.status(302)
            .header("Location", "https://app.other/home")
            .header("Set-Cookie", "tms=sealed; Path=/; Secure; HttpOnly; SameSite=None")
            .build();
    Router router =
        new Router(
            "/tms",
            Map.of(
                "/callback", Route.of("GET", request -> login),
                "/INFO", Route.of("GET", request -> answer("ok"))),
            new OriginCheck(elsewhere, URL),
            elsewhere.redirectUrl(),
            new RefusedOrigins(URL, InstantSource.system()),
            new ThirdPartyCookies(elsewhere, URL, "tms"),
            event -> {},
            InstantSource.system());
    FakeRequest call = FakeRequest.get("/tms/INFO").header("Origin", "https://app.other");

    try (CapturedLog log = new CapturedLog(ThirdPartyCookies.class)) {
      for (FakeRequest request :
          List.of(
              FakeRequest.get("/tms/callback").header("Accept", "text/html"),
              call.header("Accept", "text/html"), // a navigation, which carries cookies
              call)) {
        assertThat(router.handle(request).status()).isLessThan(400);
      }
      assertThat(log.lines()).singleElement().asString().contains("third-party cookies");
    }
  }

  private static Response answer(String text) {
    return Response.status(200).body("text/plain", String.valueOf(text)).build();
  }

  private static Response get(String path) {
    return router(request -> answer("ok")).handle(FakeRequest.get(path));
  }

  private static String body(Response response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/tms/Session/CheckSession",
        "/TMS/session/checksession",
        "/tms/info",
        "/tms/Auth/Domains/a.b.c/BeginLogin",
        "/Tms/AUTH/DOMAINS/A.B.C/BEGINLOGIN"
      })
  void serves_itsPaths_inAnyCase(String path) {
    assertThat(router(request -> answer("ok")).serves(path)).isTrue();
    assertThat(get(path).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/tms",
        "/tms/",
        "/tmsSession/CheckSession",
        "/Session/CheckSession",
        "/tms/tms/Session/CheckSession",
        "/tms//Session/CheckSession",
        "/tms/Session/CheckSession/",
        "/tms/x/Auth/Domains/a.b.c/BeginLogin",
        "/Auth/Domains/a.b.c/BeginLogin",
        "/tms/Auth/Domains//BeginLogin",
        "/tms/Auth/Domains/a/b/BeginLogin",
        "/tms/Auth/DomainsX/a/BeginLogin",
        "/tms/Auth/Domains/BeginLogin",
        "/tms/\u0130\u0130\u0130\u0130/Auth/Domains/a.b.c/BeginLogin",
        "\u0130tms/INFO",
        "\u0000"
      })
  void serves_otherPaths_not(String path) {
    assertThat(router(request -> answer("ok")).serves(path)).isFalse();
    assertThat(get(path).status()).isEqualTo(404);
  }

  @Test
  void serves_inTurkish_theSame() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr"));
    try {
      assertThat(get("/tms/info").status()).isEqualTo(200);
      assertThat(get("/tms/auth/domains/a.b.c/beginlogin").status()).isEqualTo(200);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void domainIn_withBasePath_isTheDomainAsItStands() {
    assertThat(body(get("/tms/auth/domains/A.b.C/beginlogin"))).isEqualTo("A.b.C");
    assertThat(Router.DomainPath.domainIn("/Auth/Domains/x/BeginLogin")).isEqualTo("x");
    assertThat(Router.DomainPath.domainIn("/tms/Auth/BeginLogin")).isNull();
    assertThat(Router.DomainPath.domainIn("/BeginLogin")).isNull();
    assertThat(Router.DomainPath.domainIn("")).isNull();
  }

  @Test
  void handle_endpointFails_is500WithoutItsMessage() {
    Router router =
        router(
            request -> {
              throw new IllegalStateException("secret of the request");
            });

    Response response = router.handle(FakeRequest.get("/tms/INFO"));

    assertThat(response.status()).isEqualTo(500);
    assertThat(body(response)).contains("internal_error").doesNotContain("secret");
    assertThat(response.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void handle_endpointRefuses_isItsProblem() {
    Router router =
        router(
            request -> {
              throw new TmsException(ErrorCode.REQUEST_TOO_LARGE, "secret of the request");
            });

    Response response = router.handle(FakeRequest.get("/tms/INFO"));

    assertThat(response.status()).isEqualTo(413);
    assertThat(body(response)).contains("request_too_large").doesNotContain("secret");
  }

  @Test
  void handle_wrongMethod_tellsTheRightOnes() {
    Response response =
        router(request -> answer("ok")).handle(FakeRequest.of("DELETE", "/tms/INFO"));

    assertThat(response.status()).isEqualTo(405);
    assertThat(String.valueOf(response.header("Allow")).split(", "))
        .containsExactlyInAnyOrder("GET", "POST");
  }

  private static List<String> linesFor(FakeRequest... requests) {
    Router router = router(request -> answer("ok"));
    try (CapturedLog log = new CapturedLog(RefusedOrigins.class)) {
      for (FakeRequest request : requests) {
        var unused = router.handle(request);
      }
      return log.lines();
    }
  }

  @Test
  void handle_refusedOrigin_isLoggedOnceWithTheKey() {
    FakeRequest post = FakeRequest.post("/tms/INFO");

    List<String> lines =
        linesFor(
            post.header("Origin", "https://spa.example"),
            FakeRequest.of("DELETE", "/tms/info").header("Origin", "https://spa.example"),
            post.header("Origin", "https://app.shop.example"),
            post.header("Origin", "https://other.example"));

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .startsWith("WARNING POST /tms/INFO is not open to origin https://spa.example: ")
        .contains("FrontEnd.FrontEndCorsOrigin", "Server.PublicUrl", "https://shop.example");
    assertThat(lines.get(1)).contains("https://other.example");
  }

  @Test
  void handle_originNull_isAReferrerPolicy() {
    assertThat(linesFor(FakeRequest.post("/tms/INFO").header("Origin", "null")))
        .singleElement()
        .asString()
        .contains("Referrer-Policy")
        .doesNotContain("FrontEndCorsOrigin");
  }

  @Test
  void handle_preflightOrReadOfAnOriginWithoutLeave_isLoggedToo() {
    assertThat(
            linesFor(
                FakeRequest.of("OPTIONS", "/tms/INFO")
                    .header("Origin", "https://spa.example")
                    .header("Access-Control-Request-Method", "POST")))
        .hasSize(1);
    assertThat(
            linesFor(
                FakeRequest.get("/tms/Session/CheckSession")
                    .header("Origin", "https://spa.example")))
        .hasSize(1);
  }

  @Test
  void handle_whatIsNotRefused_isNotLogged() {
    assertThat(
            linesFor(
                FakeRequest.post("/tms/INFO"),
                FakeRequest.post("/tms/INFO").header("Sec-Fetch-Site", "same-origin"),
                FakeRequest.post("/tms/INFO").header("Origin", "https://shop.example"),
                FakeRequest.get("/tms/INFO").header("Sec-Fetch-Site", "cross-site"),
                FakeRequest.get("/elsewhere").header("Origin", "https://spa.example")))
        .isEmpty();
  }

  @Test
  void handle_manyOrigins_areAFewLinesAMinute() {
    FakeRequest[] requests =
        IntStream.range(0, 300)
            .mapToObj(
                i ->
                    FakeRequest.post("/tms/INFO")
                        .header(
                            "Origin", "https://" + i + "x".repeat(i * 10) + "\u00e9 {0}.example"))
            .toArray(FakeRequest[]::new);

    List<String> lines = linesFor(requests);

    assertThat(lines).hasSize(5);
    assertThat(lines).allMatch(line -> line.matches("[ -~]+") && line.length() < 700);
  }

  @Test
  void handle_unsafeFromElsewhere_neverReachesTheEndpoint() {
    Router router =
        router(
            request -> {
              throw new AssertionError("reached");
            });

    Response response =
        router.handle(FakeRequest.post("/tms/INFO").header("Origin", "https://evil.example"));

    assertThat(response.status()).isEqualTo(403);
  }
}

package dev.tms.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.browser.CallSite;
import dev.tms.browser.Cors;
import dev.tms.browser.FrontEnd;
import dev.tms.http.FakeRequest;
import dev.tms.http.PublicUrl;
import dev.tms.http.Response;
import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {
  private static final PublicUrl URL = PublicUrl.of("https://shop.example/tms");
  private static final FrontEnd FRONT_END = FrontEnd.at("https://app.shop.example/");

  private static Router router(Endpoint endpoint) {
    Map<String, Route> routes = new HashMap<>();
    routes.put("/Session/CheckSession", Route.of("GET", endpoint));
    routes.put("/INFO", Route.of("GET", endpoint).and("POST", endpoint));
    return new Router(
        "/tms",
        routes,
        Route.of("GET", request -> answer(Router.DomainPath.domainIn(request.path()))),
        new CallSite(FRONT_END, URL),
        new Cors(FRONT_END),
        event -> {},
        InstantSource.system());
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

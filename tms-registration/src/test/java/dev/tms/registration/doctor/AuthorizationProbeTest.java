package dev.tms.registration.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.http.NetworkSettings;
import dev.tms.registration.doctor.AuthorizationProbe.AuthorizationOutcome;
import dev.tms.registration.doctor.AuthorizationProbe.AuthorizationOutcome.Page;
import dev.tms.registration.doctor.AuthorizationProbe.AuthorizationOutcome.Returned;
import dev.tms.testkit.http.Incoming;
import dev.tms.testkit.http.LoopbackServer;
import dev.tms.testkit.http.Reply;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class AuthorizationProbeTest {
  private static final Duration TIME = Duration.ofSeconds(10);
  private final Map<String, Function<Incoming, Reply>> paths = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> called = new ConcurrentLinkedQueue<>();
  private LoopbackServer server;
  private String base;
  private URI redirectUri;

  @BeforeEach
  void start() {
    server = LoopbackServer.bind(0);
    base = "http://127.0.0.1:" + server.port();
    redirectUri = URI.create(base + "/callback");
    server.serve(
        request -> {
          called.add(request.path());
          return paths
              .getOrDefault(request.path(), r -> Reply.text(404, "text/plain", "none"))
              .apply(request);
        });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void ask_errorInTheQuery_isReturnedAndTheRedirectUriNotCalled() {
    redirect(
        "/authorize",
        base
            + "/callback?error=login_required&error_description=Please+log%20in%1b%5b31m"
            + "&state=s3cr3t&iss=https%3A%2F%2Fid.example");

    assertThat(ask())
        .isEqualTo(
            new Returned(Optional.of("login_required"), Optional.of("Please log in"), false, true));
    assertThat(called).containsExactly("/authorize");
  }

  @Test
  void ask_code_isReturnedWithoutIt() {
    redirect("/authorize", base + "/callback?code=s3cr3t&state=x");

    Returned returned = (Returned) ask();

    assertThat(returned.hasCode()).isTrue();
    assertThat(returned.error()).isEmpty();
    assertThat(returned.toString()).doesNotContain("s3cr3t");
    assertThat(called).doesNotContain("/callback");
  }

  @Test
  void ask_errorInTheFragment_isReturned() {
    redirect("/authorize", base + "/callback#error=unsupported_response_type&state=x");

    assertThat(ask())
        .isEqualTo(
            new Returned(Optional.of("unsupported_response_type"), Optional.empty(), false, false));
  }

  @Test
  void ask_formPost_isReturned() {
    html(
        "/authorize",
        200,
        "<html><body onload='document.forms[0].submit()'><form method=post action='"
            + redirectUri
            + "'><input type=hidden name=error value=invalid_scope>"
            + "<input type=hidden name=error_description value='scope &quot;x&quot;'></form>");

    assertThat(ask())
        .isEqualTo(
            new Returned(Optional.of("invalid_scope"), Optional.of("scope \"x\""), false, false));
    assertThat(called).containsExactly("/authorize");
  }

  @Test
  void ask_malformedEscapes_areTakenAsTheyStand() {
    redirect("/authorize", "/callback?error=server_error&error_description=100% broken");

    assertThat(((Returned) ask()).errorDescription()).contains("100% broken");
  }

  @Test
  void ask_errorPageOfIdentityServer_isAPageWith200() {
    redirect("/authorize", "/home/error?errorId=CfDJ8s3cr3t");
    html(
        "/home/error",
        200,
        "<title>Duende IdentityServer</title><nav>Home</nav><h1>Error</h1><div>Sorry, there was an"
            + " error <strong><em>: unauthorized_client</em></strong></div>"
            + "<div class=request-id>Request Id: 42</div><script src=x.js></script>");

    Page page = (Page) ask();

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.uri()).hasToString(base + "/home/error");
    assertThat(page.text())
        .startsWith("Duende IdentityServer\n")
        .contains("Sorry, there was an error : unauthorized_client");
    assertThat(page.looksLikeLogin()).isFalse();
    assertThat(page.needsScript()).isFalse();
    assertThat(page.toString()).doesNotContain("s3cr3t");
  }

  @Test
  void ask_errorPageOfKeycloak_isAPageWith400() {
    html(
        "/authorize",
        400,
        "<title>Sign in to acme</title><h1 id=kc-page-title>We are sorry...</h1>"
            + "<p class=instruction>Invalid parameter: redirect_uri</p>");

    Page page = (Page) ask();

    assertThat(page.status()).isEqualTo(400);
    assertThat(page.text())
        .isEqualTo("Sign in to acme\nWe are sorry... Invalid parameter: redirect_uri");
    assertThat(page.looksLikeLogin()).isFalse();
  }

  @Test
  void ask_loginThatNeedsItsCookies_isReached() {
    paths.put(
        "/authorize",
        r ->
            Reply.redirect(303, "login?step=1")
                .with("Set-Cookie", "AUTH_SESSION=abc; Path=/; HttpOnly; Secure; SameSite=None")
                .with("Set-Cookie", "other=1; Path=/elsewhere")
                .with("Set-Cookie", "gone=1; Path=/; Max-Age=0")
                .with("Set-Cookie", "foreign=1; Domain=evil.example; Path=/"));
    paths.put(
        "/login",
        r ->
            r.header("cookie").orElse("").equals("AUTH_SESSION=abc")
                ? page(200, "<form><input name=username><input type=password name=p></form>")
                : page(400, "Cookies are required, got " + r.header("cookie")));

    Page page = (Page) ask();

    assertThat(page.text()).isBlank();
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.looksLikeLogin()).isTrue();
  }

  @Test
  void ask_cookies_stayWithTheirHost() {
    paths.put(
        "/authorize",
        r ->
            Reply.redirect(302, "http://localhost:" + server.port() + "/other")
                .with("Set-Cookie", "a=1"));
    paths.put("/other", r -> page(200, "cookies: " + r.header("cookie").orElse("none")));

    assertThat(((Page) ask()).text()).endsWith("cookies: none");
  }

  @Test
  void ask_loginAsAnApp_needsScript() {
    html("/authorize", 200, "<title>Login</title><div id=app></div><script src=a.js></script>");

    Page page = (Page) ask();

    assertThat(page.needsScript()).isTrue();
    assertThat(page.looksLikeLogin()).isFalse();
  }

  @Test
  void ask_pageThatMovesOn_isFollowed() {
    html(
        "/authorize",
        200,
        "<meta http-equiv=refresh content='0;url=/callback?error=x'>Redirecting");

    assertThat(((Returned) ask()).error()).contains("x");
  }

  @Test
  void ask_loop_endsAfterTenRedirects() {
    AtomicInteger count = new AtomicInteger();
    paths.put("/authorize", r -> Reply.redirect(302, "/authorize?n=" + count.incrementAndGet()));

    assertThat(((NotSeen) ask()).detail()).isEqualTo("the provider redirects without end");
    assertThat(count).hasValue(11);
  }

  @Test
  void ask_redirectToAnotherScheme_isToldWithoutTheRest() {
    redirect("/authorize", "javascript:alert('s3cr3t')");
    NotSeen notSeen = (NotSeen) ask();

    assertThat(notSeen.kind()).isEqualTo(NotSeen.Kind.BAD_REDIRECT);
    assertThat(notSeen.detail())
        .isEqualTo(base + "/authorize redirects (302) to an address of the scheme javascript");
  }

  @Test
  void ask_redirectToNowhere_isTold() {
    redirect("/authorize", "http://[broken");

    assertThat(((NotSeen) ask()).kind()).isEqualTo(NotSeen.Kind.BAD_REDIRECT);
  }

  @Test
  void ask_redirectToOurAppScheme_isReturned() {
    redirect("/authorize", "com.example.app:/cb?error=access_denied");

    assertThat(probe(TIME).ask(request(), URI.create("com.example.app:/cb")))
        .isInstanceOfSatisfying(
            Returned.class, returned -> assertThat(returned.error()).contains("access_denied"));
  }

  @Test
  void ask_statusWithoutLocation_isAPage() {
    paths.put("/authorize", r -> Reply.text(302, "text/plain", "where?"));

    assertThat(((Page) ask()).text()).isEqualTo("where?");
  }

  @Test
  void ask_json_isAPageWithItsText() {
    paths.put("/authorize", r -> Reply.json(400, Map.of("error", "invalid_request")));

    Page page = (Page) ask();

    assertThat(page.status()).isEqualTo(400);
    assertThat(page.text()).isEqualTo("{\"error\":\"invalid_request\"}");
  }

  @Test
  void ask_nextHostDown_isNotSeen() {
    redirect("/authorize", "http://127.0.0.1:" + RawServer.freePort() + "/login");

    assertThat(((NotSeen) ask()).kind()).isEqualTo(NotSeen.Kind.REFUSED);
  }

  @Test
  void ask_wholeTimeUsedUp_stops() {
    redirect("/authorize", "/authorize");
    AtomicInteger seconds = new AtomicInteger();
    InstantSource passing = () -> Instant.ofEpochSecond(seconds.getAndIncrement());
    AuthorizationProbe probe =
        new AuthorizationProbe(
            new WebProbe(
                HttpClient.newHttpClient(), NetworkSettings.DEFAULT, InstantSource.system(), TIME),
            passing,
            Duration.ofSeconds(3));

    NotSeen notSeen = (NotSeen) probe.ask(request(), redirectUri);

    assertThat(notSeen.kind()).isEqualTo(NotSeen.Kind.ANSWER_TIMED_OUT);
    assertThat(notSeen.detail()).isEqualTo("no page after 2 redirects within 3000 ms");
    assertThat(called).hasSize(2);
  }

  @Test
  void ask_slowProvider_endsWithTheLimit() throws Exception {
    try (RawServer silent = new RawServer(RawServer.SILENT)) {
      assertThat(
              ((NotSeen) probe(Duration.ofMillis(200)).ask(silent.uri("http"), redirectUri)).kind())
          .isEqualTo(NotSeen.Kind.ANSWER_TIMED_OUT);
    }
  }

  private void redirect(String path, String location) {
    paths.put(path, r -> Reply.redirect(302, location));
  }

  private void html(String path, int status, String html) {
    paths.put(path, r -> page(status, html));
  }

  private static Reply page(int status, String html) {
    return Reply.text(status, "text/html;charset=utf-8", html);
  }

  private URI request() {
    return URI.create(base + "/authorize?client_id=c&state=s3cr3t");
  }

  private AuthorizationOutcome ask() {
    return probe(TIME).ask(request(), redirectUri);
  }

  private static AuthorizationProbe probe(Duration limit) {
    InstantSource clock = InstantSource.system();
    return new AuthorizationProbe(
        new WebProbe(HttpClient.newHttpClient(), NetworkSettings.DEFAULT, clock, TIME),
        clock,
        limit);
  }
}

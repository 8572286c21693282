package dev.tms.demo.nativeclient;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The web view at pages as providers have them. */
final class WebViewTest {
  private static final Account ALICE = new Account("alice", "secret");
  private static final String PASSWORD =
      "<form method=post action=/password><input name=user><input type=password name=pw></form>";

  private final Map<String, String> site = new HashMap<>();
  private final List<String> posted = new CopyOnWriteArrayList<>();
  private final List<String> accepted = new CopyOnWriteArrayList<>();
  private final StringWriter printed = new StringWriter();
  private HttpServer server;
  private WebView view;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    view = view(null);
    site.put("GET /login", "302 " + provider("/authorize"));
    site.put("GET /callback", "302 https://app.example/");
  }

  private WebView view(@Nullable URI frontEnd) {
    Http http =
        new Http(HttpClient.newHttpClient(), new CookieJar(InstantSource.system()), WebView.ACCEPT);
    return new WebView(http, service("/"), frontEnd, new Transcript(new PrintWriter(printed)));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void signIn_identifierFirst_givesTheNameAndThenThePassword() throws Exception {
    site.put("GET /authorize", "<form method=post action=/name><input name=identifier></form>");
    site.put(
        "POST /name", "<form method=post action=/password><input type=password name=pw></form>");
    site.put("POST /password", "302 " + callback());

    assertThat(signIn()).hasToString("https://app.example/");
    assertThat(posted).containsExactly("identifier=alice", "pw=secret");
    assertThat(accepted).allSatisfy(accept -> assertThat(accept).startsWith("text/html"));
  }

  @Test
  void signIn_noPasswordField_givesTheName() throws Exception {
    site.put(
        "GET /authorize", "<form method=post><input name=sub><textarea name=c></textarea></form>");
    site.put("POST /authorize", "302 " + callback());

    assertThat(signIn()).hasToString("https://app.example/");
    assertThat(posted).containsExactly("sub=alice&c=");
  }

  @Test
  void signIn_consentAfterTheLogin_isGiven() throws Exception {
    site.put("GET /authorize", PASSWORD);
    site.put(
        "POST /password",
        "<form method=post action=/consent><input type=checkbox name=scope value=email>"
            + "<button name=a value=no>No</button><button name=a value=yes>Yes</button></form>");
    site.put("POST /consent", "302 " + callback());

    assertThat(signIn()).hasToString("https://app.example/");
    assertThat(posted).containsExactly("user=alice&pw=secret", "scope=email&a=yes");
  }

  @Test
  void signIn_formsOfMethodGet_goIntoTheQuery() throws Exception {
    site.put("GET /authorize", "<form action=/name?old=1><input name=user></form>");
    site.put("GET /name?user=alice", "302 " + callback());

    assertThat(signIn()).hasToString("https://app.example/");
  }

  @Test
  void providerBrowser_signOutThatAsks_isConfirmed() throws Exception {
    site.put(
        "GET /end", "<form method=post><button name=logout value=yes>Sign out</button></form>");
    site.put("POST /end", "302 https://app.example/out?state=s");

    assertThat(
            new ProviderBrowser(HttpClient.newHttpClient(), ALICE)
                .signOut(provider("/end"), URI.create("https://app.example/out")))
        .hasToString("https://app.example/out?state=s");
    assertThat(posted).containsExactly("logout=yes");
  }

  @Test
  void signIn_pageThatLeadsOnByItself_isFollowed() throws Exception {
    site.put("GET /authorize", "<meta http-equiv=refresh content='0;url=/real'>");
    site.put("GET /real", PASSWORD);
    site.put("POST /password", "302 " + callback());

    assertThat(signIn()).hasToString("https://app.example/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<title>Sign in</title><div id=root></div><script src=app.js></script>",
        "<title>Sign in</title><noscript>Enable JavaScript to run this app.</noscript>",
        "<title>Sign in</title><form><button type=button>Go</button></form><script>1</script>"
      })
  void signIn_pageMadeByScripts_saysThatItNeedsJavaScript(String body) {
    site.put("GET /authorize", body);

    assertThatThrownBy(this::signIn)
        .isInstanceOf(ClientFailure.class)
        .hasMessageStartingWith("the page needs JavaScript, which does not run here: ")
        .hasMessageContaining("/authorize answered 200 (Sign in)");
  }

  @Test
  void signIn_pageWithoutForms_saysThatThereIsNoWayOn() {
    site.put("GET /authorize", "<title>Sorry</title>");

    assertThatThrownBy(this::signIn).hasMessageContaining("no login form and no way on");
  }

  @Test
  void signIn_endsElsewhere_saysWhere() {
    site.put("GET /authorize", "302 " + callback());

    assertThatThrownBy(
            () -> view(URI.create("https://other.example/")).signIn(service("/login"), ALICE))
        .hasMessage("the login ends at https://app.example/, not below https://other.example/");
  }

  @Test
  void signIn_pageWithoutForms_adviceIsApartFromTheReason() {
    site.put("GET /authorize", "<title>Sorry</title>");

    assertThatThrownBy(this::signIn)
        .hasMessageNotContaining("--")
        .isInstanceOfSatisfying(
            ClientFailure.class,
            failure -> assertThat(failure.withAdvice()).contains("; --url must be"));
  }

  @Test
  void signIn_aCodeIsAskedFor_saysSo() {
    site.put("GET /authorize", PASSWORD);
    site.put("POST /password", "<title>Code</title><form method=post><input name=otp></form>");

    assertThatThrownBy(this::signIn)
        .hasMessageStartingWith("the provider asks for more than user name and password: otp; ");
  }

  @Test
  void signIn_nameAskedForAgain_saysThatItWasNotAccepted() {
    site.put("GET /authorize", "<form method=post><input name=user></form>");
    site.put("POST /authorize", "<form method=post><input name=user></form>");

    assertThatThrownBy(this::signIn).hasMessage("the provider did not accept the user name");
  }

  @Test
  void signIn_passwordAskedForAgain_saysThatItWasNotAccepted() {
    site.put("GET /authorize", PASSWORD);
    site.put("POST /password", PASSWORD);

    assertThatThrownBy(this::signIn)
        .hasMessage("the provider did not accept user name and password");
  }

  @Test
  void signIn_consentWithoutEnd_ends() {
    site.put("GET /authorize", "<form method=post><button>Agree</button></form>");
    site.put("POST /authorize", "<form method=post><button>Agree</button></form>");

    assertThatThrownBy(this::signIn).hasMessageStartingWith("no end after ");
  }

  @Test
  void signOut_providerAsks_isConfirmed() throws Exception {
    site.put(
        "GET /end",
        "<form id=f method=post action=/confirm></form><button form=f name=no>No</button>"
            + "<button form=f name=logout value=yes>Yes, sign me out</button>");
    site.put("POST /confirm", "302 " + service("/Auth/LoggedOut"));
    site.put("GET /Auth/LoggedOut", "302 https://app.example/");

    Answer last = view.signOut(provider("/end"), ALICE);

    assertThat(view.isServices(last)).isTrue();
    assertThat(posted).containsExactly("logout=yes");
  }

  @Test
  void signOut_endsAtAPageOfTheProvider_isNotTheServices() throws Exception {
    site.put("GET /end", "<title>Good bye</title>");

    assertThat(view.isServices(view.signOut(provider("/end"), ALICE))).isFalse();
  }

  @Test
  void isAskedAgain_loginForm_isTrue() throws Exception {
    site.put("GET /authorize", PASSWORD);

    assertThat(view.isAskedAgain(service("/login"))).isTrue();
  }

  @Test
  void isAskedAgain_serviceIsInTrouble_fails() {
    site.put("GET /login", "503 <title>Later</title>");

    assertThatThrownBy(() -> view.isAskedAgain(service("/login")))
        .hasMessageContaining("the login did not begin: ");
  }

  @Test
  void wasAsked_providerKnowsTheUser_isFalse() throws Exception {
    site.put("GET /authorize", "302 " + callback());

    signIn();

    assertThat(view.wasAsked()).isFalse();
  }

  @Test
  void isAskedAgain_codeComesAtOnce_isFalseAndTheCodeIsNotDelivered() throws Exception {
    site.put("GET /authorize", "302 " + callback());
    site.put("GET /callback", "500 must not be asked for");

    assertThat(view.isAskedAgain(service("/login"))).isFalse();
    assertThat(printed.toString()).doesNotContain("/callback");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<form method=post action=/consent><button>Agree</button></form>",
        "<form method=post action=/callback><input type=hidden name=code value=c></form>"
            + "<script>document.forms[0].submit()</script>"
      })
  void isAskedAgain_nothingButConsentOrAnAnswer_isFalse(String body) throws Exception {
    site.put("GET /authorize", body);

    assertThat(view.isAskedAgain(service("/login"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {307, 308})
  void signIn_formIsToBeSentAgain_saysWhere(int status) {
    site.put("GET /authorize", PASSWORD);
    site.put("POST /password", status + " https://id.example/password?x=secret");

    assertThatThrownBy(this::signIn)
        .isInstanceOf(ClientFailure.class)
        .hasMessageContaining("a form is to be sent again to another address")
        .hasMessageContaining(
            "answered " + status + "; it redirects to https://id.example/password.")
        .hasMessageNotContaining("x=secret");
    assertThat(posted).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 307, 308})
  void run_serviceRedirects_saysWhichUrlToTake(int status) {
    site.put("GET /Session/CheckSession", status + " https://tms.example/Session/CheckSession");

    assertThatThrownBy(
            () ->
                new NativeClient(
                        service("/"), null, HttpClient.newHttpClient(), new PrintWriter(printed))
                    .run(null, ALICE))
        .isInstanceOf(ClientFailure.class)
        .hasMessageContaining("answered " + status + ", must be 200")
        .hasMessageContaining("redirects to https://tms.example/Session/CheckSession")
        .isInstanceOfSatisfying(
            ClientFailure.class,
            failure -> assertThat(failure.withAdvice()).contains("; --url must be"));
  }

  private URI signIn() throws ClientFailure {
    return view.signIn(service("/login"), ALICE);
  }

  /** Two names of one machine: to a browser two sites. */
  private URI service(String path) {
    return URI.create("http://localhost:" + server.getAddress().getPort() + path);
  }

  private URI provider(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private URI callback() {
    return service("/callback?code=c&state=s");
  }

  private void answer(HttpExchange exchange) throws IOException {
    accepted.add(String.join(",", exchange.getRequestHeaders().getOrDefault("Accept", List.of())));
    if (exchange.getRequestMethod().equals("POST")) {
      posted.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    }
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    String answer = site.get(request);
    answer = answer == null ? site.get(request.split("\\?", 2)[0]) : answer;
    int status = 200;
    if (answer == null) {
      status = 404;
      answer = "";
    } else if (answer.matches("\\d{3} .*")) {
      status = Integer.parseInt(answer.substring(0, 3));
      answer = answer.substring(4);
    }
    if (status / 100 == 3) {
      exchange.getResponseHeaders().set("Location", answer);
    }
    byte[] body = answer.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}

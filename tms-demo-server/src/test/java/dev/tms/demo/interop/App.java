package dev.tms.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.tms.demo.Await;
import dev.tms.testkit.browser.JarCookie;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A native app with a jar of its own and a web view, step by step, where tests look at what happens
 * between the steps.
 */
final class App {
  private static final String ANTIFORGERY = "tms-csrf";

  private final RunningTms tms;
  private final TestBrowser own = new TestBrowser();
  private final TestBrowser webView = new TestBrowser();
  private String verificationToken = "";

  App(RunningTms tms) {
    this.tms = tms;
  }

  /** An app whose user, with a password of the same text, has signed in. */
  static App signedIn(RunningTms tms, String user) {
    return signedIn(tms, new SignIn(user, user));
  }

  /** An app whose user has signed in, in the contract's order of calls. */
  static App signedIn(RunningTms tms, SignIn user) {
    App app = new App(tms);
    Page end = app.signIn("/Auth/BeginLogin", user);
    assertThat(end.location()).hasValue(URI.create(tms.frontEnd()));
    return app;
  }

  TestBrowser webView() {
    return webView;
  }

  /** From the first look to the copied cookies; the answer leads to the front end. */
  Page signIn(String path, String user) {
    return signIn(path, new SignIn(user, user));
  }

  /** As {@link #signIn(String, String)}, on the pages of some provider. */
  Page signIn(String path, SignIn user) {
    verificationToken =
        (String)
            own.get(tms.url() + "/Session/CheckSession").json().get("requestVerificationToken");
    own.cookies().copyTo(webView.cookies());
    Page end = user.open(webView, tms.url() + path, tms.frontEnd());
    webView.cookies().copyTo(own.cookies());
    return end;
  }

  boolean isLoggedIn() {
    return isLoggedIn(own);
  }

  /** Whether another browser is signed in. */
  boolean isLoggedIn(TestBrowser browser) {
    return (boolean) browser.get(tms.url() + "/Session/CheckSession").json().get("isLoggedIn");
  }

  /** RetrieveToken with the verification token from before the login. */
  Page retrieveToken(String query) {
    return retrieveToken(own, query);
  }

  /** A browser with a copy of the app's cookies as they are now. */
  TestBrowser copy() {
    TestBrowser copy = new TestBrowser();
    own.cookies().copyTo(copy.cookies());
    return copy;
  }

  /** RetrieveToken with the cookies of another browser. */
  Page retrieveToken(TestBrowser browser, String query) {
    return browser.send(
        "POST",
        URI.create(tms.url() + "/Session/RetrieveToken" + query),
        Map.of("RequestVerificationToken", verificationToken),
        null);
  }

  /** The access token that RetrieveToken hands out. */
  String accessToken() {
    Page answer = retrieveToken("");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return (String) answer.json().get("accessToken");
  }

  /** The user's claims. */
  Page user() {
    return own.get(
        URI.create(tms.url() + "/Session/User"),
        Map.of("RequestVerificationToken", verificationToken));
  }

  /** LogOut as a native app sends it: neither origin nor verification token. */
  Page logOut() {
    return own.post(tms.url() + "/Auth/LogOut", Map.of());
  }

  /** Follows a log-out in the web view, through the provider's to the front end. */
  Page follow(Page logOut) {
    return webView.followUntil(webView.get(logOut.location().orElseThrow()), tms.frontEnd());
  }

  /** LogOut, and what a web view then does at the provider. */
  void logOutEverywhere() {
    follow(logOut());
  }

  /** The service's cookies that the app holds. */
  List<JarCookie> cookies() {
    return own.cookies().all().stream().filter(c -> c.name().startsWith("tms")).toList();
  }

  /** What the session weighs: its cookies' values together. */
  int sessionBytes() {
    return cookies().stream()
        .filter(cookie -> !cookie.name().equals(ANTIFORGERY))
        .mapToInt(cookie -> cookie.value().length())
        .sum();
  }

  /** Lets real time pass until the token has expired, by its own word. */
  static void awaitExpiry(String accessToken) {
    Instant expiry = expiry(accessToken);
    Await.until(
        "the access token has expired",
        Duration.ofSeconds(Realm.ACCESS_TOKEN_SECONDS + 5),
        () -> Instant.now().isAfter(expiry));
  }

  static Instant expiry(String accessToken) {
    try {
      return SignedJWT.parse(accessToken).getJWTClaimsSet().getExpirationTime().toInstant();
    } catch (ParseException e) {
      throw new IllegalStateException("the access token is no JWT", e);
    }
  }
}

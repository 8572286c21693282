package dev.tms.demo.nativeclient;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A native app that uses a token management service. It never sees passwords, codes or refresh
 * tokens, and only holds cookies, a verification token and a short-lived access token. Not
 * thread-safe.
 */
public final class NativeClient {
  private static final int MOST_REDIRECTS = 50;

  private final URI service;
  private final Http app;
  private final WebView webView;
  private final Transcript transcript;

  /**
   * Creates an app with empty cookie jars. Without {@code frontEnd}, logins end at the redirect of
   * the service's callback. {@code http} must not follow redirects.
   */
  public NativeClient(URI service, @Nullable URI frontEnd, HttpClient http, PrintWriter out) {
    String url = service.toString();
    this.service = URI.create(url.endsWith("/") ? url : url + "/");
    this.transcript = new Transcript(out);
    this.app = new Http(http, new CookieJar(InstantSource.system()), "");
    Http view = new Http(http, new CookieJar(InstantSource.system()), WebView.ACCEPT);
    this.webView = new WebView(view, this.service, frontEnd, transcript);
  }

  /**
   * Signs in, retrieves tokens, signs out, and checks that the session no longer works. Without
   * {@code domain}, the login has no customer domain.
   */
  public void run(@Nullable String domain, Account account) throws ClientFailure {
    long begin = System.nanoTime();
    // this verification token stays valid through the login
    String verificationToken = checkSession(false);

    signIn(domain, account);
    checkSession(true);

    String token = retrieveToken("Retrieve a token", verificationToken);
    String again = retrieveToken("Retrieve a token again", verificationToken);
    transcript.result(
        token.equals(again) ? "the same token: it is still good" : "a new token already");

    Optional<URI> provider = logOut();
    mustBeRefused("Retrieve a token after the log-out", app, verificationToken);
    // the web view keeps its cookies, so the service must know that the session ended
    mustBeRefused("Retrieve a token with the web view's copy", webView.http(), verificationToken);
    signOutAtProvider(provider, domain, account);
    double seconds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1000.0;
    transcript.result(
        String.format(
            Locale.ROOT, "all %d steps as they must be, %.1f s", transcript.steps(), seconds));
  }

  private String checkSession(boolean signedIn) throws ClientFailure {
    Answer answer = app.get(service.resolve("Session/CheckSession"));
    transcript.step("Check session", answer);
    JsonNode session = expect(200, answer).json();
    boolean isLoggedIn = session.path("isLoggedIn").asBoolean(false);
    String token = session.path("requestVerificationToken").asText("");
    if (token.isEmpty()) {
      throw new ClientFailure(answer + " without a requestVerificationToken");
    }
    if (isLoggedIn != signedIn) {
      throw new ClientFailure("isLoggedIn is " + isLoggedIn + ", must be " + signedIn);
    }
    String domain = session.path("workspaceDomain").asText("");
    String where = domain.isEmpty() || domain.equals("null") ? "" : ", at " + domain;
    transcript.result(
        signedIn ? "signed in" + where : "signed out; the verification token is kept");
    return token;
  }

  private void signIn(@Nullable String domain, Account account) throws ClientFailure {
    transcript.step("Sign in");
    app.cookies().copyTo(webView.cookies(), service);
    URI frontEnd = webView.signIn(beginLogin(domain), account);
    String query = frontEnd.getQuery();
    if (query != null && ("&" + query).contains("&error=")) {
      throw new ClientFailure("the login failed: " + query);
    }
    int copied = webView.cookies().copyTo(app.cookies(), service);
    transcript.result(copied + " cookies copied from the web view");
  }

  private String retrieveToken(String title, String verificationToken) throws ClientFailure {
    Answer answer = postForToken(app, verificationToken);
    transcript.step(title, answer);
    JsonNode json = expect(200, answer).json();
    String token = json.path("accessToken").asText("");
    if (token.isEmpty() || !json.path("expiresIn").canConvertToInt()) {
      throw new ClientFailure(answer + " without accessToken or expiresIn");
    }
    transcript.result(
        "an access token of "
            + token.length()
            + " characters, for "
            + json.path("expiresIn").asInt()
            + " s, with scope "
            + json.path("scope").asText("-"));
    return token;
  }

  /**
   * A native app sends neither {@code Origin} nor a verification token here, and its HTTP client
   * follows redirects, as .NET's does, so the final response must be a success. Returns the address
   * that ends the provider's session, if any.
   */
  private Optional<URI> logOut() throws ClientFailure {
    Answer first = app.post(service.resolve("Auth/LogOut"), Map.of());
    transcript.step("Log out", first);
    Answer last = first;
    for (int i = 0; i < MOST_REDIRECTS && last.redirect().isPresent(); i++) {
      URI next = last.redirect().get();
      if (last.uri().getScheme().equals("https") && next.getScheme().equals("http")) {
        transcript.result("a redirect from https to http, which .NET does not follow");
        return first.redirect();
      }
      last = app.get(next);
      transcript.request(last, "");
    }
    expect(200, last);
    return first.redirect();
  }

  private void mustBeRefused(String title, Http cookies, String verificationToken)
      throws ClientFailure {
    Answer answer = postForToken(cookies, verificationToken);
    transcript.step(title, answer);
    expect(401, answer);
    transcript.result("refused, as it must be: " + answer.problem());
  }

  /** Otherwise the provider would sign the next user of the web view in as this one. */
  private void signOutAtProvider(Optional<URI> endSession, @Nullable String domain, Account account)
      throws ClientFailure {
    transcript.step("Sign out at the provider");
    if (endSession.isPresent()) {
      Answer last = webView.signOut(endSession.get(), account);
      transcript.request(last, "");
      if (last.status() >= 400) {
        throw new ClientFailure(
            "the sign-out did not reach the provider: " + last + " (" + last.problem() + ")");
      }
      if (!webView.isServices(last)) {
        transcript.result(
            "the way back from the provider is missing: it ends at "
                + Answer.place(last.uri())
                + " ("
                + last.problem()
                + ")");
      }
    } else {
      transcript.result("LogOut does not lead to the provider");
    }
    if (!webView.wasAsked()) {
      transcript.result("the provider never asked who the user is: its own session cannot be seen");
    } else if (webView.isAskedAgain(beginLogin(domain))) {
      transcript.result("the provider asks again who the user is");
    } else {
      String goesOn =
          "the sign-out did not reach the provider: it goes on without asking who the user is";
      if (endSession.isPresent()) {
        throw new ClientFailure(goesOn);
      }
      transcript.result(goesOn);
    }
  }

  private URI beginLogin(@Nullable String domain) {
    return service.resolve(
        domain == null ? "Auth/BeginLogin" : "Auth/Domains/" + domain + "/BeginLogin");
  }

  private Answer postForToken(Http http, String verificationToken) throws ClientFailure {
    return http.post(
        service.resolve("Session/RetrieveToken"),
        Map.of("RequestVerificationToken", verificationToken));
  }

  private static Answer expect(int status, Answer answer) throws ClientFailure {
    if (answer.status() != status) {
      String hint = answer.hint();
      throw new ClientFailure(
          answer + ", must be " + status + "; the problem's code: " + answer.problem() + hint,
          hint.isEmpty() ? "" : Answer.ADVICE);
    }
    return answer;
  }
}

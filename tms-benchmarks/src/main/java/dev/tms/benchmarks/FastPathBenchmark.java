package dev.tms.benchmarks;

import dev.tms.Tms;
import dev.tms.http.FrontEnd;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.Provider;
import dev.tms.session.SampleSession;
import dev.tms.session.SealedRoom;
import dev.tms.session.Session;
import dev.tms.token.AccessToken;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whole requests of a session in cookies whose access token is good: header fields in, an answer
 * out, no provider asked, nothing written.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FastPathBenchmark {
  private final Tms tms;
  private final Request retrieveToken;
  private final Request checkSession;
  private final Request page;
  private final Request signedOut;

  /** Signs a user in, without a provider: the cookies are sealed here, under the same keys. */
  public FastPathBenchmark() {
    SealedRoom room = new SealedRoom();
    tms =
        Tms.builder()
            .publicUrl(SealedRoom.ORIGIN)
            .provider(Provider.discover(KeycloakTokens.ISSUER))
            .client(KeycloakTokens.CLIENT, ClientSecret.of("not used"))
            .keys(room.keys)
            .frontEnd(FrontEnd.at(Browser.FRONT_END + "/"))
            .build();
    Session session = SampleSession.KEYCLOAK.begin(Instant.now(), room.hash.primaryId());
    Browser browser = new Browser(tms);
    browser.keep(room.cookies(session).stream().map(cookie -> cookie.header()).toList());
    browser.checkSession();
    browser.send(browser.call("POST", "/Session/RetrieveToken")); // sets the last-use cookie
    retrieveToken = browser.call("POST", "/Session/RetrieveToken");
    checkSession = browser.call("GET", "/Session/CheckSession");
    page = browser.call("GET", "/account");
    signedOut = new PlainRequest("POST", "/Session/RetrieveToken", null, Map.of());
    requirePlain(retrieveToken);
    requirePlain(checkSession);
  }

  private void requirePlain(Request request) {
    Response answer = tms.handle(request);
    if (answer.status() != 200 || answer.header("Set-Cookie") != null) {
      throw new IllegalStateException(
          request.path() + " is not on the fast path: " + answer.status());
    }
  }

  /** The access token, on its way to the front end. */
  @Benchmark
  public Response retrieveToken() {
    return tms.handle(retrieveToken);
  }

  /** Whether a user is signed in; makes a new antiforgery token. */
  @Benchmark
  public Response checkSession() {
    return tms.handle(checkSession);
  }

  /** What the servlet filter does before an application's page, and the application for its API. */
  @Benchmark
  public AccessToken session() {
    return tms.session(page).accessToken();
  }

  /** A request without a cookie: 401. */
  @Benchmark
  public Response signedOut() {
    return tms.handle(signedOut);
  }

  /** Ends the service. */
  @TearDown
  public void close() {
    tms.close();
  }
}

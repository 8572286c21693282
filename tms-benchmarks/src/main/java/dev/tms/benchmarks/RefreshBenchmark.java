package dev.tms.benchmarks;

import dev.tms.Tms;
import dev.tms.http.FrontEnd;
import dev.tms.http.Response;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.Provider;
import dev.tms.policy.SessionPolicy;
import dev.tms.session.SealedRoom;
import dev.tms.testkit.AccessTokenFormat;
import dev.tms.testkit.ManualClock;
import dev.tms.testkit.TestClient;
import dev.tms.testkit.TestProvider;
import dev.tms.testkit.browser.TestBrowser;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * {@code RetrieveToken} of a session whose access token has expired: the claim in the ledger, the
 * token request over HTTP to a provider in the same process, its checks, the publication, the new
 * cookies. The provider's own work is in it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class RefreshBenchmark {
  private static final String CLIENT = "shop";
  private static final Duration TOKEN_LIFE = Duration.ofSeconds(10);
  private static final Duration LONG = Duration.ofDays(399);

  /** What the provider issues: signing a JWT takes most of its time. */
  public enum Answer {
    /** An access token and an ID token, both signed with RS256. */
    SIGNED,
    /** Random texts, and no ID token. */
    OPAQUE
  }

  /** What the provider issues. */
  @Param public Answer answer;

  private ManualClock clock;
  private TestProvider provider;
  private Tms tms;
  private Browser browser;

  /** Signs alice in. */
  @Setup
  public void signIn() {
    clock = new ManualClock();
    boolean signed = answer == Answer.SIGNED;
    provider =
        TestProvider.builder()
            .clock(clock)
            .accessTokenLifetime(TOKEN_LIFE)
            .accessTokenFormat(signed ? AccessTokenFormat.JWT : AccessTokenFormat.OPAQUE)
            .idTokenOnRefresh(signed)
            .client(
                TestClient.confidential(CLIENT, "secret")
                    .redirectUri(SealedRoom.ORIGIN + "/callback")
                    .build())
            .start();
    tms =
        Tms.builder()
            .publicUrl(SealedRoom.ORIGIN)
            .provider(Provider.discover(provider.issuer()))
            .client(CLIENT, ClientSecret.of("secret"))
            .scopes("openid", "profile", "email", "offline_access")
            .keys(new SealedRoom().keys)
            .frontEnd(FrontEnd.at(Browser.FRONT_END + "/"))
            .sessions(SessionPolicy.DEFAULT.withLifetime(Duration.ofMinutes(20), LONG))
            .clock(clock)
            .build();
    browser = new Browser(tms);
    Response begin = browser.send(browser.navigation(URI.create("/Auth/BeginLogin")));
    URI callback =
        new TestBrowser()
            .login(
                String.valueOf(begin.header("Location")),
                "alice",
                "alice",
                SealedRoom.ORIGIN + "/callback")
            .location()
            .orElseThrow();
    browser.send(browser.navigation(callback));
    browser.checkSession();
  }

  /** Forgets what the provider has written down of the requests before. */
  @Setup(Level.Iteration)
  public void clearRequests() {
    provider.clearRequests();
  }

  /** One refresh, won. */
  @Benchmark
  public Response refresh() {
    clock.advance(TOKEN_LIFE.plusSeconds(1));
    Response response = browser.send(browser.call("POST", "/Session/RetrieveToken"));
    if (response.status() != 200 || response.header("Set-Cookie") == null) {
      throw new IllegalStateException("not refreshed: " + response.status());
    }
    return response;
  }

  /** Ends service and provider. */
  @TearDown
  public void close() {
    tms.close();
    provider.close();
  }
}

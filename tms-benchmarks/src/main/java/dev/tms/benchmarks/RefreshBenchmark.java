package dev.tms.benchmarks;

import dev.tms.Tms;
import dev.tms.http.Response;
import dev.tms.session.SealedRoom;
import dev.tms.testkit.ManualClock;
import dev.tms.testkit.TestProvider;
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
  private static final Duration TOKEN_LIFE = Duration.ofSeconds(10);

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
    provider = Site.provider(clock, TOKEN_LIFE, signed);
    tms = Site.node(provider, clock, new SealedRoom().keys).build();
    browser = new Browser(tms);
    browser.signIn();
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
    Response response = browser.retrieveToken();
    if (response.header("Set-Cookie") == null) {
      throw new IllegalStateException("not refreshed");
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

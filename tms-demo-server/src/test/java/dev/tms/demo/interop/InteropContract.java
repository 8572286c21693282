package dev.tms.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tms.contract.FreePort;
import dev.tms.demo.Await;
import dev.tms.demo.cli.InProcess;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the service does with a real provider, configured as its page in {@code docs/providers}
 * says. Access tokens live for eight seconds, and refresh tokens are used once where the provider
 * can do that.
 */
@Tag("providers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InteropContract {
  private static final int ROUNDS = 3;
  private static final int PARALLEL = 50;
  // a look at most every five seconds, and some for a busy machine
  private static final Duration LOGOUT_LIMIT = Duration.ofSeconds(20);

  private final String name;
  private final SignIn user;
  private final URI app = URI.create("http://localhost:" + FreePort.next());
  private final InteropResults results;

  @TempDir Path directory;

  private JsonNode metadata;
  private TokenProxy proxy;
  private RunningTms tms;

  /**
   * @param name of page and script
   * @param user who signs in
   */
  InteropContract(String name, SignIn user) {
    this.name = name;
    this.user = user;
    this.results = new InteropResults(name);
  }

  /**
   * Starts the provider for a service at this address.
   *
   * @return its version; empty where this machine cannot have it
   */
  abstract String startProvider(URI app);

  abstract void stopProvider();

  abstract String issuer();

  /** The client's secret at the provider. */
  String secret() {
    return "tms-secret";
  }

  /** Why the provider does not have this capability; empty where it has. */
  String lacks(Capability capability) {
    return "";
  }

  /** Signs the user out at the provider, behind the service's back. */
  void signOutAtProvider(TestBrowser browser, String idToken) {
    throw new AssertionError("no sign-out at " + name);
  }

  @BeforeAll
  final void start() {
    String version = startProvider(app);
    assumeThat(version).as("this machine can have " + name).isNotEmpty();
    results.version(version);
    metadata = ProviderPage.metadata(issuer());
  }

  @AfterAll
  final void stop() {
    stopProvider();
    results.write();
  }

  @BeforeEach
  final void startTms() {
    proxy = new TokenProxy(URI.create(metadata.path("token_endpoint").asText()));
    ObjectNode configuration = configuration();
    ProviderPage.behind(proxy, metadata, configuration);
    tms = RunningTms.start(directory, configuration);
  }

  @AfterEach
  final void stopTms() {
    tms.close();
    proxy.close();
  }

  @Test
  void page_asWritten_signsIn() {
    tms.close();
    tms = RunningTms.start(directory, configuration());

    App signedIn = App.signedIn(tms, user);

    assertThat(signedIn.accessToken()).isNotEmpty();
    assertThat(signedIn.isLoggedIn()).isTrue();
    results.shown(Capability.SIGN_IN);
  }

  @Test
  void retrieveToken_expiredAgainAndAgain_newTokenEachTime() {
    assumeHas(Capability.REFRESH);
    App signedIn = App.signedIn(tms, user);
    Page answer = signedIn.retrieveToken("");
    Set<Object> seen = new HashSet<>();

    for (int round = 1; round <= ROUNDS; round++) {
      seen.add(token(answer));
      awaitExpiry(answer);
      answer = signedIn.retrieveToken("");

      assertThat(seen).as("round %s", round).doesNotContain(token(answer));
      assertThat(proxy.refreshes()).hasSize(round);
    }
    results.shown(Capability.REFRESH);
  }

  @Test
  void retrieveToken_fiftyAtOnceAfterExpiry_oneTokenRequest() {
    assumeHas(Capability.REFRESH);
    App signedIn = App.signedIn(tms, user);
    Page old = signedIn.retrieveToken("");
    awaitExpiry(old);

    Set<Object> tokens = new HashSet<>();
    for (Page answer : AtOnce.times(PARALLEL, () -> signedIn.retrieveToken(""))) {
      tokens.add(token(answer));
    }

    assertThat(tokens).hasSize(1).doesNotContain(token(old));
    assertThat(proxy.refreshes()).hasSize(1);
    results.shown(Capability.ONE_REQUEST);
  }

  @Test
  void retrieveToken_cookieFromBeforeTheRefresh_getsTheNewestToken() {
    assumeHas(Capability.REFRESH);
    App signedIn = App.signedIn(tms, user);
    TestBrowser late = signedIn.copy();
    awaitExpiry(signedIn.retrieveToken(""));
    Page refreshed = signedIn.retrieveToken("");

    Page answer = signedIn.retrieveToken(late, "");

    assertThat(token(answer)).isEqualTo(token(refreshed));
    assertThat(proxy.refreshes()).hasSize(1);
    results.shown(Capability.LATE_COOKIE);
  }

  @Test
  void logOut_followedToTheEnd_providerAsksAgain() {
    assumeHas(Capability.SIGN_OUT);
    App signedIn = App.signedIn(tms, user);

    Page logOut = signedIn.logOut();
    assertThat(logOut.location().orElseThrow().toString())
        .startsWith(metadata.path("end_session_endpoint").asText());
    Page end = user.open(signedIn.webView(), logOut.location().get().toString(), tms.frontEnd());

    assertThat(end.uri().getPath()).isEqualTo("/Auth/LoggedOut");
    String silent = tms.url() + "/Auth/BeginLogin?prompt=none";
    Page stays = SignIn.silently(signedIn.webView(), silent, tms.frontEnd());
    assertThat(signedIn.isLoggedIn(signedIn.webView())).as("came to %s", stays).isFalse();
    results.shown(Capability.SIGN_OUT);
  }

  @Test
  void signOutAtProvider_backChannel_endsTheSession() {
    if (!lacks(Capability.BACK_CHANNEL).isEmpty()) {
      assertThat(metadata.path("backchannel_logout_supported").asBoolean()).isFalse();
    }
    assumeHas(Capability.BACK_CHANNEL);
    App signedIn = App.signedIn(tms, user);

    signOutAtProvider(signedIn.webView(), proxy.newestIdToken());

    Await.until("the session is over", LOGOUT_LIMIT, () -> !signedIn.isLoggedIn());
    assertThat(signedIn.retrieveToken("").json()).containsEntry("code", "logged_out");
    results.shown(Capability.BACK_CHANNEL);
  }

  @Test
  void doctor_page_findsNoError() {
    tms.close();
    tms = RunningTms.start(directory, configuration());
    List<String> command =
        new ArrayList<>(List.of("doctor", "--config", directory.resolve("tms.json").toString()));
    user.name().ifPresent(name -> command.addAll(List.of("--user", name, "--password-file", "-")));
    StringWriter out = new StringWriter();

    int exit =
        InProcess.run(
            command.toArray(String[]::new),
            Map.of(),
            new ByteArrayInputStream(user.password().getBytes(StandardCharsets.UTF_8)),
            new PrintWriter(out),
            new PrintWriter(out));

    assertThat(exit).as(out.toString()).isZero();
    if (user.name().isPresent()) { // not all come back from a sign-out in a browser without scripts
      assertThat(out.toString()).containsPattern("session +\\S+ +signed in, refreshed");
    }
    results.shown(Capability.DOCTOR);
  }

  private ObjectNode configuration() {
    return ProviderPage.configuration(name, issuer(), app, directory, secret());
  }

  private void assumeHas(Capability capability) {
    String reason = lacks(capability);
    if (!reason.isEmpty()) {
      results.lacking(capability, reason);
    }
    assumeThat(reason).isEmpty();
  }

  private static Object token(Page answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().get("accessToken");
  }

  /** Lets real time pass until a token that was handed out just now has expired. */
  private static void awaitExpiry(Page answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    long begin = System.nanoTime();
    Duration life = Duration.ofSeconds(((Number) answer.json().get("expiresIn")).longValue() + 1);
    Await.until(
        "the access token has expired",
        life.plusSeconds(5),
        () -> System.nanoTime() - begin > life.toNanos());
  }
}

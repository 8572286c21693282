package dev.tms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.Site;
import dev.tms.contract.Variant;
import dev.tms.contract.World;
import dev.tms.machine.MachineClient;
import dev.tms.machine.MachineTokens;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.ResponseMode;
import dev.tms.tenant.DiscoverySettings;
import dev.tms.testkit.Misbehaviour;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.TestClient;
import dev.tms.testkit.browser.JarCookie;
import dev.tms.testkit.browser.TestBrowser;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whole lives of sessions with the trace on: it says what an operator needs, and no secret. */
final class TraceTest extends CoreTopic {
  private static final List<String> blocks = new CopyOnWriteArrayList<>();
  private static final Variant TRACED = Variant.with(b -> b.trace(blocks::add));
  private static final Variant POSTED =
      Variant.httpsWith(
          b -> b.trace(blocks::add).protocol(s -> s.withResponseMode(ResponseMode.FORM_POST)));

  private final Set<String> secrets = new TreeSet<>();

  @BeforeEach
  void forget() {
    blocks.clear();
  }

  @AfterEach
  void nothingSecret_isInAnyBlock() {
    secrets.addAll(provider().issuedSecrets());
    secrets.removeIf(secret -> secret.length() < 8);
    String all = String.join("\n", blocks);
    for (String secret : secrets) {
      assertThat(all).doesNotContain(secret);
    }
    // the watch over the whole run looks for all that the testkit and the platform have made
    Logger.getLogger("dev.tms.trace.test").log(Level.FINEST, all.replace("{", "("));
  }

  @Test
  @DisplayName("Lesson 20, 33: no secret that was issued, sent or received is in a trace")
  void trace_ofALoginARefreshAndALogout_tellsTheStory() throws Exception {
    Site site = site(Variant.with(b -> b.trace(blocks::add)));
    TestBrowser browser = site.signedIn();
    collect(browser);
    String token = site.token(browser);
    site.retrieve(browser, token);
    pass(World.TOKEN_LIFE.plusMinutes(1));
    site.retrieve(browser, token);
    collect(browser);
    site.logOut(browser);
    site.settle();

    assertThat(titles())
        .containsSubsequence(
            "received GET /Auth/BeginLogin",
            "sent GET " + provider().issuer() + "/.well-known/openid-configuration",
            "answered 302, 0 ms",
            "received GET /callback",
            "sent POST " + provider().tokenEndpoint(),
            "answered 302, 0 ms",
            "sent POST " + provider().tokenEndpoint(),
            "received POST /Auth/LogOut",
            "sent POST " + provider().revocationEndpoint(),
            "answered 302, 0 ms");
    assertThat(String.join("", blocks))
        .contains(
            "> grant_type=authorization_code\n",
            "> grant_type=refresh_token\n",
            "Authorization: Basic client_id=" + site.clientId + " client_secret=<secret, 10 ch",
            "\"token_type\": \"Bearer\"",
            "<   \"id_token\": <JWT, ",
            "iss " + provider().issuer(),
            "> Location: " + provider().authorizationEndpoint() + "\n",
            ">   ?code_challenge_method=S256\n",
            ">   ?state=<secret, 22 ch")
        .doesNotContain("alice");
    assertThat(mark("received GET /callback", "state")).isEqualTo(mark("answered 302", "state"));
    assertThat(mark("received GET /callback", "code"))
        .isEqualTo(mark("sent POST " + provider().tokenEndpoint(), "code"));
    assertThat(tokenCalls()).isEqualTo(2);
  }

  @Test
  void trace_ofALoginByForm_showsWhatWasPosted() throws Exception {
    Site site = site(POSTED);
    collect(site.signedIn());

    assertThat(block("received POST /callback"))
        .contains("< Origin: ", "< code=<secret, ", "< state=<secret, ", "< Content-Type: ");
  }

  @Test
  void trace_ofAWrongClientSecret_showsTheAnswer() throws Exception {
    Site site =
        site(
            Variant.with(
                b ->
                    b.trace(blocks::add)
                        .client("client-x", ClientSecret.of("another s3cret, by mistake"))));
    provider()
        .register(
            TestClient.confidential("client-x", "the right one")
                .redirectUri(site.publicUrl("/callback"))
                .build());
    site.login(new TestBrowser());

    assertThat(block("sent POST " + provider().tokenEndpoint()))
        .contains("< 401, ", "\"error\": \"invalid_client\"", "client_secret=<secret, 26 ch")
        .containsPattern("\"error_description\": \"[^<>\"]+\"")
        .doesNotContain("another s3cret");
    assertThat(blocks.get(blocks.size() - 1)).contains("?error=login_failed\n");
  }

  @Test
  void trace_ofWhateverProvidersDoWrong_holdsNoSecret() throws Exception {
    Site site = site(TRACED);
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    // of an unknown key the name is shown, and this one is made of what counts as a secret here
    for (Misbehaviour misbehaviour :
        EnumSet.complementOf(EnumSet.of(Misbehaviour.ID_TOKEN_UNKNOWN_KID))) {
      misbehave(misbehaviour, RequestKind.TOKEN_CODE);
      // a browser that gets no answer shows nothing here
      if (misbehaviour.name().startsWith("RESPONSE_")) {
        misbehave(misbehaviour, RequestKind.AUTHORIZATION);
      }
      site.login(browser);
      provider().behave();
      site.login(browser);
      misbehave(misbehaviour, RequestKind.TOKEN_REFRESH);
      pass(World.TOKEN_LIFE.plusMinutes(1));
      site.retrieve(browser, token);
      provider().behave();
      collect(browser);
    }
    site.settle();

    assertThat(String.join("", blocks))
        .contains(
            "no answer, ",
            "(the other side may have seen the request)",
            "< 302, ",
            "no well-formed JSON from here on",
            "retry-after: 7",
            "alg none")
        .doesNotContain("alice");
  }

  @Test
  void trace_ofMachineTokens_showsTheExchange() {
    provider().register(TestClient.confidential("worker", "s+cret:%17x").scopes("read").build());
    MachineClient client =
        MachineClient.discover(provider().issuer(), "worker", ClientSecret.of("s+cret:%17x"));
    try (MachineTokens tokens =
        Tms.machineTokens()
            .clock(world().clock())
            .trace(blocks::add)
            .client("billing", client.withScopes("read"))
            .build()) {
      tokens.request("billing");
    }

    assertThat(block("sent POST"))
        .contains("> grant_type=client_credentials\n", "< 200, ", "\"expires_in\": ", "scope=read")
        .doesNotContain("s+cret", "s%2Bcret");
  }

  @Test
  void trace_ofTenantDiscovery_showsWhyThereIsNoAnswer() throws Exception {
    Site site =
        site(
            Variant.with(
                b ->
                    b.trace(blocks::add)
                        .tenants(
                            DiscoverySettings.defaults()
                                .withUrlTemplate("http://localhost:1/{customerDomain}/x"))));
    site.raw("GET", "/Auth/Domains/acme.cloud.test/BeginLogin");

    assertThat(block("sent GET http://localhost:1/acme.cloud.test/x"))
        .contains("no answer, ", "NOT_CONNECTED", "(the other side has not seen the request)");
    assertThat(block("answered 503")).contains("Retry-After: ");
  }

  @Test
  void trace_sinkThatThrows_disturbsNobody() throws Exception {
    Site site =
        site(
            Variant.with(
                b ->
                    b.trace(
                        block -> {
                          throw new IllegalStateException("full");
                        })));

    assertThat(site.isLoggedIn(site.signedIn())).isTrue();
  }

  private void misbehave(Misbehaviour misbehaviour, RequestKind kind) {
    if (misbehaviour.appliesTo(kind)) {
      provider().misbehave(kind, misbehaviour);
    }
  }

  private void collect(TestBrowser browser) {
    ours(browser).stream().map(JarCookie::value).forEach(secrets::add);
  }

  private static List<String> titles() {
    return blocks.stream()
        .map(block -> block.lines().findFirst().orElseThrow().replaceFirst("#\\d+ ", ""))
        .collect(Collectors.toList());
  }

  private static String block(String title) {
    return blocks.stream()
        .filter(block -> block.lines().findFirst().orElseThrow().contains(title))
        .findFirst()
        .orElseThrow(() -> new AssertionError(title + " is not among " + titles()));
  }

  private static long tokenCalls() {
    return blocks.stream().filter(block -> block.contains("> grant_type=")).count();
  }

  /** The mark of a parameter's value. */
  private static String mark(String title, String name) {
    return block(title).replaceAll("(?s).*\\b" + name + "=<[^#]*(#[0-9a-f]{6}).*", "$1");
  }
}

package dev.tms.demo.nativeclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.contract.FreePort;
import dev.tms.demo.TestDemo;
import dev.tms.testkit.Misbehaviour;
import dev.tms.testkit.RequestKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class NativeClientTest {
  private static final Account ALICE = new Account("alice", "alice");

  @RegisterExtension static final TestDemo demo = TestDemo.start();

  private final StringWriter printed = new StringWriter();

  @BeforeEach
  void behave() {
    demo.provider().behave().clearRequests();
  }

  @Test
  void run_withDomain_goesTheWholeWay() throws Exception {
    client(demo.url()).run("acme.cloud.test", ALICE);

    assertThat(printed.toString())
        .contains("signed in, at acme.cloud.test", "the same token", "logged_out", "all 9 steps");
    assertThat(demo.provider().count(RequestKind.TOKEN_CODE)).isEqualTo(1);
    assertThat(demo.provider().count(RequestKind.END_SESSION))
        .as("by the app, whose HTTP client follows, and by the web view with the user's cookies")
        .isEqualTo(2);
    assertThat(printed.toString()).containsPattern("GET http://[^ ]+/Auth/LoggedOut +200");
  }

  @Test
  void run_signOutChainEndsInAnError_saysWhere() {
    demo.provider().always(RequestKind.END_SESSION, Misbehaviour.STATUS_500);

    assertFails(demo.url(), null, ALICE).hasMessageContaining("answered 500, must be 200");
  }

  @Test
  void run_providersSessionGoesOn_saysThatTheSignOutDidNotReachIt() {
    demo.provider().always(RequestKind.END_SESSION, Misbehaviour.ERROR_WITH_STATUS_200);

    assertFails(demo.url(), null, ALICE)
        .hasMessage(
            "the sign-out did not reach the provider: it goes on without asking who the user is");
    assertThat(printed.toString()).contains("the way back from the provider is missing: ");
  }

  @Test
  void run_providerRefusesTheSignOut_saysThatItDidNotReachIt() {
    demo.provider()
        .misbehave(RequestKind.END_SESSION, Misbehaviour.ERROR_WITH_STATUS_200) // the app's
        .misbehave(RequestKind.END_SESSION, Misbehaviour.STATUS_500); // the web view's

    assertFails(demo.url(), null, ALICE)
        .hasMessageStartingWith("the sign-out did not reach the provider: GET ")
        .hasMessageContaining("answered 500");
  }

  @Test
  void run_goesTheWholeWay_theProviderAsksAgain() throws Exception {
    client(demo.url()).run(null, ALICE);

    assertThat(printed.toString()).contains("the provider asks again who the user is");
    assertThat(demo.provider().count(RequestKind.TOKEN_CODE))
        .as("of the login; the second one is only begun")
        .isEqualTo(1);
  }

  @Test
  void run_withoutDomain_goesTheWholeWay() throws Exception {
    client(URI.create(demo.url("/"))).run(null, ALICE);

    assertThat(printed.toString()).contains("all 9 steps");
  }

  @Test
  void run_prints_noSecret() throws Exception {
    client(demo.url()).run(null, ALICE);

    assertThat(demo.provider().issuedSecrets())
        .isNotEmpty()
        .allSatisfy(secret -> assertThat(printed.toString()).doesNotContain(secret));
  }

  @Test
  void run_frontEndNamed_stopsThere() throws Exception {
    new NativeClient(
            demo.url(),
            URI.create(demo.url("/")),
            HttpClient.newHttpClient(),
            new PrintWriter(printed))
        .run(null, ALICE);

    assertThat(printed.toString()).contains("the front end comes up");
  }

  @Test
  void run_wrongPassword_saysSo() {
    assertFails(demo.url(), null, new Account("alice", "wrong"))
        .hasMessage("the provider did not accept user name and password");
  }

  @Test
  void run_malformedDomain_saysThatTheLoginDidNotBegin() {
    assertFails(demo.url(), "nodots", ALICE)
        .hasMessageContaining("the login did not begin")
        .hasMessageContaining("400 (domain_invalid: ")
        .hasMessageContaining("start again from there.)");
  }

  @Test
  void run_loginFails_saysTheServicesCode() {
    demo.provider().misbehave(RequestKind.TOKEN_CODE, Misbehaviour.ID_TOKEN_WRONG_NONCE);

    assertFails(demo.url(), null, ALICE).hasMessage("the login failed: error=login_failed");
  }

  @Test
  void run_providerDown_saysThatTheLoginDidNotBegin() {
    try (TestDemo lonely = TestDemo.start()) {
      lonely.provider().close();

      assertFails(lonely.url(), null, ALICE)
          .hasMessageContaining("the login did not begin")
          .hasMessageContaining(
              "503 (provider_unavailable: The identity provider cannot be reached")
          .hasMessageContaining("Wait a moment, then try again.)");
    }
  }

  @Test
  void run_nothingThere_saysSo() {
    URI silent = URI.create("http://127.0.0.1:" + FreePort.next());

    assertFails(silent, null, ALICE).hasMessage("nothing answers at " + silent.getAuthority());
  }

  @Test
  void run_noTms_saysSo() {
    URI provider = URI.create(demo.provider().issuer());

    assertFails(provider, null, ALICE).hasMessageContaining("must be 200");
  }

  private NativeClient client(URI url) {
    return new NativeClient(url, null, HttpClient.newHttpClient(), new PrintWriter(printed));
  }

  private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertFails(
      URI url, @Nullable String domain, Account account) {
    return assertThatThrownBy(() -> client(url).run(domain, account))
        .isInstanceOf(ClientFailure.class);
  }
}

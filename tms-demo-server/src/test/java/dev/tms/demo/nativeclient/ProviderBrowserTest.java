package dev.tms.demo.nativeclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.registration.doctor.Browser;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.TestClient;
import dev.tms.testkit.TestProvider;
import java.net.URI;
import java.net.http.HttpClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The browser of the doctor; nothing listens where its ways end. */
final class ProviderBrowserTest {
  private static final URI CALLBACK = URI.create("http://127.0.0.1:1/callback");
  private static final URI SIGNED_OUT = URI.create("http://127.0.0.1:1/out");

  private static TestProvider provider;

  @BeforeAll
  static void start() {
    provider =
        TestProvider.builder()
            .client(
                TestClient.confidential("shop", "the secret of the shop")
                    .redirectUri(CALLBACK.toString())
                    .postLogoutRedirectUri(SIGNED_OUT.toString())
                    .build())
            .start();
  }

  @AfterAll
  static void stop() {
    provider.close();
  }

  @BeforeEach
  void clear() {
    provider.clearRequests();
  }

  private static ProviderBrowser browser(String password) {
    return new ProviderBrowser(HttpClient.newHttpClient(), new Account("alice", password));
  }

  private static URI login(String mode) {
    return URI.create(
        provider.issuer()
            + "/authorize?client_id=shop&response_type=code&scope=openid&state=s1&nonce=n1"
            + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
            + "&code_challenge_method=S256&response_mode="
            + mode
            + "&redirect_uri="
            + CALLBACK);
  }

  @Test
  void signIn_answerInTheAddressOrInAForm_isReadAndNotSent() throws Exception {
    for (String mode : new String[] {"query", "form_post"}) {
      URI end = browser("alice").signIn(login(mode), CALLBACK);

      assertThat(end.toString()).as(mode).startsWith(CALLBACK + "?").contains("code=", "state=s1");
    }
  }

  @Test
  void signIn_wrongPassword_isStuck() {
    assertThatThrownBy(() -> browser("another").signIn(login("query"), CALLBACK))
        .isInstanceOf(Browser.Stuck.class)
        .hasMessageContaining("did not accept user name and password");
  }

  @Test
  void signOut_addressThatIsNotRegistered_isRefused() {
    URI logout =
        URI.create(provider.endSessionEndpoint() + "?client_id=shop&post_logout_redirect_uri=");
    URI elsewhere = URI.create("http://127.0.0.1:1/elsewhere");

    assertThatThrownBy(
            () -> browser("alice").signOut(URI.create(logout + "" + elsewhere), elsewhere))
        .isInstanceOfSatisfying(
            Browser.Stuck.class, stuck -> assertThat(stuck.isRefused()).isTrue());
  }

  @Test
  void signOut_atALoginPage_signsNobodyIn() {
    assertThatThrownBy(() -> browser("alice").signOut(login("query"), SIGNED_OUT))
        .isInstanceOfSatisfying(
            Browser.Stuck.class, stuck -> assertThat(stuck.isRefused()).isFalse());
    assertThat(provider.requests(RequestKind.LOGIN)).noneMatch(r -> r.method().equals("POST"));
  }
}

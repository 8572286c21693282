package dev.tms.testkit;

import static dev.tms.testkit.RelyingParty.CALLBACK;
import static dev.tms.testkit.RelyingParty.codeForm;
import static dev.tms.testkit.RelyingParty.requestWith;
import static dev.tms.testkit.TokenEndpointTest.assertError;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ClientAuthenticationTest {
  private static final String ODD_ID = "app:1 %2B";
  private static final String ODD_SECRET = "s+e:c %r&e=t/ü";

  private final TestProvider provider =
      TestProvider.builder()
          .client(RelyingParty.client().build())
          .client(TestClient.confidential(ODD_ID, ODD_SECRET).redirectUri(CALLBACK).build())
          .client(
              TestClient.confidential("poster", "secret")
                  .authMethod(ClientAuthMethod.POST)
                  .redirectUri(CALLBACK)
                  .build())
          .client(TestClient.publicClient("spa").redirectUri(CALLBACK).build())
          .start();
  private final RelyingParty app = new RelyingParty(provider);

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void basic_formEncoded_isAccepted() {
    String code = app.login(requestWith("client_id", ODD_ID)).get("code");

    Page answer = send(codeForm(code), RelyingParty.basic(ODD_ID, ODD_SECRET));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void basic_notFormEncoded_isRefused() {
    String code = app.login(requestWith("client_id", ODD_ID)).get("code");
    String raw = Base64.getEncoder().encodeToString((ODD_ID + ":" + ODD_SECRET).getBytes(UTF_8));

    assertError(send(codeForm(code), "Basic " + raw), 401, "invalid_client");
  }

  @Test
  void basic_wrongSecret_isRefusedWithChallengeAndCodeStaysGood() {
    String code = app.code();

    Page answer = send(codeForm(code), RelyingParty.basic("app", "wrong"));

    assertError(answer, 401, "invalid_client");
    assertThat(answer.header("WWW-Authenticate").orElseThrow()).startsWith("Basic realm=");
    assertThat(app.redeem(code).status()).isEqualTo(200);
  }

  @Test
  void basic_garbage_isRefused() {
    assertError(send(codeForm("x"), "Basic !!!"), 401, "invalid_client");
    assertError(send(codeForm("x"), RelyingParty.basic("no one", "x")), 401, "invalid_client");
  }

  @Test
  void post_registeredForPost_isAcceptedAndBasicIsNot() {
    Map<String, String> form = codeForm(app.login(requestWith("client_id", "poster")).get("code"));

    assertError(send(form, RelyingParty.basic("poster", "secret")), 401, "invalid_client");
    form.put("client_id", "poster");
    form.put("client_secret", "secret");
    assertThat(app.unauthenticated(provider.tokenEndpoint(), form).status()).isEqualTo(200);
  }

  @Test
  void post_registeredForBasic_isRefused() {
    Map<String, String> form = codeForm(app.code());
    form.put("client_id", "app");
    form.put("client_secret", "secret");

    assertError(app.unauthenticated(provider.tokenEndpoint(), form), 401, "invalid_client");
  }

  @Test
  void both_inOneRequest_areInvalidRequest() {
    Map<String, String> form = codeForm(app.code());
    form.put("client_id", "app");
    form.put("client_secret", "secret");

    assertError(send(form, RelyingParty.basic("app", "secret")), 400, "invalid_request");
  }

  @Test
  void none_publicClient_needsItsIdAndNoSecret() {
    Map<String, String> form = codeForm(app.login(requestWith("client_id", "spa")).get("code"));

    assertError(app.unauthenticated(provider.tokenEndpoint(), form), 401, "invalid_client");
    form.put("client_id", "spa");
    assertThat(app.unauthenticated(provider.tokenEndpoint(), form).status()).isEqualTo(200);
  }

  @Test
  void none_confidentialClient_isRefused() {
    Map<String, String> form = new HashMap<>(codeForm(app.code()));
    form.put("client_id", "app");

    assertError(app.unauthenticated(provider.tokenEndpoint(), form), 401, "invalid_client");
  }

  @Test
  void authMethod_notFittingTheSecret_isRefusedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TestClient.publicClient("x").authMethod(ClientAuthMethod.POST));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TestClient.confidential("x", "y").authMethod(ClientAuthMethod.NONE));
  }

  private Page send(Map<String, String> form, String authorization) {
    return new TestBrowser()
        .post(provider.tokenEndpoint(), form, Map.of("Authorization", authorization));
  }
}

package dev.tms.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.validators.LogoutTokenValidator;
import dev.tms.testkit.browser.TestBrowser;
import dev.tms.testkit.http.LoopbackServer;
import dev.tms.testkit.http.Reply;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LogoutTokenTest {
  private final TestProvider provider =
      TestProvider.builder().client(RelyingParty.client().build()).start();

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void build_right_isAcceptedByAnIndependentValidator() throws Exception {
    String token = provider.logoutToken("app").sid("s1").subject("user-alice").build();

    LogoutTokenValidator validator =
        new LogoutTokenValidator(
            new Issuer(provider.issuer()), new ClientID("app"), JWSAlgorithm.RS256, keys());
    assertThat(validator.validate(JWTParser.parse(token)).getSessionID().getValue())
        .isEqualTo("s1");
    assertThat(SignedJWT.parse(token).getHeader().getType().getType()).isEqualTo("logout+jwt");
    assertThat(provider.issuedSecrets()).contains(token);
  }

  @Test
  void build_wrong_isWrongInThatRespect() throws Exception {
    String token =
        provider
            .logoutToken("app")
            .without("events")
            .without("jti")
            .claim("nonce", "n")
            .claim("iss", "https://other.example")
            .claim("iat", 1L)
            .type(null)
            .foreignKey()
            .build();

    SignedJWT jwt = SignedJWT.parse(token);
    assertThat(jwt.getJWTClaimsSet().getClaims())
        .doesNotContainKeys("events", "jti")
        .containsEntry("nonce", "n")
        .containsEntry("iss", "https://other.example");
    assertThat(jwt.getJWTClaimsSet().getIssueTime().getTime()).isEqualTo(1000);
    assertThat(jwt.getHeader().getType()).isNull();
    assertThat(jwt.verify(new RSASSAVerifier(keys().getKeys().get(0).toRSAKey()))).isFalse();
    assertThat(JWTParser.parse(provider.logoutToken("app").unsigned().build()))
        .isInstanceOf(PlainJWT.class);
  }

  @Test
  void send_postsFormAndReportsStatus() {
    AtomicReference<Map<String, ?>> received = new AtomicReference<>();
    try (LoopbackServer client = LoopbackServer.bind(0)) {
      client.serve(
          request -> {
            received.set(request.form());
            return Reply.status(400);
          });
      provider.register(
          RelyingParty.client()
              .backChannelLogoutUri("http://127.0.0.1:" + client.port() + "/logout")
              .build());
      String token = provider.logoutToken("app").sid("s1").build();

      assertThat(provider.sendBackChannelLogout("app", token)).isEqualTo(400);
      assertThat(received.get().get("logout_token")).isEqualTo(java.util.List.of(token));
    }
  }

  @Test
  void send_clientWithoutAddress_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider.sendBackChannelLogout("app", "x"))
        .withMessageContaining("app");
  }

  private JWKSet keys() throws Exception {
    return JWKSet.parse(new TestBrowser().get(provider.jwksUri()).body());
  }
}

package dev.tms.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.http.Header;
import dev.tms.oauth.TokenEndpoint.Grant;
import dev.tms.oauth.TokenEndpoint.RequestFields;
import dev.tms.oauth.TokenEndpoint.TokenOutcome;
import dev.tms.outbound.Sender.Call;
import dev.tms.token.Scopes;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The grant of RFC 6749 section 4.4. */
final class ClientCredentialsTest {
  private static final URI ENDPOINT = URI.create("https://id.example/token");
  private static final ClientAuthentication BASIC =
      ClientAuthentication.basic(ClientSecret.of("s3cret"));

  private final Rig rig = new Rig();

  private TokenOutcome redeem(ClientAuthentication authentication, Grant.ClientCredentials grant) {
    rig.sender.on(
        "/token",
        FakeSender.json(
            200, Map.of("access_token", "at-1", "token_type", "bearer", "expires_in", 60)));
    return new TokenEndpoint(
            "worker",
            authentication,
            Duration.ofSeconds(7),
            Duration.ofMinutes(5),
            false,
            ProviderQuirks.NONE,
            rig.calls,
            rig.clock)
        .redeem(ENDPOINT, grant, grant.scopes());
  }

  private String[] form() {
    return new String(rig.sender.last("/token").body(), StandardCharsets.UTF_8).split("&");
  }

  private static Grant.ClientCredentials grant(String... scopes) {
    return new Grant.ClientCredentials(Scopes.of(scopes), List.of(), Map.of());
  }

  @Test
  @DisplayName("RFC 6749 4.4.2 and RFC 8707 2: grant_type, scope, resource, and what else is asked")
  void redeem_everything_isSent() {
    redeem(
        BASIC,
        new Grant.ClientCredentials(
            Scopes.of("read", "write"),
            List.of(URI.create("https://api.example/?v=1"), URI.create("urn:other")),
            Map.of("audience", "a b", "tenant", "acme")));

    assertThat(form())
        .containsExactlyInAnyOrder(
            "grant_type=client_credentials",
            "scope=read+write",
            "resource=https%3A%2F%2Fapi.example%2F%3Fv%3D1",
            "resource=urn%3Aother",
            "audience=a+b",
            "tenant=acme");
    Call call = rig.sender.last("/token");
    assertThat(call.headers()).extracting(Header::value).anyMatch(v -> v.startsWith("Basic "));
    assertThat(call.timeout()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void redeem_nothingAsked_sendsTheGrantAlone() {
    redeem(BASIC, grant());

    assertThat(form()).containsExactly("grant_type=client_credentials");
  }

  @Test
  void redeem_secretInTheForm_isSentThere() {
    redeem(ClientAuthentication.post(ClientSecret.of("s&cret")), grant("read"));

    assertThat(form()).contains("client_id=worker", "client_secret=s%26cret");
  }

  @Test
  void redeem_noScopeInTheAnswer_isWhatWasAsked() {
    TokenOutcome outcome = redeem(BASIC, grant("read"));

    assertThat(((TokenOutcome.Issued) outcome).accessToken().scopes()).isEqualTo(Scopes.of("read"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grant_type",
        "scope",
        "resource",
        "client_id",
        "client_secret",
        "client_assertion",
        "client_assertion_type",
        "",
        "a b",
        "ä"
      })
  void constructor_parameterOfOursOrMalformed_isRefused(String name) {
    assertThatThrownBy(
            () ->
                new Grant.ClientCredentials(Scopes.NONE, List.of(), Map.of(name, "value"))
                    .requireUsable())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"api.example", "/path", "https://api.example/#part"})
  void constructor_resourceNotAbsoluteOrWithFragment_isRefused(String resource) {
    assertThatThrownBy(
            () ->
                new Grant.ClientCredentials(Scopes.NONE, List.of(URI.create(resource)), Map.of())
                    .requireUsable())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(resource);
  }

  @Test
  void toString_parameters_showsNamesOnly() {
    assertThat(
            new Grant.ClientCredentials(Scopes.NONE, List.of(), Map.of("token", "very secret"))
                .toString())
        .contains("token")
        .doesNotContain("secret");
  }

  @Test
  void requestFields_listsNextToEachOther_cannotPassForEachOther() {
    String[] oneScope =
        RequestFields.of(
            "x",
            "id",
            BASIC,
            new Grant.ClientCredentials(Scopes.of("a"), List.of(URI.create("urn:b")), Map.of()));
    String[] twoScopes =
        RequestFields.of(
            "x",
            "id",
            BASIC,
            new Grant.ClientCredentials(Scopes.of("a", "urn:b"), List.of(), Map.of()));

    assertThat(oneScope).isNotEqualTo(twoScopes);
  }
}

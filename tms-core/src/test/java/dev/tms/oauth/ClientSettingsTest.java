package dev.tms.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.token.Scopes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSettingsTest {
  private static final URI CALLBACK = URI.create("https://shop.example/callback");

  @TempDir Path folder;

  @Test
  void of_defaults_areTheDocumentedOnes() {
    ClientSettings settings = Rig.settings();

    assertThat(settings.responseMode()).isEqualTo(ResponseMode.QUERY);
    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.defaultTokenLifetime()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.usePkce()).isTrue();
    assertThat(settings.userInfo()).isFalse();
  }

  @Test
  void withoutPkce_publicClient_isRefused() {
    ClientSettings settings =
        ClientSettings.of("app", ClientAuthentication.none(), CALLBACK, Scopes.of("openid"));

    assertThatThrownBy(() -> settings.withoutPkce().requireUsable())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PKCE");
    assertThat(Rig.settings().withoutPkce().usePkce()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "client_id",
        "Client_Id",
        "client_secret",
        "client_assertion",
        "client_assertion_type",
        "redirect_uri",
        "response_type",
        "response_mode",
        "scope",
        "SCOPE",
        "state",
        "nonce",
        "code",
        "code_challenge",
        "code_challenge_method",
        "code_verifier",
        "request",
        "request_uri",
        "registration",
        "claims",
        "prompt",
        "max_age",
        "login_hint",
        "id_token_hint",
        "ui_locales",
        "acr_values",
        "resource",
        "audience",
        "authorization_details",
        "dpop_jkt",
        "iss",
        "error",
        "error_description",
        "returnUrl",
        "CustomerDomain",
        "native_challenge",
        "id_token",
        "access_token",
        "username",
        "password",
        "",
        "a b",
        "ä",
        "a&b",
        "a=b"
      })
  void withLoginParameters_nameThatNoCallerMaySet_isRefused(String name) {
    assertThatThrownBy(
            () ->
                Rig.settings()
                    .withLoginParameters(Map.of(name, AllowedValues.oneOf("x")))
                    .requireUsable())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kc_idp_hint",
        "organization",
        "connection",
        "domain_hint",
        "hd",
        "screen_hint",
        "display",
        "claims_locales",
        "ui_theme",
        "x-custom.1"
      })
  void withLoginParameters_otherName_isTaken(String name) {
    assertThat(
            Rig.settings()
                .withLoginParameters(Map.of(name, AllowedValues.oneOf("x")))
                .loginParameters())
        .containsOnlyKeys(name);
  }

  @Test
  void withLoginParameters_nameWithAFixedValue_isRefused() {
    ClientSettings fixed = Rig.settings().withParameters(Map.of("organization", "acme"));

    assertThatThrownBy(
            () ->
                fixed
                    .withLoginParameters(Map.of("organization", AllowedValues.oneOf("x")))
                    .requireUsable())
        .hasMessageContaining("organization");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/relative", "api", "https://api.example/#a", "a b"})
  void withResources_noAbsoluteUriWithoutFragment_isRefused(String uri) {
    assertThatThrownBy(() -> Rig.settings().withResources(uri).requireUsable())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withParameters_resource_hasASettingOfItsOwn() {
    assertThatThrownBy(
            () -> Rig.settings().withParameters(Map.of("resource", "urn:a")).requireUsable())
        .hasMessageContaining("resource");
  }

  @Test
  void withSubjectClaim_identityFromElsewhere_isRefused() {
    assertThatThrownBy(() -> Rig.settings().withSubjectClaim("id").requireUsable())
        .hasMessageContaining("userinfo");
    assertThat(Rig.settings().withSubjectClaim("sub").subjectClaim()).isEqualTo("sub");
    assertThat(
            Rig.settings()
                .withIdentity(IdentitySource.USERINFO)
                .withSubjectClaim("id")
                .subjectClaim())
        .isEqualTo("id");
  }

  @Test
  void constructor_noOpenidScope_isRefused() {
    assertThatThrownBy(
            () ->
                ClientSettings.of(
                        "app", ClientAuthentication.none(), CALLBACK, Scopes.of("profile"))
                    .requireUsable())
        .hasMessageContaining("openid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "töpfe", "a\tb"})
  void constructor_clientIdOutsideOfVschar_isRefused(String id) {
    assertThatThrownBy(
            () ->
                ClientSettings.of(id, ClientAuthentication.none(), CALLBACK, Scopes.of("openid"))
                    .requireUsable())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/callback", "https://shop.example/callback#f"})
  void constructor_redirectUriRelativeOrWithFragment_isRefused(String uri) {
    assertThatThrownBy(
            () ->
                ClientSettings.of(
                        "app", ClientAuthentication.none(), URI.create(uri), Scopes.of("openid"))
                    .requireUsable())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"PT0S", "PT-1S", "PT2M1S"})
  void withTimeout_outOfRange_isRefused(Duration timeout) {
    assertThatThrownBy(() -> Rig.settings().withTimeout(timeout).requireUsable())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"s3cret\\n,s3cret", "s3cret\\r\\n,s3cret", "s3cret,s3cret", "' s \\n\\n',' s \\n'"})
  void secretFromFile_oneLineBreakAtTheEnd_isNotPartOfIt(String content, String secret)
      throws IOException {
    Path file = folder.resolve("secret");
    Files.writeString(file, content.translateEscapes());

    assertThat(ClientSecret.fromFile(file)).isEqualTo(ClientSecret.of(secret.translateEscapes()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void secretFromFile_empty_isRefusedWithThePath(String content) throws IOException {
    Path file = folder.resolve("secret");
    Files.writeString(file, content);

    assertThatThrownBy(() -> ClientSecret.fromFile(file).requireUsable())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void secretFromFile_missingOrHuge_isRefused() throws IOException {
    Path huge = Files.write(folder.resolve("huge"), new byte[64 * 1024 + 1]);

    assertThatThrownBy(() -> ClientSecret.fromFile(folder.resolve("none")).requireUsable())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ClientSecret.fromFile(huge).requireUsable())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void toString_secret_isNotShown() {
    assertThat(Rig.settings().toString()).doesNotContain("s3cret").contains("redacted");
    assertThatThrownBy(() -> withSecret("").requireUsable())
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ClientSettings withSecret(String secret) {
    return ClientSettings.of(
        "app", ClientAuthentication.basic(ClientSecret.of(secret)), CALLBACK, Scopes.of("openid"));
  }

  @ParameterizedTest
  @CsvSource({"HS256,32", "HS384,48", "HS512,64"})
  void idTokenSigningAlgorithm_hmac_needsALongSecret(String algorithm, int octets) {
    // two octets each in UTF-8: what counts is octets, not characters
    String secret = "ä".repeat(octets / 2);

    assertThat(withSecret(secret).withIdTokenSigningAlgorithm(algorithm).idTokenSigningAlgorithm())
        .isEqualTo(algorithm);
    assertThatThrownBy(
            () ->
                withSecret("s".repeat(octets - 1))
                    .withIdTokenSigningAlgorithm(algorithm)
                    .requireUsable())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(algorithm)
        .hasMessageContaining(octets + " octets");
  }

  @Test
  void idTokenSigningAlgorithm_hmacOfAPublicClient_isRefused() {
    ClientSettings settings =
        ClientSettings.of("app", ClientAuthentication.none(), CALLBACK, Scopes.of("openid"));

    assertThatThrownBy(() -> settings.withIdTokenSigningAlgorithm("HS256").requireUsable())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("secret");
    assertThat(settings.withIdTokenSigningAlgorithm("ES256").idTokenSigningAlgorithm())
        .isEqualTo("ES256");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "", "rs256", "HS1", "ES256K", "RSA-OAEP"})
  void idTokenSigningAlgorithm_thatIsNotTaken_isRefused(String algorithm) {
    assertThatThrownBy(
            () -> withSecret("s".repeat(64)).withIdTokenSigningAlgorithm(algorithm).requireUsable())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RS256");
  }
}

package dev.tms.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.token.Scopes;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://id.example",
        "ftp://id.example",
        "id.example",
        "https://",
        "https://id.example/?x=1",
        "https://id.example/#f",
        "https://user@id.example/",
        "https://id example/",
        ""
      })
  void discover_issuerThatIsNotAnHttpsUrl_isAProblem(String issuer) {
    assertThat(Provider.discover(issuer).problems()).singleElement().asString().contains("issuer");
    assertThat(Provider.of(issuer).build().problems()).hasSize(1);
    assertThatThrownBy(() -> Provider.discover(issuer).requireUsable())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("issuer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://localhost:8080/a", "http://127.0.0.1", "http://[::1]:1/", "https://a.b"})
  void discover_httpsOrLoopback_isAccepted(String issuer) {
    assertThat(Provider.discover(issuer).issuer()).isEqualTo(issuer);
    assertThat(Provider.discover(issuer).problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://id.example,https://id.example/.well-known/openid-configuration",
    "https://id.example/,https://id.example/.well-known/openid-configuration",
    "https://id.example/core/,https://id.example/core/.well-known/openid-configuration"
  })
  void discoveryUri_slashAtTheEnd_isRemovedFirst(String issuer, String uri) {
    assertThat(Provider.discover(issuer).discoveryUri()).hasToString(uri);
  }

  @Test
  void of_everyEndpoint_isGiven() {
    ProviderMetadata metadata =
        Provider.of("https://id.example/")
            .authorizationEndpoint("https://id.example/a")
            .tokenEndpoint("https://id.example/t")
            .jwksUri("https://id.example/k")
            .userInfoEndpoint("https://id.example/u")
            .revocationEndpoint("https://id.example/r")
            .introspectionEndpoint("https://id.example/i")
            .endSessionEndpoint("https://id.example/e")
            .build()
            .given()
            .orElseThrow();

    assertThat(metadata.issuer()).isEqualTo("https://id.example/");
    assertThat(metadata.authorizationEndpoint()).hasToString("https://id.example/a");
    assertThat(metadata.tokenEndpoint()).hasToString("https://id.example/t");
    assertThat(metadata.jwksUri()).hasToString("https://id.example/k");
    assertThat(metadata.userInfoEndpoint()).hasToString("https://id.example/u");
    assertThat(metadata.revocationEndpoint()).hasToString("https://id.example/r");
    assertThat(metadata.introspectionEndpoint()).hasToString("https://id.example/i");
    assertThat(metadata.endSessionEndpoint()).hasToString("https://id.example/e");
  }

  @Test
  void of_requiredEndpointMissing_isAProblem() {
    Provider.Builder builder =
        Provider.of("https://id.example").authorizationEndpoint("https://id.example/a");

    assertThat(builder.build().problems()).singleElement().asString().contains("token endpoint");
  }

  @Test
  void of_endpointsThatCannotBe_areAllProblems() {
    Provider provider =
        Provider.of("https://id.example")
            .tokenEndpoint("http://id.example/t")
            .jwksUri("https://id.example/k#frag")
            .build();

    assertThat(provider.problems()).hasSize(2);
    assertThat(provider.problems().get(0)).contains("token endpoint", "loopback");
    assertThat(provider.problems().get(1)).contains("JWKS URI");
  }

  @Test
  void check_loginParameterThatThePresetSends_isAFinding() {
    Provider provider =
        Provider.of("https://id.example")
            .discoverOthers()
            .quirks(ProviderQuirks.of("x").withoutOfflineAccess(Map.of("access_type", "offline")))
            .build();
    ClientSettings settings =
        Rig.settings()
            .withScopes(Scopes.of("openid", "offline_access"))
            .withLoginParameters(Map.of("access_type", AllowedValues.oneOf("online")));

    assertThat(provider.check(settings))
        .singleElement()
        .satisfies(
            finding -> assertThat(finding.setting()).isEqualTo("LoginParameters.access_type"));
  }
}

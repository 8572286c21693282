package dev.tms.registration.doctor;

import static dev.tms.registration.doctor.StubIssuer.html;
import static dev.tms.registration.doctor.StubIssuer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.registration.report.Severity;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the provider says of itself, and when. */
final class BrokenProviderTest extends BrokenInstallation {
  @Test
  void provider_nothingListens() {
    String url = stub.url();
    stub.close();

    names(
        Installation.at(url, folder).examine(),
        "provider-unreachable",
        "nothing listens on localhost");
  }

  @Test
  void provider_givenByHandAndNotThere() {
    Diagnosis diagnosis =
        Installation.at("https://id.invalid", folder)
            .set("Client", "AuthorizationEndpoint", "https://id.invalid/authorize")
            .set("Client", "TokenEndpoint", "https://id.invalid/token")
            .set("Client", "JwksUri", "https://id.invalid/keys")
            .examine();

    names(diagnosis, "provider-unreachable", "id.invalid");
  }

  @Test
  void provider_givenByHand_isAsked() {
    Diagnosis diagnosis =
        atStub()
            .set("Client", "AuthorizationEndpoint", stub.url() + "/authorize")
            .set("Client", "TokenEndpoint", stub.url() + "/token")
            .set("Client", "JwksUri", stub.url() + "/jwks")
            .examine();

    assertThat(diagnosis.count(Severity.ERROR)).as(diagnosis.toText("tms.json")).isZero();
    assertThat(diagnosis.toText("tms.json"))
        .contains("given by hand", "answered with login_required");
  }

  @Test
  void provider_nameUnknown() {
    Diagnosis diagnosis = Installation.at("https://id.invalid", folder).examine();

    names(diagnosis, "provider-unreachable", "id.invalid");
  }

  @Test
  void provider_answersWithAPage() {
    stub.discovery(html(404, "<h1>No such tenant</h1>"));

    Diagnosis diagnosis = atStub().examine();

    names(diagnosis, "metadata-unusable", "404", "no JSON");
    assertThat(diagnosis.toText("tms.json")).contains("  | No such tenant");
  }

  @Test
  void provider_answersWith203_isReadAsTheServiceDoes() {
    stub.discovery(json(203, stub.metadata()));
    stub.keys(json(203, Map.of("keys", List.of(StubIssuer.KEY))));

    Diagnosis diagnosis = atStub().examine();

    assertThat(diagnosis.count(Severity.ERROR)).as(diagnosis.toText("tms.json")).isZero();
  }

  @Test
  void provider_lacksAnEndpoint() {
    stub.said("token_endpoint", null);

    names(atStub().examine(), "metadata-unusable", "token_endpoint is missing");
  }

  @Test
  void provider_issuerThatDrawsOnTerminals_isOneLineWithoutEscapes() {
    stub.said("issuer", "https://id.example\u001b[31m\nall is well");

    names(atStub().examine(), "issuer-differs", "https://id.example all is well,");
  }

  @Test
  void provider_issuerWithASlash() {
    Diagnosis diagnosis = Installation.at(provider.issuer() + "/", folder).examine();

    names(diagnosis, "issuer-differs", provider.issuer() + ",", provider.issuer() + "/");
  }

  @Test
  void provider_noSigningKeys() {
    stub.keys(json(200, Map.of("keys", List.of())));

    names(atStub().examine(), "signing-keys-unusable", "no key for signatures");
  }

  @Test
  void provider_keyThatIsNone_isLeftOutAsTheServiceDoes() {
    stub.keys(
        json(
            200,
            Map.of(
                "keys",
                List.of(
                    Map.of("kty", "EC", "crv", "P-256", "x", "AA", "y", "AA", "kid", "k1"),
                    Map.of("kty", "RSA", "use", "ENC", "kid", "k2")))));

    names(
        atStub().examine(),
        "signing-keys-unusable",
        "no key for signatures",
        "k1",
        "k2",
        "encrypt");
  }

  @Test
  void provider_badKeyBesideAGoodOne_isANote() {
    Map<String, String> secret = Map.of("kty", "oct", "k", "AAAA", "kid", "k1");
    Map<String, String> forEncryption = Map.of("kty", "RSA", "use", "enc", "kid", "k2");
    stub.keys(json(200, Map.of("keys", List.of(StubIssuer.KEY, secret, forEncryption))));

    assertThat(atStub().examine().toText("tms.json"))
        .containsPattern("note: .*k1.*symmetric.*key-unusable")
        .doesNotContain("k2");
  }

  @Test
  void provider_endpointThatNothingNeedsIsUnusable_isANote() {
    stub.said("revocation_endpoint", 7);

    Diagnosis diagnosis = atStub().examine();

    assertThat(diagnosis.findings())
        .filteredOn(finding -> finding.rule().id().equals("endpoint-unusable"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.NOTE);
              assertThat(finding.message()).contains("its revocation_endpoint is not a text");
            });
  }

  @Test
  void provider_signingKeysOfAnotherKind() {
    stub.said("id_token_signing_alg_values_supported", List.of("RS256"));

    // the verifier takes what fits a key, listed or not: only a set algorithm fails for certain
    assertThat(atStub().examine().toText("tms.json"))
        .containsPattern("warning: .*has no key for RS256.*signing-keys-unusable");
    names(
        atStub().set("Client", "IdTokenSigningAlgorithm", "RS256").examine(),
        "signing-keys-unusable",
        "has no key for RS256");
  }

  @Test
  void provider_signingKeysNotThere() {
    stub.keys(html(503, "Maintenance"));

    names(atStub().examine(), "signing-keys-unusable", "503");
  }

  @Test
  void provider_withoutPkce() {
    stub.said("code_challenge_methods_supported", List.of("plain"));

    // the authorization request of the area login shows whether it is refused
    assertThat(atStub().examine().toText("tms.json"))
        .containsPattern("note: .*S256.*Client.UsePkce.*plain.*not-said");
  }

  @Test
  void provider_anotherClientAuthentication() {
    stub.said("token_endpoint_auth_methods_supported", List.of("private_key_jwt"));

    // metadata leave out what works: the token request of the area client shows whether it does
    assertThat(atStub().examine().toText("tms.json"))
        .containsPattern("note: .*client_secret_basic.*private_key_jwt.*not-said");
  }

  @Test
  void provider_weakSignatures() {
    stub.said("id_token_signing_alg_values_supported", List.of("HS256", "none"));

    assertThat(atStub().examine().toText("tms.json"))
        .contains("note: id_token_signing_alg_values_supported has none that is taken here")
        .contains("offered are: HS256, none");
  }

  @Test
  void provider_noUserInfo() {
    stub.said("userinfo_endpoint", null);

    names(atStub().set("Client", "UserInfo", true).examine(), "not-offered", "userinfo");
  }

  @Test
  void provider_noFormPost() {
    Diagnosis diagnosis =
        atStub()
            .set("Server", "PublicUrl", "https://tms.shop.example")
            .set("FrontEnd", "FrontEndRedirectUrl", "https://app.shop.example/")
            .set("Client", "ResponseMode", "form_post")
            .examine(Installation.doctor().without(List.of(Area.TLS)));

    assertThat(diagnosis.toText("tms.json"))
        .contains("note: response_modes_supported has no form_post")
        .contains("by default are: query, fragment");
  }

  @Test
  void provider_demandsPushedRequests() {
    stub.said("require_pushed_authorization_requests", true);

    names(atStub().examine(), "demands-more", "RFC 9126");
  }

  @Test
  void provider_noLogout() {
    stub.said("end_session_endpoint", null);

    hasFound(atStub().examine(), "no-end-session");
  }

  @Test
  void provider_noRevocation() {
    stub.said("revocation_endpoint", null);

    hasFound(atStub().examine(), "no-revocation");
  }

  @Test
  void provider_saysLittle_isNoted() {
    stub.said("grant_types_supported", null)
        .said("code_challenge_methods_supported", null)
        .said("backchannel_logout_supported", null)
        .said("scopes_supported", List.of("openid"));

    Diagnosis diagnosis = atStub().examine();

    assertThat(diagnosis.count(Severity.ERROR)).isZero();
    assertThat(diagnosis.findings())
        .filteredOn(finding -> finding.rule().id().equals("not-said"))
        .hasSize(4);
  }

  @Test
  void clock_tenMinutesAhead() {
    InstantSource ahead = () -> Instant.now().plus(Duration.ofMinutes(10));
    Doctor doctor = Doctor.of(ahead, new SecureRandom());

    names(installation().examine(doctor), "clock-wrong", "ahead of the provider's", "s ");
  }

  @Test
  void clock_halfAMinuteBehind() {
    InstantSource behind = () -> Instant.now().minusSeconds(30);
    Doctor doctor = Doctor.of(behind, new SecureRandom());

    hasFound(installation().examine(doctor), "clock-drifts");
  }
}

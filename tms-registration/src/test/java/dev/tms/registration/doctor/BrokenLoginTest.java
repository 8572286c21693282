package dev.tms.registration.doctor;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static dev.tms.registration.doctor.StubIssuer.html;
import static dev.tms.registration.doctor.StubIssuer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.registration.report.Report.Finding;
import dev.tms.registration.report.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the provider answers to this client. */
final class BrokenLoginTest extends BrokenInstallation {
  @Test
  void login_scopeNotKnown() {
    Diagnosis diagnosis =
        installation().set("Client", "Scopes", List.of("openid", "orders")).examine();

    names(diagnosis, "login-refused", "invalid_scope");
  }

  @Test
  void login_redirectUriNotKnown() {
    Diagnosis diagnosis =
        installation().set("Server", "PublicUrl", "http://localhost:9999").examine();

    names(diagnosis, "login-error-page", "(400)", "http://localhost:9999/callback");
    assertThat(diagnosis.toText("tms.json")).contains("  | This sign-in cannot start");
  }

  @Test
  void login_errorPageThatSaysOk() {
    stub.authorizes(html(200, "<h1>Error</h1><p>Sorry: unauthorized_client</p>"));

    names(atStub().examine(), "login-error-page", "Error Sorry: unauthorized_client");
  }

  @Test
  void login_pageOfAProviderWithoutPrompts() {
    stub.authorizes(html(200, "<p>Welcome to the intranet</p>"));

    Diagnosis diagnosis =
        atStub()
            .set("Client", "Identity", "userinfo")
            .set("Client", "Scopes", List.of("orders"))
            .examine();

    assertThat(diagnosis.toText("tms.json"))
        .contains("Welcome to the intranet", "[login-odd-page]");
  }

  @Test
  void login_stateIsNotGivenBack() {
    stub.authorizes(
        aResponse()
            .withStatus(302)
            .withHeader(
                "Location",
                Installation.PUBLIC_URL + "/callback?error=login_required&state=other"));

    names(atStub().examine(), "login-state-lost", "state");
  }

  @Test
  void login_pageThatRepeatsTheSecret_doesNotShowIt() {
    stub.authorizes(
        json(400, Map.of("error", "invalid_request", "echo", "<" + Installation.SECRET + ">")));

    names(atStub().examine(), "login-error-page", "invalid_request", "<(hidden)>");
  }

  @Test
  void client_tokenEndpointFailsInJson() {
    stub.token(json(500, Map.of("Message", "An error has occurred.")));

    Diagnosis diagnosis = atStub().examine();

    hasFound(diagnosis, "token-endpoint-odd");
    assertThat(diagnosis.toText("tms.json")).contains("the token endpoint answered 500 with JSON");
  }

  @Test
  void login_promptNoneAnsweredByTheLoginPage() {
    for (int status : new int[] {200, 401}) {
      stub.authorizes(html(status, "<form><input type=password name=password></form>"));

      Diagnosis diagnosis = atStub().examine();

      hasFound(diagnosis, "silent-login-page");
      assertThat(diagnosis.count(Severity.ERROR)).as(diagnosis.toText("tms.json")).isZero();
    }
  }

  @Test
  void login_promptNoneAnsweredByScripts_isANote() {
    stub.authorizes(html(200, "<div id=app></div><script src=app.js></script>"));

    assertThat(atStub().examine().findings())
        .filteredOn(finding -> finding.rule().id().equals("silent-login-page"))
        .singleElement()
        .extracting(Finding::severity)
        .isEqualTo(Severity.NOTE);
  }

  @Test
  void login_ofAClientWithoutOpenid_mayShowAPage() {
    stub.authorizes(html(200, "<form><input type=password name=password></form>"));

    Diagnosis diagnosis =
        atStub()
            .set("Client", "Identity", "userinfo")
            .set("Client", "Scopes", List.of("orders"))
            .examine();

    assertThat(diagnosis.toText("tms.json")).doesNotContain("silent-login-page");
  }

  @Test
  void client_secretNeedsEncoding_isNoted() {
    for (String secret :
        List.of("with a blank", "per%cent%per", "plus+plus+plus", "ümlaut-ümlaut")) {
      Diagnosis diagnosis =
          installation()
              .set("Client", "ClientSecret", secret)
              .examine(Installation.doctor().offline());

      hasFound(diagnosis, "secret-needs-encoding");
      assertThat(diagnosis.toText("tms.json")).doesNotContain(secret);
    }
  }

  @Test
  void client_secretOfLettersAndDigits_orInTheBody_isNot() {
    Diagnosis plain =
        installation()
            .set("Client", "ClientSecret", "Letters-and_digits.0123")
            .examine(Installation.doctor().offline());
    Diagnosis post =
        installation()
            .set("Client", "ClientAuthentication", "client_secret_post")
            .examine(Installation.doctor().offline());

    assertThat(plain.toText("tms.json") + post.toText("tms.json"))
        .doesNotContain("secret-needs-encoding");
  }

  @Test
  void client_refusedSecretThatNeedsEncoding_isNamedAsTheCause() {
    names(
        installation().set("Client", "ClientSecret", "not the one that it should be").examine(),
        "client-refused",
        "the client secret has characters that need encoding");
  }

  @Test
  void login_endpointGone() {
    stub.said("authorization_endpoint", "http://127.0.0.1:1/authorize");

    names(atStub().examine(), "login-no-page", "127.0.0.1:1");
  }

  @Test
  void client_unknown() {
    Diagnosis diagnosis = installation().set("Client", "ClientId", "no one").examine();

    names(diagnosis, "login-error-page", "no one", "not known");
    assertThat(diagnosis.toText("tms.json")).contains("[client-refused]");
  }

  @Test
  void client_wrongSecret() {
    Diagnosis diagnosis =
        installation().set("Client", "ClientSecret", "not the one that it should be").examine();

    names(diagnosis, "client-refused", "client shop", "invalid_client");
  }

  @Test
  void client_tokenEndpointGone() {
    stub.said("token_endpoint", "http://127.0.0.1:1/token");

    names(atStub().examine(), "token-endpoint-unreachable", "127.0.0.1:1");
  }

  @Test
  void client_tokenEndpointIsAPage() {
    stub.token(html(200, "<h1>Intranet</h1>"));

    Diagnosis diagnosis = atStub().examine();

    hasFound(diagnosis, "token-endpoint-odd");
    assertThat(diagnosis.toText("tms.json"))
        .contains("the token endpoint answered 200 with text/html", "  | Intranet");
  }

  @Test
  void machine_wrongSecret() {
    Diagnosis diagnosis =
        installation()
            .set(
                "Machine",
                "Billing",
                Map.of(
                    "TokenEndpoint", provider.issuer() + "/token",
                    "ClientId", "billing",
                    "ClientSecret", "no such client"))
            .examine();

    names(diagnosis, "machine-refused", "billing");
  }

  @Test
  void machine_alone_isLookedAtAlone() throws IOException {
    String endpoint = provider.issuer() + "/token";
    Path file =
        Files.writeString(
            folder.resolve("machine.json"),
            "{\"Machine\": {\"billing\": {\"TokenEndpoint\": \"%s\", \"ClientId\": \"billing\", \"ClientSecret\": \"x\"}}}"
                .formatted(endpoint));

    Diagnosis diagnosis = Installation.doctor().examine(file, Map.of());

    names(diagnosis, "machine-refused", "billing");
    assertThat(diagnosis.toText("machine.json"))
        .contains("the configuration has machine clients alone");
  }
}

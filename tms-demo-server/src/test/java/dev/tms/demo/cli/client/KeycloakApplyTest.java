package dev.tms.demo.cli.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code client apply --keycloak} at a realm that answers what a test says. */
final class KeycloakApplyTest {
  @RegisterExtension
  static final WireMockExtension server =
      WireMockExtension.newInstance()
          .options(options().dynamicPort().bindAddress("127.0.0.1"))
          .build();

  private static final String REALM = "/admin/realms/acme";
  private static final String CLIENT =
      """
      {
        "clientId": "job", "clientName": "Job", "allowedGrantTypes": ["client_credentials"],
        "allowedScopes": ["wf.api"], "accessTokenLifetime": 300
      }
      """;

  @TempDir private Path folder;

  @BeforeEach
  void realm() {
    server.stubFor(get(urlPathEqualTo(REALM + "/clients")).willReturn(okJson("[]")));
    server.stubFor(
        get(REALM + "/client-scopes")
            .willReturn(okJson("[{\"id\": \"1\", \"name\": \"wf.api\"}]")));
    server.stubFor(
        get(urlMatching(REALM + "/clients/c0ffee/.*-client-scopes"))
            .willReturn(okJson("[{\"id\": \"1\", \"name\": \"wf.api\"}]")));
    server.stubFor(put(REALM + "/clients/c0ffee").willReturn(aResponse().withStatus(204)));
  }

  private void there(String members) {
    server.stubFor(
        get(urlPathEqualTo(REALM + "/clients"))
            .willReturn(
                okJson("[{\"id\": \"c0ffee\", \"clientId\": \"job\", %s}]".formatted(members))));
  }

  private CommandLineRun apply(String document, String... more) throws IOException {
    String[] line = {
      "client",
      "apply",
      Files.writeString(folder.resolve("job.json"), document).toString(),
      "--keycloak",
      "--url",
      "http://127.0.0.1:" + server.getPort() + REALM,
      "--token-file",
      Files.writeString(folder.resolve("token"), "admin-token").toString(),
      "--secret-file",
      Files.writeString(folder.resolve("secret"), "clear-secret-of-the-job\n").toString()
    };
    String[] all = Arrays.copyOf(line, line.length + more.length);
    System.arraycopy(more, 0, all, line.length, more.length);
    return CommandLineRun.of(all);
  }

  private static final String AS_WANTED =
      """
      "name": "Job", "enabled": true, "protocol": "openid-connect", "publicClient": false,
      "clientAuthenticatorType": "client-secret", "secret": "clear-secret-of-the-job",
      "standardFlowEnabled": false, "implicitFlowEnabled": false, "directAccessGrantsEnabled": false,
      "serviceAccountsEnabled": true, "redirectUris": [], "webOrigins": [], "consentRequired": false,
      "frontchannelLogout": false, "fullScopeAllowed": false,
      "defaultClientScopes": ["web-origins", "acr", "basic", "service_account"],
      "optionalClientScopes": ["phone", "wf.api"],
      "attributes": {"access.token.lifespan": "300", "post.logout.redirect.uris": "-", "realm_client": "false"}
      """;

  @Test
  void apply_dryRunOfANewClient_printsItsValuesAndWritesNothing() throws IOException {
    CommandLineRun run = apply(CLIENT, "--dry-run");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith("create client job\n")
        .contains("  $.serviceAccountsEnabled: not set → true\n", "  $.secret: not set → ")
        .contains("  $.attributes['access.token.lifespan']: not set → \"300\"\n")
        .doesNotContain("clear-secret", "admin-token", "done");
    server.verify(0, postRequestedFor(anyUrl()));
  }

  @Test
  void apply_valuesDiffer_printsThemAndWrites() throws IOException {
    there(
        AS_WANTED
            .replace("\"300\"", "\"3600\"")
            .replace("\"redirectUris\": []", "\"redirectUris\": [\"https://old.example/*\"]")
            .replace("clear-secret-of-the-job", "another-clear-secret"));

    CommandLineRun run = apply(CLIENT);

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .startsWith("update client job\n")
        .contains("  $.redirectUris: - \"https://old.example/*\"\n")
        .contains("  $.attributes['access.token.lifespan']: \"3600\" → \"300\"\n")
        .contains("  $.secret: changes; values are not shown\n")
        .doesNotContain("clear-secret")
        .endsWith("done\n");
    server.verify(1, putRequestedFor(urlEqualTo(REALM + "/clients/c0ffee")));
  }

  @Test
  void apply_nothingDiffers_hasNothingToDo() throws IOException {
    there(AS_WANTED);

    CommandLineRun run = apply(CLIENT);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("keep client job\nnothing to do\n");
    server.verify(0, putRequestedFor(anyUrl()));
  }

  @Test
  void apply_errorsThatLintFinds_stopIt() throws IOException {
    server.stubFor(post(REALM + "/clients").willReturn(aResponse().withStatus(201)));

    CommandLineRun run = apply(CLIENT.replace("\"client_credentials\"", ""));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("[grants-missing]", "nothing was applied");
    assertThat(
            apply(CLIENT.replace("\"client_credentials\"", ""), "--no-lint", "--dry-run")
                .exitCode())
        .isZero();
    server.verify(0, postRequestedFor(anyUrl()));
  }
}

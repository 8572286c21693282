package dev.tms.demo.cli.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading, updating and deleting what was registered (RFC 7592). */
final class RegisteredCommandTest {
  @RegisterExtension
  static final WireMockExtension server =
      WireMockExtension.newInstance()
          .options(options().dynamicPort().bindAddress("127.0.0.1"))
          .build();

  private static final String WANTED =
      """
      {
        "clientId": "app", "clientName": "App", "requireClientSecret": false,
        "allowedGrantTypes": ["authorization_code"], "allowedScopes": ["openid", "profile"],
        "redirectUris": ["https://app.example/new"]
      }
      """;

  @TempDir private Path folder;
  private Path registration;
  private String document;

  @BeforeEach
  void register() throws IOException {
    registration = Files.writeString(folder.resolve("registered.json"), answer("first-token"));
    document = Files.writeString(folder.resolve("app.json"), WANTED).toString();
    if (registration.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(registration, PosixFilePermissions.fromString("rw-------"));
    }
    server.stubFor(
        get("/register/made")
            .withHeader("Authorization", equalTo("Bearer first-token"))
            .willReturn(okJson(answer("second-token"))));
  }

  private static String answer(String token) {
    return """
    {
      "client_id": "made", "client_secret": "the-clients-secret", "client_name": "App",
      "registration_access_token": "%s", "registration_client_uri": "http://127.0.0.1:%d/register/made",
      "redirect_uris": ["https://app.example/old"], "grant_types": ["authorization_code"],
      "response_types": ["code"], "token_endpoint_auth_method": "none", "scope": "profile openid",
      "contacts": ["ops@app.example"]
    }
    """
        .formatted(token, server.getPort());
  }

  private CommandLineRun run(String line, String... more) {
    List<String> args = new ArrayList<>(List.of(("client registered " + line).split(" ")));
    args.addAll(List.of("--registration", registration.toString()));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  @Test
  void read_showsNoSecretAndKeepsTheNewToken() throws IOException {
    CommandLineRun run = run("read");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("\"client_name\": \"App\"", "ops@app.example")
        .doesNotContain("token\": \"", "the-clients-secret");
    assertThat(Files.readString(registration))
        .contains("second-token", "the-clients-secret")
        .doesNotContain("first-token");
    if (registration.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(registration)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void update_writesWhatDiffersWithTheNewestToken() throws IOException {
    server.stubFor(
        put("/register/made")
            .withHeader("Authorization", equalTo("Bearer second-token"))
            .willReturn(okJson(answer("third-token").replace("/old", "/new"))));

    CommandLineRun run = run("update " + document);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            update client made
              $.redirect_uris: + "https://app.example/new", - "https://app.example/old"
            done
            """);
    assertThat(run.err()).contains("lost: $.clientId").doesNotContain("token");
    server.verify(
        putRequestedFor(urlEqualTo("/register/made"))
            .withRequestBody(
                equalToJson(
                    """
                    {
                      "client_id": "made", "client_secret": "the-clients-secret", "client_name": "App",
                      "redirect_uris": ["https://app.example/new"], "grant_types": ["authorization_code"],
                      "response_types": ["code"], "token_endpoint_auth_method": "none",
                      "scope": "openid profile", "contacts": ["ops@app.example"]
                    }
                    """)));
    assertThat(Files.readString(registration)).contains("third-token", "/new");
  }

  @Test
  void update_metadataOfRfc7591_changesWhatTheFileSaysAlone() throws IOException {
    server.stubFor(
        put("/register/made").willReturn(okJson(answer("third-token").replace("/old", "/new"))));
    Files.writeString(
        Path.of(document),
        """
        {"client_id": "another", "redirect_uris": ["https://app.example/new"], "contacts": null}
        """);

    CommandLineRun run = run("update " + document);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("lost: $.client_id");
    server.verify(
        putRequestedFor(urlEqualTo("/register/made"))
            .withRequestBody(
                equalToJson(
                    """
                    {
                      "client_id": "made", "client_secret": "the-clients-secret", "client_name": "App",
                      "redirect_uris": ["https://app.example/new"], "grant_types": ["authorization_code"],
                      "response_types": ["code"], "token_endpoint_auth_method": "none",
                      "scope": "profile openid"
                    }
                    """)));
    assertThat(run("update " + document, "--client", "app").exitCode()).isEqualTo(2);
  }

  @Test
  void update_dryRunOrNothingDiffers_changesNothing() throws IOException {
    CommandLineRun dry = run("update --dry-run " + document);
    Files.writeString(registration, answer("first-token"));
    Files.writeString(Path.of(document), WANTED.replace("/new", "/old"));
    CommandLineRun same = run("update " + document);

    assertThat(dry.exitCode()).as(dry.err()).isZero();
    assertThat(dry.out()).startsWith("update client made\n").doesNotContain("done");
    assertThat(same.exitCode()).as(same.err()).isZero();
    assertThat(same.out()).isEqualTo("keep client made\nnothing to do\n");
    server.verify(0, putRequestedFor(urlEqualTo("/register/made")));
  }

  @Test
  void update_refused_exits1AndSaysWhy() {
    server.stubFor(
        put("/register/made")
            .willReturn(
                aResponse()
                    .withStatus(400)
                    .withHeader("Content-Type", "application/json")
                    .withBody(
                        "{\"error\": \"invalid_redirect_uri\", \"error_description\": \"not"
                            + " second-token\"}")));

    CommandLineRun run = run("update " + document);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("invalid_redirect_uri").doesNotContain("second-token", "\tat ");
    assertThat(run.out()).doesNotContain("done");
  }

  @Test
  void delete_isSentWithTheToken() {
    server.stubFor(
        delete("/register/made")
            .withHeader("Authorization", equalTo("Bearer first-token"))
            .willReturn(aResponse().withStatus(204)));

    CommandLineRun run = run("delete");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("deleted client made");
    server.verify(deleteRequestedFor(urlEqualTo("/register/made")));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 500})
  void anyCommand_refused_exits1WithoutTheToken(int status) {
    server.stubFor(get("/register/made").willReturn(aResponse().withStatus(status)));
    server.stubFor(delete("/register/made").willReturn(aResponse().withStatus(status)));

    for (CommandLineRun run : List.of(run("read"), run("update " + document), run("delete"))) {
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).contains(String.valueOf(status)).doesNotContain("first-token", "\tat ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "nonsense",
        "{\"client_id\": \"a\"}",
        "{\"client_id\": \"a\", \"registration_access_token\": \"t\"}",
        "{\"client_id\": \"a\", \"registration_access_token\": \"t\", \"registration_client_uri\":"
            + " \"http://a.example/\"}"
      })
  void anyCommand_fileOfNoRegistration_exits2(String text) throws IOException {
    Files.writeString(registration, text);

    CommandLineRun run = run("read");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith(registration.toString()).doesNotContain("\tat ");
    assertThat(CommandLineRun.of("client", "registered", "read").exitCode()).isEqualTo(2);
  }
}

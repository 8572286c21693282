package dev.tms.demo.interop;

import static dev.tms.demo.interop.Workbench.section;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tms.demo.cli.InProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are registered with an initial access token (RFC 7591) and managed (RFC 7592). */
@KeycloakTest
class KeycloakRegistrationTest {
  @TempDir Path directory;

  @Test
  void register_clientForTms_nativeClientGoesThrough(Workbench bench) throws Exception {
    ObjectNode configuration = bench.configuration();
    String config = file("tms.json", configuration.toString());
    String client = path("client.json");
    String answer = path("registered.json");
    ObjectMapper json = new ObjectMapper();

    command("client", "new", "--for-tms", "--config", config, "-o", client);
    ObjectNode metadata =
        (ObjectNode) json.readTree(command("client", "convert", "--to", "rfc7591", client));
    // Keycloak does not count openid among its client scopes; without any, the realm's defaults are
    metadata.remove("scope");
    register(bench, file("metadata.json", metadata.toString()), answer);
    JsonNode registered = json.readTree(Path.of(answer).toFile());
    section(configuration, "Client")
        .put("ClientId", registered.path("client_id").asText())
        .put("ClientSecret", registered.path("client_secret").asText());

    try (RunningTms tms = RunningTms.start(directory, configuration)) {
      assertThat(NativeRun.at(tms).as(null, "alice"))
          .contains("the front end comes up", "refused, as it must be: logged_out")
          .contains("/protocol/openid-connect/logout");
    }
  }

  @Test
  void registered_isReadUpdatedAndDeleted(Workbench bench) throws Exception {
    String document =
        """
        {
          "clientId": "any", "clientName": "Shop", "allowedGrantTypes": ["authorization_code"],
          "allowedScopes": ["email", "profile"], "redirectUris": ["https://shop.example/old"]
        }
        """;
    String client = file("client.json", document);
    String answer = path("registered.json");

    register(bench, client, answer);
    String read = command("client", "registered", "read", "--registration", answer);
    file("client.json", document.replace("/old", "/new"));
    String update = command("client", "registered", "update", client, "--registration", answer);
    String again = command("client", "registered", "read", "--registration", answer);
    String delete = command("client", "registered", "delete", "--registration", answer);

    assertThat(read).contains("https://shop.example/old").doesNotContain("client_secret\"");
    assertThat(update)
        .startsWith("update client ")
        .contains("+ \"https://shop.example/new\", - \"https://shop.example/old\"")
        .endsWith("done\n");
    assertThat(again).contains("https://shop.example/new").doesNotContain("/old");
    assertThat(delete).startsWith("deleted client ");
    assertThat(run("client", "registered", "read", "--registration", answer).exitCode())
        .isEqualTo(1);
  }

  @Test
  void register_tokenThatIsUsedUp_isRefused(Workbench bench) throws Exception {
    String client =
        file(
            "client.json",
            """
            {"client_name": "Job", "grant_types": ["client_credentials"], "redirect_uris": []}
            """);
    String token = file("token", bench.admin().initialAccessToken());

    Run first = run(registration(bench, client, token, path("first.json")));
    Run second = run(registration(bench, client, token, path("second.json")));

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.err()).contains("401").doesNotContain(Files.readString(Path.of(token)));
  }

  private void register(Workbench bench, String client, String answer) throws IOException {
    String token = file("token", bench.admin().initialAccessToken());
    command(registration(bench, client, token, answer));
  }

  private static String[] registration(
      Workbench bench, String client, String token, String answer) {
    return new String[] {
      "client",
      "register",
      client,
      "--url",
      bench.keycloak().issuer() + "/clients-registrations/openid-connect",
      "--token-file",
      token,
      "-o",
      answer
    };
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  /** What a command that goes well prints. */
  private static String command(String... line) {
    Run run = run(line);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run.out();
  }

  private record Run(int exitCode, String out, String err) {}

  private static Run run(String... line) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        InProcess.run(
            line,
            Map.of(),
            InputStream.nullInputStream(),
            new PrintWriter(out, true),
            new PrintWriter(err, true));
    return new Run(exitCode, out.toString(), err.toString());
  }
}

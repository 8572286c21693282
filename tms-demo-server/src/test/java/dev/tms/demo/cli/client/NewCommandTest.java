package dev.tms.demo.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.RegistrationKind;
import dev.tms.registration.Resource;
import dev.tms.registration.SecretHash;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.token.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NewCommandTest {
  private static final String CONFIGURATION =
      """
      {
        "Client": {
          "Authority": "https://id.example", "ClientId": "shop", "ClientSecret": "a very long secret indeed"
        },
        "FrontEnd": { "FrontEndRedirectUrl": "https://localhost:3000/" },
        "Tenants": { "Mode": "single" }
      }
      """;

  @TempDir private Path folder;

  private CommandLineRun run(String line, String... more) {
    List<String> args = new ArrayList<>(List.of(line.split(" ")));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private static ClientRegistration client(String json) {
    return RegistrationDocument.parse(json).client();
  }

  private static String secretIn(String err) {
    return err.replaceAll("(?s).*kept nowhere: (\\S+).*", "$1");
  }

  @Test
  void forTms_ofAConfiguration_passesLint() throws IOException {
    Path config = Files.writeString(folder.resolve("tms.json"), CONFIGURATION);

    CommandLineRun made = run("client new --for-tms --name Shop --config", config.toString());
    CommandLineRun lint = CommandLineRun.with(made.out(), Map.of(), "client", "lint", "-");

    assertThat(made.exitCode()).as(made.err()).isZero();
    assertThat(made.err()).isEmpty();
    assertThat(client(made.out()).clientId()).isEqualTo("shop");
    assertThat(client(made.out()).clientSecrets().get(0).value())
        .contains(SecretHash.of(Secret.of("a very long secret indeed")));
    assertThat(made.out()).doesNotContain("very long secret");
    assertThat(lint.exitCode()).as(lint.out()).isZero();
  }

  @Test
  void forTms_withoutIdTokens_saysWhichRuleIsInTheWay() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("tms.json"),
            CONFIGURATION.replace(
                "\"ClientId\"",
                "\"Identity\": \"introspection\", \"Scopes\": [\"all\"], \"ClientId\""));

    CommandLineRun made = run("client new --for-tms --name Shop --config", config.toString());
    CommandLineRun lint =
        CommandLineRun.with(
            made.out(), Map.of(), "client", "lint", "--ignore", "openid-missing", "-");

    assertThat(made.err()).contains("--ignore openid-missing");
    assertThat(lint.exitCode()).as(lint.out()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--browser-app --redirect-uri https://app.example/callback --scope wf.api,wf.more",
        "--native-app --redirect-uri com.example.app:/callback --scope wf.api",
        "--hybrid --redirect-uri https://app.example/callback --scope wf.api",
        "--client-credentials --scope wf.api"
      })
  void template_ofEachType_isReadableAndWithoutErrors(String options) {
    CommandLineRun made = run("client new --id app --name App " + options);
    CommandLineRun lint =
        CommandLineRun.with(
            made.out(), Map.of(), "client", "lint", "--known-scope", "wf.api,wf.more", "-");

    assertThat(made.exitCode()).as(made.err()).isZero();
    assertThat(client(made.out()).find(ClientProperties.CLIENT_NAME)).contains("App");
    assertThat(client(made.out()).allowedScopes()).contains("wf.api");
    assertThat(lint.out()).doesNotContain(": error: ");
  }

  @Test
  void secret_ofANewClient_isShownOnceOnStandardErrorAndHashedInTheDocument() {
    CommandLineRun made = run("client new --client-credentials --id job --scope wf.api");

    String secret = secretIn(made.err());
    assertThat(secret).hasSize(43);
    assertThat(made.out()).doesNotContain(secret);
    assertThat(client(made.out()).clientSecrets().get(0).value())
        .contains(SecretHash.of(Secret.of(secret)));
  }

  @Test
  void secret_toAFile_isForItsOwnerAlone() throws IOException {
    Path file = folder.resolve("secret.txt");

    CommandLineRun made =
        run(
            "client new --client-credentials --id job --scope wf.api --secret-output",
            file.toString());
    CommandLineRun again =
        run(
            "client new --client-credentials --id job --scope wf.api --secret-output",
            file.toString());

    String secret = Files.readString(file).strip();
    assertThat(made.err()).doesNotContain(secret);
    assertThat(client(made.out()).clientSecrets().get(0).value())
        .contains(SecretHash.of(Secret.of(secret)));
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(Files.readString(file).strip()).isEqualTo(secret);
  }

  @Test
  void output_thatExists_isLeftAsItIs() throws IOException {
    Path file = Files.writeString(folder.resolve("c.json"), "mine");

    CommandLineRun made =
        run("client new --client-credentials --id job --scope wf.api -o", file.toString());

    assertThat(made.exitCode()).isEqualTo(2);
    assertThat(made.err()).contains("c.json: exists already").doesNotContain("kept nowhere");
    assertThat(Files.readString(file)).isEqualTo("mine");
  }

  @Test
  void spelling_pascal_isWritten() {
    assertThat(run("client new --client-credentials --id job --scope a --spelling pascal").out())
        .contains("\"ClientId\": \"job\"", "\"ClientSecrets\"", "\"Value\"");
  }

  @Test
  void copy_ofAClient_hasAllButIdNameAndSecrets() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("all.json"),
            run("client new --client-credentials --id job --scope wf.api").out());

    CommandLineRun copy = run("client copy --id second --new-secret", file.toString());

    assertThat(copy.exitCode()).isZero();
    assertThat(client(copy.out()).clientId()).isEqualTo("second");
    assertThat(client(copy.out()).allowedScopes()).containsExactly("wf.api");
    assertThat(client(copy.out()).clientSecrets().get(0).value())
        .contains(SecretHash.of(Secret.of(secretIn(copy.err()))));
    assertThat(run("client copy --id second", file.toString()).err()).contains("needs one");
  }

  @Test
  void copy_ofSeveral_asksWhich() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("all.json"),
            "{\"clients\": [{\"clientId\": \"a\"}, {\"clientId\": \"b\"}]}");

    CommandLineRun unclear = run("client copy --id c", file.toString());

    assertThat(unclear.exitCode()).isEqualTo(2);
    assertThat(unclear.err()).contains("a, b");
    assertThat(run("client copy --client b --id c", file.toString()).exitCode()).isZero();
    assertThat(run("client copy --client x --id c", file.toString()).exitCode()).isEqualTo(2);
  }

  @Test
  void hashSecret_ofStandardInput_isTheirHash() {
    CommandLineRun run = CommandLineRun.with("secret\n", Map.of(), "client", "hash-secret");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().strip()).isEqualTo(SecretHash.of(Secret.of("secret")).reveal());
    assertThat(run.err()).contains("no salt");
  }

  @Test
  void hashSecret_ofAFile_isTheLongerHash() throws IOException {
    Path file = Files.writeString(folder.resolve("s"), "x".repeat(40));

    CommandLineRun run = run("client hash-secret --sha512", file.toString());

    assertThat(run.out().strip()).isEqualTo(SecretHash.sha512(Secret.of("x".repeat(40))).reveal());
    assertThat(run.err()).isEmpty();
  }

  @Test
  void hashSecret_ofNothing_exits2() {
    assertThat(CommandLineRun.with("\n", Map.of(), "client", "hash-secret").exitCode())
        .isEqualTo(2);
  }

  @Test
  void scopeAndResource_new_areReadAsWhatTheyAre() {
    String scope = run("scope new wf.api --display-name Workflows --claim role").out();
    String api = run("resource new wf --scope wf.api").out();
    String identity = run("resource new roles --identity --claim role").out();

    assertThat(RegistrationDocument.parse(scope).contents().resources())
        .extracting(Resource::kind)
        .containsExactly(RegistrationKind.API_SCOPE);
    assertThat(RegistrationDocument.parse(api).contents().resources().get(0).scopes()).hasSize(1);
    assertThat(
            CommandLineRun.with(
                    identity, Map.of(), "resource", "lint", "--kind", "identity-resource", "-")
                .exitCode())
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "client new",
        "client new --id a",
        "client new --browser-app --native-app --id a",
        "client new --for-tms",
        "client new --for-tms --config a --id b",
        "client new --browser-app --id a",
        "client new --browser-app --redirect-uri https://a.example/",
        "client new --browser-app --id a --redirect-uri http://a.example/",
        "client new --browser-app --id a --redirect-uri https://a.example/ --config b",
        "client new --client-credentials --id a",
        "client new --client-credentials --id a --scope b --redirect-uri https://a.example/",
        "client new --client-credentials --id a --scope b --secret-days 0",
        "client new --for-tms --config missing.json",
        "client copy a",
        "client copy missing.json --id a",
        "client hash-secret missing",
        "resource new",
        "resource new a --identity",
        "resource new a --identity --claim b --scope c",
        "scope new"
      })
  void run_mistakeOnTheCommandLine_exits2WithoutTrace(String line) {
    CommandLineRun run = run(line);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isNotEmpty().doesNotContain("\tat ");
  }

  @Test
  void new_folderOfTheFileIsMissing_makesNothing() {
    String file = folder.resolve("none").resolve("a.json").toString();

    CommandLineRun made =
        run("client new --client-credentials --id a --scope b --secret-output", file);

    assertThat(made.exitCode()).isEqualTo(2);
    assertThat(made.out()).isEmpty();
    assertThat(made.err()).isEqualToIgnoringNewLines(file + ": there is no such folder");
  }

  @Test
  void copy_underTheSameId_isRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("a.json"), "{\"clientId\": \"a\"}");

    CommandLineRun made = run("client copy --id a", file.toString());

    assertThat(made.exitCode()).isEqualTo(2);
    assertThat(made.err()).startsWith("--id: is the original's");
  }

  @Test
  void lint_ofAFolder_saysSo() {
    CommandLineRun lint = run("client lint", folder.toString());

    assertThat(lint.exitCode()).isEqualTo(2);
    assertThat(lint.err()).isEqualToIgnoringNewLines(folder + ": is a directory");
  }
}

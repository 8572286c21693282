package dev.tms.demo.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.registration.document.RegistrationDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that talk to a provider, compare and convert. */
final class ProviderCommandTest {
  private static final String PACKAGE =
      """
      {
        "clients": [{
          "clientId": "shop", "allowedGrantTypes": ["client_credentials"], "allowedScopes": ["wf.api"],
          "clientSecrets": [{"value": "4fY0qPGdZyHVRC0m1tT5xB0oWcJ3bC8h9Kq1pS2eW7A="}]
        }],
        "apiScopes": [{"name": "wf.api"}],
        "apiResources": [{"name": "wf", "scopes": ["wf.api"]}]
      }
      """;

  @TempDir private Path folder;
  private StubProvider provider;
  private String token = "";
  private String document = "";

  @BeforeEach
  void start() throws IOException {
    provider = new StubProvider();
    token = file("x.token", StubProvider.TOKEN + "\n");
    document = file("all.json", PACKAGE);
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private CommandLineRun run(String line, String... more) {
    List<String> args = new ArrayList<>(List.of(line.split(" ")));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private CommandLineRun applied(String line, String name) {
    return run(line, "--url", provider.url() + "/v1", "--token-file", token, name);
  }

  /** A client in which lint finds no error. */
  private static String sound(String id) {
    return """
    {
      "clientId": "%s", "clientName": "Sound", "requireClientSecret": false,
      "allowedGrantTypes": ["authorization_code"], "allowedScopes": ["openid"],
      "redirectUris": ["https://sound.example/callback"]
    }
    """
        .formatted(id);
  }

  @Test
  void apply_errorsThatLintFinds_stopItBeforeAnythingIsAsked() throws IOException {
    String weak = file("weak.json", sound("weak").replace("/callback", "/*"));

    CommandLineRun stopped = applied("client apply", weak);
    CommandLineRun dry = applied("client apply --dry-run", weak);
    CommandLineRun ignored = applied("client apply --ignore redirect-wildcard", weak);
    CommandLineRun anyway = applied("client apply --no-lint", weak);

    assertThat(stopped.exitCode()).isEqualTo(1);
    assertThat(stopped.out()).isEmpty();
    assertThat(stopped.err())
        .contains(weak + ":4:", "[redirect-wildcard]", "fix: ", "nothing was applied", "--no-lint")
        .doesNotContain("warning:");
    assertThat(dry.exitCode()).isEqualTo(1);
    assertThat(ignored.exitCode()).as(ignored.err()).isZero();
    assertThat(anyway.exitCode()).as(anyway.err()).isZero();
    assertThat(provider.writes).hasSize(1);
  }

  @Test
  void apply_ofScopes_looksForErrorsInThese() throws IOException {
    String all =
        file(
            "mixed.json",
            "{\"clients\": [{\"clientId\": \"weak\"}], \"apiScopes\": [{\"name\": \"wf.api\"}]}");

    assertThat(applied("client apply", all).err()).contains("[grants-missing]");
    assertThat(applied("scope apply", all).exitCode()).isZero();
    assertThat(provider.writes).containsExactly("POST /v1/Resource/ApiScope");
  }

  @Test
  void apply_dryRun_printsAndWritesNothing() {
    CommandLineRun run = applied("client apply --dry-run", document);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("create api scope wf.api", "create client shop", "3 to create")
        .doesNotContain("4fY0qPGdZyHVRC0m1tT5x", StubProvider.TOKEN);
    assertThat(provider.writes).isEmpty();
  }

  @Test
  void apply_twice_writesInOrderAndThenFindsNothingToDo() {
    CommandLineRun first = applied("client apply", document);
    CommandLineRun second = applied("client apply", document);

    assertThat(first.exitCode()).as(first.out() + first.err()).isZero();
    assertThat(first.out()).contains("create client shop: done").endsWith("Complete.\n");
    assertThat(provider.writes)
        .containsExactly(
            "POST /v1/Resource/ApiScope", "POST /v1/Resource/ApiResource", "POST /v1/Client");
    assertThat(second.exitCode()).isZero();
    assertThat(second.out()).contains("0 to create, 0 to update, 3 as they are");
  }

  @Test
  void apply_ofScopesOrResources_writesTheseAlone() {
    assertThat(applied("scope apply", document).exitCode()).isZero();
    assertThat(applied("resource apply", document).exitCode()).isZero();

    assertThat(provider.writes)
        .containsExactly("POST /v1/Resource/ApiScope", "POST /v1/Resource/ApiResource");
  }

  @Test
  void apply_providerRefuses_exits1AndSaysWhy() throws IOException {
    CommandLineRun run = applied("client apply", file("r.json", sound("refused")));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("failed", "no such luck", "Not complete.");
  }

  @Test
  void apply_wrongToken_exits1WithoutTheToken() throws IOException {
    CommandLineRun run =
        run(
            "client apply",
            "--url",
            provider.url() + "/v1",
            "--token-file",
            file("wrong.token", "another-token"),
            document);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("401").doesNotContain("another-token", "\tat ");
  }

  @Test
  void apply_placeholderLeft_exits2() throws IOException {
    String gaps = file("gaps.json", sound("a").replace("Sound", "__Name__"));

    CommandLineRun left = applied("client apply", gaps);
    CommandLineRun filled = applied("client apply --set Name=Shop", gaps);

    assertThat(left.exitCode()).isEqualTo(2);
    assertThat(left.err()).contains("Name");
    assertThat(filled.exitCode()).as(filled.err()).isZero();
  }

  @Test
  void apply_otherPaths_areUsed() throws IOException {
    String one = file("one.json", sound("a"));

    assertThat(applied("client apply --path client=Authorization/Clients", one).exitCode())
        .isZero();
    assertThat(provider.writes).containsExactly("POST /v1/Authorization/Clients");
    assertThat(applied("client apply --path client=../x", one).exitCode()).isEqualTo(2);
  }

  @Test
  void apply_machineToken_isFetchedAndSent() throws IOException {
    String config =
        file(
            "tms.json",
            """
            {
              "Client": { "Authority": "https://id.example", "ClientId": "app", "ClientSecret": "app secret" },
              "FrontEnd": { "FrontEndRedirectUrl": "https://localhost:3000/" },
              "Tenants": { "Mode": "single" },
              "Machine": {
                "admin": { "TokenEndpoint": "%s/token", "ClientId": "admin", "ClientSecret": "of the machine" }
              }
            }
            """
                .formatted(provider.url()));

    CommandLineRun run =
        run(
            "client apply --machine Admin --config",
            config,
            "--url",
            provider.url() + "/v1",
            document);
    CommandLineRun other =
        run("client apply --machine other --config", config, "--url", provider.url(), document);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(provider.writes).hasSize(3);
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err()).contains("no client 'other'");
  }

  @Test
  void diff_ofTwoDocuments_exits1WhereTheyDiffer() throws IOException {
    String a = file("a.json", "{\"clientId\": \"a\", \"accessTokenLifetime\": 3600}");
    String b = file("b.json", "{\"ClientId\": \"a\", \"AccessTokenLifetime\": 60}");
    String same = file("same.json", "{\"AccessTokenLifetime\": 3600, \"ClientId\": \"a\"}");

    CommandLineRun run = run("client diff", a, b);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("client a", "3600 → 60");
    assertThat(run("client diff", a, same).exitCode()).isZero();
    assertThat(run("client diff", a, document).out())
        .contains("only in " + a + ": client a", "only in " + document + ": client shop");
  }

  @Test
  void diff_withAProvider_exits1UntilItIsApplied() {
    assertThat(applied("client diff", document).exitCode()).isEqualTo(1);
    applied("client apply", document);
    assertThat(applied("client diff", document).exitCode()).isZero();
  }

  @Test
  void register_withAndWithoutToken_keepsTheAnswerForItsOwner() throws IOException {
    String one =
        file(
            "one.json",
            run("client new --browser-app --id spa --redirect-uri https://a.example/cb").out());
    Path answer = folder.resolve("answer.json");

    CommandLineRun open = run("client register", one, "--url", provider.url() + "/open/register");
    CommandLineRun kept =
        run(
            "client register",
            one,
            "--url",
            provider.url() + "/v1/register",
            "--token-file",
            token,
            "-o",
            answer.toString());

    assertThat(open.exitCode()).as(open.err()).isZero();
    assertThat(open.out()).contains("made-by-the-provider", "of-the-answer");
    assertThat(open.err()).contains("lost: $.clientId").doesNotContain("of-the-answer");
    assertThat(kept.exitCode()).isZero();
    assertThat(kept.out()).isEmpty();
    assertThat(Files.readString(answer)).contains("of-the-answer");
    assertThat(run("client register", one, "--url", provider.url() + "/v1/register").exitCode())
        .isEqualTo(1);
  }

  @Test
  void register_metadataOfRfc7591_areSentAsTheyAre() throws IOException {
    String file =
        Files.writeString(
                folder.resolve("metadata.json"),
                """
                {
                  "client_name": "App", "redirect_uris": ["https://app.example/cb"],
                  "contacts": ["admin@app.example"], "client_id": "of-another-provider"
                }
                """)
            .toString();
    String url = provider.url() + "/open/register";

    CommandLineRun run = run("client register", file, "--url", url);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("admin@app.example").doesNotContain("of-another-provider");
    assertThat(run.err()).contains("client_id");
    assertThat(run("client register", file, "--url", url, "--client", "x").exitCode()).isEqualTo(2);
  }

  @Test
  void convert_toMetadataAndBack_isTheClient() throws IOException {
    String one =
        file(
            "one.json",
            run("client new --browser-app --id spa --name Spa --redirect-uri https://a.example/cb")
                .out());

    CommandLineRun metadata = run("client convert --to rfc7591", one);
    CommandLineRun back =
        CommandLineRun.with(
            metadata.out(), Map.of(), "client", "convert", "--from", "rfc7591", "--id", "spa", "-");

    assertThat(metadata.out()).contains("\"token_endpoint_auth_method\": \"none\"");
    assertThat(metadata.err()).contains("lost: $.clientId");
    assertThat(back.exitCode()).as(back.err()).isZero();
    assertThat(RegistrationDocument.parse(back.out()).client().redirectUris().get(0).text())
        .isEqualTo("https://a.example/cb");
    assertThat(RegistrationDocument.parse(back.out()).client().clientId()).isEqualTo("spa");
  }

  @Test
  void convert_spelling_isOfTheWholeDocument() {
    assertThat(run("client convert --spelling pascal", document).out())
        .contains("\"Clients\"", "\"ClientId\": \"shop\"", "\"ApiScopes\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "client apply DOC",
        "client apply DOC --url https://id.example",
        "client apply DOC --url https://id.example --machine a",
        "client apply DOC --url http://id.example --token-file TOKEN",
        "client apply DOC --url https://id.example --token-file TOKEN --path thing=x",
        "client apply TOKEN --url https://id.example --token-file TOKEN",
        "client diff DOC",
        "client diff DOC DOC --url https://id.example",
        "client register DOC",
        "client register DOC --url http://id.example",
        "client convert DOC --to xml",
        "client convert TOKEN --from rfc7591",
        "client convert DOC --from rfc7591",
        "scope register DOC"
      })
  void run_mistakeOnTheCommandLine_exits2WithoutTrace(String line) {
    CommandLineRun run = run(line.replace("DOC", document).replace("TOKEN", token));

    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isNotEmpty().doesNotContain("\tat ", StubProvider.TOKEN);
  }
}

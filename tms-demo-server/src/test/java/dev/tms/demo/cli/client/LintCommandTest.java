package dev.tms.demo.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.text.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LintCommandTest {
  /** One error that --fix fixes: codes without PKCE. */
  private static final String WEAK =
      """
      {
        "clientId": "shop",
        "clientName": "Shop",
        "allowedGrantTypes": ["authorization_code"],
        "requirePkce": false,
        "requireClientSecret": false,
        "allowedScopes": ["openid", "profile"],
        "redirectUris": ["https://shop.example/callback"],
        "postLogoutRedirectUris": ["https://shop.example/"]
      }
      """;

  @TempDir private Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void lint_error_isNamedWithItsPlaceAndExits1() throws IOException {
    String file = file("shop.json", WEAK);

    CommandLineRun run = CommandLineRun.of("client", "lint", file);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains(file + ":5:", ": error: ", "[code-without-pkce]", "why: ", "fix: ")
        .doesNotContain("\u001b");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void lint_ignoredRule_findsNothingAndExits0() throws IOException {
    CommandLineRun run =
        CommandLineRun.of(
            "client", "lint", "--ignore", "code-without-pkce", file("shop.json", WEAK));

    assertThat(run.out()).doesNotContain("error:");
    assertThat(run.exitCode()).as(run.out()).isZero();
  }

  @Test
  void lint_warningAlone_exits1() throws IOException {
    String warned = WEAK.replace("\"requirePkce\": false", "\"allowAccessTokensViaBrowser\": true");

    CommandLineRun run = CommandLineRun.of("client", "lint", file("shop.json", warned));

    assertThat(run.out()).contains("0 errors, 1 warning");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void lint_nothingInTheDocument_exits2() throws IOException {
    CommandLineRun run = CommandLineRun.of("client", "lint", file("none.json", "[]"));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("none.json: has no registration that could be checked");
  }

  @Test
  void lint_setOfNoPlaceholder_exits2() throws IOException {
    CommandLineRun run =
        CommandLineRun.of("client", "lint", "--set", "Urll=x", file("shop.json", WEAK));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("shop.json: has no placeholder __Urll__, which --set fills");
  }

  @Test
  void lint_standardInput_isRead() {
    CommandLineRun run = CommandLineRun.with(WEAK, Map.of(), "client", "lint", "-");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("<stdin>:5:");
  }

  @Test
  void lint_json_isJson() throws IOException {
    CommandLineRun run =
        CommandLineRun.of("client", "lint", "--format", "json", file("shop.json", WEAK));

    Map<String, Object> report =
        Json.read(run.out().getBytes(StandardCharsets.UTF_8)).orElseThrow();
    assertThat(report.get("errors")).hasToString("1");
    assertThat(report).containsKey("findings");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void lint_sarif_isOfItsVersion() throws IOException {
    CommandLineRun run =
        CommandLineRun.of("client", "lint", "--format", "SARIF", file("shop.json", WEAK));

    Map<String, Object> report =
        Json.read(run.out().getBytes(StandardCharsets.UTF_8)).orElseThrow();
    assertThat(report).containsEntry("version", "2.1.0");
  }

  @Test
  void lint_colour_isForThoseWhoAskAndForTerminalsOnly() throws IOException {
    String file = file("shop.json", WEAK);

    String always = CommandLineRun.of("client", "lint", "--color", "always", file).out();
    String plain = CommandLineRun.of("client", "lint", file).out();

    assertThat(always).contains("\u001b[1;31merror\u001b[0m: ");
    assertThat(always.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
    assertThat(CommandLineRun.of("client", "lint", "--color", "never", file).out())
        .isEqualTo(plain);
  }

  @Test
  void fix_ofAFile_writesItAgainWithItsPermissions() throws IOException {
    Path file = Path.of(file("shop.json", WEAK));
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (posix) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    }

    CommandLineRun run = CommandLineRun.of("client", "lint", "--fix", file.toString());

    assertThat(run.exitCode()).as(run.out()).isZero();
    assertThat(run.err()).contains("fixed: $.requirePkce").doesNotContain("comments");
    assertThat(Files.readString(file)).contains("\"requirePkce\": true");
    if (posix) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-r-----");
    }
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void fix_ofAFileWithComments_warnsThatTheyAreLost() throws IOException {
    String file = file("shop.json", "// ours\n" + WEAK);

    CommandLineRun run = CommandLineRun.of("client", "lint", "--fix", file);

    assertThat(run.err().lines().findFirst().orElseThrow()).contains("comments are lost");
  }

  @Test
  void fix_nothingToFix_leavesTheFileAlone() throws IOException {
    String text = "// ours\n" + WEAK.replace("\"requirePkce\": false", "\"requirePkce\":true");
    String file = file("shop.json", text);

    CommandLineRun run = CommandLineRun.of("client", "lint", "--fix", file);

    assertThat(Files.readString(Path.of(file))).isEqualTo(text);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void fix_ofStandardInput_writesTheDocumentToStandardOutput() {
    CommandLineRun run = CommandLineRun.with(WEAK, Map.of(), "client", "lint", "--fix", "-");

    assertThat(Json.read(run.out().getBytes(StandardCharsets.UTF_8)).orElseThrow())
        .containsEntry("requirePkce", true);
    assertThat(run.err()).contains("fixed: ");
  }

  @Test
  void lint_placeholders_areFilledFirst() throws IOException {
    String file = file("shop.json", WEAK.replace("https://shop.example/callback", "__Url__"));

    assertThat(CommandLineRun.of("client", "lint", "--set", "Url=http://shop.example/", file).out())
        .contains("[redirect-");
  }

  @Test
  void lint_scopesOfAnotherDocument_areKnown() throws IOException {
    String api = file("api.json", "{\"apiScopes\": [{\"name\": \"wf.api\"}]}");
    String own =
        file(
            "own.json",
            "{\"clients\": ["
                + WEAK.replace("\"profile\"", "\"wf.api\"")
                + "], \"apiScopes\": [{\"name\": \"other.api\"}]}");

    assertThat(CommandLineRun.of("client", "lint", own).out()).contains("[scope-undefined]");
    assertThat(CommandLineRun.of("client", "lint", "--with", api, own).out())
        .doesNotContain("[scope-undefined]");
  }

  @Test
  void lint_ofScopes_saysNothingOfClients() throws IOException {
    String all =
        file("all.json", "{\"clients\": [" + WEAK + "], \"apiScopes\": [{\"name\": \"wf.api\"}]}");

    assertThat(CommandLineRun.of("client", "lint", all).out()).contains("code-without-pkce");
    assertThat(CommandLineRun.of("scope", "lint", all).out()).doesNotContain("code-without-pkce");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[1]", "{\"clientId\": 1}", "nonsense"})
  void lint_noDocument_exits2WithALineForEachProblem(String text) throws IOException {
    String file = file("x.json", text);

    CommandLineRun run = CommandLineRun.of("client", "lint", file);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).isNotEmpty().allMatch(line -> line.startsWith(file + ": "));
    assertThat(run.err()).doesNotContain("\tat ");
  }

  @Test
  void lint_noFile_exits2() {
    CommandLineRun run = CommandLineRun.of("client", "lint", folder.resolve("none").toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().strip()).endsWith("none: does not exist");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "client",
        "resource",
        "scope",
        "client lint",
        "client lint a b",
        "client lint --format xml a",
        "client lint --ignore nonsense -",
        "client lint --fix --set a=b -",
        "client lint --expiry-warning -1 -",
        "client lint --kind thing -",
        "client lint --color sometimes -"
      })
  void run_mistakeOnTheCommandLine_exits2WithoutTrace(String line) {
    CommandLineRun run = CommandLineRun.of(line.split(" "));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isNotEmpty().doesNotContain("\tat ");
  }

  @Test
  void rules_areListed() {
    CommandLineRun run = CommandLineRun.of("client", "rules");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("error    * code-without-pkce: ");
    assertThat(run.out().lines()).hasSizeGreaterThan(40);
  }
}

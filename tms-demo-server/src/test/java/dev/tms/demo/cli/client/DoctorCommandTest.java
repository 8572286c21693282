package dev.tms.demo.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.FreePort;
import dev.tms.demo.TestDemo;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.TestClient;
import dev.tms.testkit.TestProvider;
import dev.tms.testkit.TestUser;
import dev.tms.text.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command, on installations with real stores; what it finds is tested with the library. */
final class DoctorCommandTest {
  private static final String SECRET = "the secret of the shop";
  private static final String PASSWORD = "the password of bob";

  private static TestProvider provider;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    provider =
        TestProvider.builder()
            .client(
                TestClient.confidential("shop", SECRET)
                    .redirectUri("http://localhost:7182/callback")
                    .postLogoutRedirectUri("http://localhost:7182/Auth/LoggedOut")
                    .build())
            .user(TestUser.of("bob", PASSWORD))
            .start();
  }

  @AfterAll
  static void stop() {
    provider.close();
  }

  /** A configuration with more sections, each one with a comma before it. */
  private String config(String more) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("tms.json"),
            """
            {
              // what works, and then what does not
              "Client": { "Authority": "%s", "ClientId": "shop", "ClientSecret": "%s" },
              "Server": { "PublicUrl": "http://localhost:7182" },
              "FrontEnd": { "FrontEndRedirectUrl": "http://localhost:3000/" },
              "Tenants": { "Mode": "single" }%s
            }
            """
                .formatted(provider.issuer(), SECRET, more));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file.toString();
  }

  private CommandLineRun doctor(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "doctor";
    System.arraycopy(args, 0, all, 1, args.length);
    CommandLineRun run = CommandLineRun.of(all);
    assertThat(run.out() + run.err()).doesNotContain(SECRET, PASSWORD);
    return run;
  }

  private static String firstLine(CommandLineRun run) {
    return run.out().lines().findFirst().orElse("");
  }

  @Test
  void doctor_soundInstallation_warnsOfPlainHttpAlone() throws IOException {
    CommandLineRun run = doctor("--config", config(""));

    assertThat(run.out()).contains("0 errors, 2 warnings", "plain http").doesNotContain("\u001b");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void doctor_headBytes_areSentThroughThePublicUrl() throws Exception {
    try (TestDemo demo = TestDemo.start()) {
      String file = config("");
      Files.writeString(
          Path.of(file),
          Files.readString(Path.of(file))
              .replace(
                  "\"PublicUrl\": \"http://localhost:7182\"",
                  "\"PublicUrl\": \"" + demo.url() + "\""));

      CommandLineRun taken = doctor("--config", file, "--head-bytes", "16000");

      assertThat(taken.out()).contains("a head of 16000 bytes").doesNotContain("head-refused");
      for (String outside : new String[] {"0", "10000000"}) {
        assertThat(doctor("--config", file, "--head-bytes", outside).exitCode()).isEqualTo(2);
      }
    }
  }

  @Test
  void doctor_nothingButNotes_exits0() throws IOException {
    String file = config("");
    Files.writeString(
        Path.of(file),
        """
        {
          "Client": { "Authority": "https://id.shop.example", "ClientId": "shop", "ClientSecret": "x234567890" },
          "Server": { "PublicUrl": "https://tms.shop.example" },
          "FrontEnd": { "FrontEndRedirectUrl": "https://app.shop.example/" },
          "Tenants": { "Mode": "single" }
        }
        """);

    CommandLineRun run = doctor("--config", file, "--offline");

    assertThat(run.exitCode()).as(run.out()).isZero();
  }

  @Test
  void doctor_unsoundConfiguration_exits1() throws IOException {
    CommandLineRun run = doctor("--config", config(", \"Sesion\": {}"));

    assertThat(firstLine(run))
        .contains("Sesion: is not a known key; did you mean Session?", "[configuration-invalid]");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void doctor_h2_isFine() throws IOException {
    String store =
        ", \"Store\": { \"Kind\": \"jdbc\", \"Timeout\": \"PT30S\", \"Url\": \"jdbc:h2:mem:doctor\""
            + " }";
    String file = config(store);
    keys();

    CommandLineRun run = doctor("--config", file);

    assertThat(run.out()).contains("store          fine      jdbc, written, read and removed");
  }

  @Test
  void doctor_databaseRefusesPassword_saysSo() throws IOException {
    String url = "jdbc:h2:" + folder.resolve("db");
    doctor("--config", database(url, "first"));

    CommandLineRun run = doctor("--config", database(url, "second"));

    assertThat(firstLine(run)).contains("[store-unreachable]", "refused the user or the password");
  }

  private String database(String url, String password) throws IOException {
    String file =
        config(
            ", \"Store\": { \"Kind\": \"jdbc\", \"Timeout\": \"PT4S\", \"Url\": \"%s\", \"User\": \"sa\", \"Password\": \"%s\" }"
                .formatted(url, password));
    keys();
    return file;
  }

  @Test
  void doctor_databaseDriverUnknown_saysSo() throws IOException {
    String file =
        config(", \"Store\": { \"Kind\": \"jdbc\", \"Url\": \"jdbc:oracle:thin:@//x/y\" }");
    keys();

    assertThat(firstLine(doctor("--config", file)))
        .contains("[store-invalid]", "Store.Url", "no driver for jdbc:oracle:");
  }

  @Test
  void doctor_redisNotThere_saysSo() throws IOException {
    int port = FreePort.next();
    String file =
        config(", \"Store\": { \"Kind\": \"redis\", \"Url\": \"redis://127.0.0.1:" + port + "\" }");
    keys();

    assertThat(firstLine(doctor("--config", file))).contains("[store-unreachable]", "redis");
  }

  @Test
  void doctor_redisNameUnknown_saysSo() throws IOException {
    String file =
        config(", \"Store\": { \"Kind\": \"redis\", \"Url\": \"redis://redis.invalid\" }");
    keys();

    assertThat(firstLine(doctor("--config", file)))
        .contains("[store-unreachable]", "redis.invalid", "has no address (DNS)");
  }

  @Test
  void doctor_json_isOneObject() throws IOException {
    String file = config("");

    CommandLineRun run = doctor("--config", file, "--json", "--without", "login,client");

    Map<String, Object> report =
        Json.read(run.out().getBytes(StandardCharsets.UTF_8)).orElseThrow();
    assertThat(report).containsEntry("file", file).containsKeys("findings", "looks", "errors");
    assertThat(run.out()).contains("\"left out\"");
  }

  @Test
  void doctor_registrationThatNewMakes_fits() throws IOException {
    String file = config("");
    String document = folder.resolve("client.json").toString();
    CommandLineRun made =
        CommandLineRun.of("client", "new", "--for-tms", "--config", file, "-o", document);
    assertThat(made.exitCode()).as(made.err()).isZero();

    CommandLineRun run = doctor("--config", file, "--registration", document);

    assertThat(run.out()).contains("registration   fine      client 'shop'");
  }

  @Test
  void doctor_documentUnreadable_exits2() throws IOException {
    Path document = Files.writeString(folder.resolve("client.json"), "{");

    CommandLineRun run = doctor("--config", config(""), "--registration", document.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("client.json");
  }

  @Test
  void doctor_colours_whereAskedFor() throws IOException {
    CommandLineRun run = doctor("--config", config(", \"X\": 1"), "--color", "always");

    assertThat(run.out()).contains("\u001b[1;31merror\u001b[0m");
  }

  @Test
  void doctor_timeoutOutOfRange_exits2() throws IOException {
    assertThat(doctor("--config", config(""), "--timeout", "0").exitCode()).isEqualTo(2);
    assertThat(doctor("--config", config(""), "--without", "nothing").exitCode()).isEqualTo(2);
  }

  @Test
  void doctor_user_signsInAndOut() throws IOException {
    Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    provider.clearRequests();

    CommandLineRun run =
        doctor("--config", config(""), "--user", "bob", "--password-file", password.toString());

    assertThat(run.out()).contains("session        fine      signed in, refreshed, signed out");
    assertThat(provider.requests(RequestKind.REVOCATION)).hasSize(1);
    assertThat(provider.requests(RequestKind.END_SESSION)).isNotEmpty();
  }

  @Test
  void doctor_userWithWrongPassword_saysSo() throws IOException {
    Path password = Files.writeString(folder.resolve("password"), "another one of bob");

    CommandLineRun run =
        doctor("--config", config(""), "--user", "bob", "--password-file", password.toString());

    assertThat(firstLine(run))
        .contains("[sign-in-failed]", "did not accept user name and password");
    assertThat(run.out() + run.err()).doesNotContain("another one of bob");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void doctor_withoutUser_listsWhatIsNotChecked() throws IOException {
    assertThat(doctor("--config", config("")).out())
        .contains("not checked    session: needs a login, which --user makes");
  }

  @Test
  void doctor_userWithoutPassword_exits2() throws IOException {
    CommandLineRun run = doctor("--config", config(""), "--user", "bob");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--password-file");
    assertThat(doctor("--config", config(""), "--user", "bob", "--offline").exitCode())
        .isEqualTo(2);
    assertThat(doctor("--config", config(""), "--password-file", "x").exitCode()).isEqualTo(2);
  }

  private void keys() {
    Path file = folder.resolve("tms-keys.json");
    if (!Files.exists(file)) {
      assertThat(CommandLineRun.of("keys", "create", "--file", file.toString()).exitCode())
          .isZero();
    }
  }
}

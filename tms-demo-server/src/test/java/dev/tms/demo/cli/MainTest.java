package dev.tms.demo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.FreePort;
import dev.tms.testkit.TestClient;
import dev.tms.testkit.TestProvider;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {
  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private String out = "";
  private String err = "";

  // --- help, version, mistakes on the command line

  @Test
  void help_ofEveryCommand_isShown() {
    assertThat(run("--help")).isZero();
    assertThat(out).contains("serve", "keys", "client", "native-client", "--config");
    assertThat(run("keys", "--help")).isZero();
    assertThat(out).contains("create", "add", "show", "promote", "retire");
    for (String command : List.of("serve", "native-client")) {
      assertThat(run(command, "--help")).isZero();
      assertThat(out).contains("Usage: tms-demo-server " + command);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--version",
        "serve --version",
        "keys --version",
        "keys retire --version",
        "client lint --version",
        "native-client --version"
      })
  void version_ofEveryCommand_isShown(String line) {
    assertThat(run(line.split(" "))).isZero();
    assertThat(out).contains("TMS ", "Java " + System.getProperty("java.version"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--nonsense",
        "serve --config",
        "serve --config a --port 1",
        "--config a serve --port 1",
        "--config a serve --config b",
        "--metrics on serve --metrics off",
        "--config a keys show --file b",
        "--trace native-client --url http://localhost --user a --password b",
        "serve --port x",
        "serve --port 0",
        "serve --port 65536",
        "keys",
        "keys show",
        "keys show --file a --config b",
        "keys promote --file a",
        "store",
        "store schema",
        "store forget-keys",
        "machine-token --config a",
        "machine-token a",
        "keys promote x --file a",
        "native-client --user a --password b",
        "native-client --url nonsense --user a --password b",
        "native-client --url http://localhost --user a --password b --trust missing.pem",
        "native-client --url http://localhost --user a --password b --domain a_b",
        "native-client --url http://localhost --user a --password b --trust x --insecure"
      })
  void run_mistakeOnTheCommandLine_exits2WithoutTrace(String line) {
    assertThat(run(line.split(" "))).isEqualTo(2);
    assertThat(out).isEmpty();
    assertThat(err).isNotEmpty().doesNotContain("\tat ").doesNotContain("java.");
    assertThat(err.lines()).as(err).hasSizeLessThan(5);
  }

  @Test
  void run_mistakeOnTheCommandLine_isALineAndWhereToReadMore() {
    run("client", "lint", "--format", "xml", "a.json");
    assertThat(err.lines())
        .containsExactly(
            "Invalid value for option '--format': expected one of text, json, sarif but was 'xml'",
            "'tms-demo-server client lint --help' lists everything");

    run("client", "lint", "--set", "x", "a.json");
    assertThat(err).startsWith("Value for option '--set' (NAME=VALUE)");

    run("client", "new", "--browser-app", "--id", "a", "--redirect-uri", "not a uri");
    assertThat(err)
        .startsWith("Invalid value for option '--redirect-uri': 'not a uri' is no URI: Illegal");

    run("--config", "tms.json", "doctor");
    assertThat(err.lines())
        .containsExactly(
            "Missing required option: '--config=FILE'",
            "'tms-demo-server doctor --help' lists everything; options stand after the command");

    run("client", "frobnicate");
    assertThat(err.lines().toList().get(1)).startsWith("Did you mean");
  }

  // --- problems of the configuration

  @Test
  void serve_configurationIsMissing_exits2WithOneLine() {
    assertThat(run("serve", "--config", folder.resolve("none.json").toString())).isEqualTo(2);
    assertThat(err.lines()).hasSize(1);
    assertThat(err).contains("none.json").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--config %s serve", "--config %s --trace serve", "--trace serve --config %s"})
  void serve_configurationBeforeTheCommand_isRead(String line) throws Exception {
    String file = folder.resolve("none.json").toString();

    assertThat(run(line.formatted(file).split(" "))).isEqualTo(2);
    assertThat(err).contains("none.json");
  }

  @Test
  void serve_mistakesInTheConfiguration_exits2WithALineEach() throws Exception {
    Path file =
        config(
            """
            {
              "Client": { "Authority": "http://id.example", "ClientIdd": "x", "Timeout": "soon" },
              "FrontEnd": { "FrontEndRedirectUrl": "https://localhost:3000/" },
              "Server": { "Port": 0 }
            }
            """);

    assertThat(run("--config", file.toString())).isEqualTo(2);
    assertThat(err.lines())
        .hasSize(4)
        .allMatch(line -> line.matches("[A-Z][A-Za-z]+(\\.[A-Za-z]+)*: .+"));
    assertThat(err)
        .contains("Client.Authority: ", "Client.ClientIdd: ", "Client.Timeout: ", "Server.Port: ");
    assertThat(out).isEmpty();
  }

  @Test
  void serve_keyStoreIsNone_exits2NamingTheKey() throws Exception {
    Files.writeString(folder.resolve("x.p12"), "nonsense");
    Path file = config(working("\"KeyStore\": \"x.p12\", \"Port\": " + FreePort.next()));

    assertThat(run("--config", file.toString())).isEqualTo(2);
    assertThat(err).contains("Server.KeyStore: is no readable PKCS#12 key store");
  }

  @Test
  void serve_keysetIsDamaged_exits2NamingTheKey() throws Exception {
    Files.writeString(folder.resolve("tms-keys.json"), "{");
    Path file = config(working("\"Port\": " + FreePort.next()));

    assertThat(run("--config", file.toString())).isEqualTo(2);
    assertThat(err).contains("Keys.File: ").doesNotContain("\tat ");
  }

  @Test
  void serve_portTaken_exits2NamingTheKey() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());

      assertThat(run("--port", port)).isEqualTo(2);
      assertThat(err)
          .startsWith("Server.Port: cannot listen on port " + port)
          .contains("in use", "--port");
    }
  }

  // --- keys

  @Test
  void keys_rotation_goesInThreeSteps() {
    String file = folder.resolve("keys.json").toString();

    assertThat(run("keys", "create", "--file", file)).isZero();
    String first = out.split(" ")[0];
    assertThat(out).contains("primary");
    assertThat(run("keys", "add", "--file", file)).isZero();
    String second = out.split(" ")[0];
    assertThat(out).contains("enabled");
    assertThat(run("keys", "promote", second, "--file", file)).isZero();
    assertThat(run("keys", "retire", first, "--file", file)).isZero();
    assertThat(run("keys", "show", "--file", file)).isZero();
    assertThat(out.lines()).singleElement().asString().startsWith(second).contains("primary");
  }

  @Test
  void keys_passphrase_comesFromTheEnvironment() throws Exception {
    String file = folder.resolve("keys.json").toString();
    environment.put("TMS_KEYS__PASSPHRASE", "correct horse");
    assertThat(run("keys", "create", "--file", file)).isZero();
    assertThat(Files.readString(Path.of(file))).contains("passphrase");
    assertThat(run("keys", "show", "--file", file)).isZero();

    environment.clear();
    assertThat(run("keys", "show", "--file", file)).isEqualTo(1);
    assertThat(err).startsWith("Keys.File: ").doesNotContain("\tat ");

    Path secret = Files.writeString(folder.resolve("secret"), "correct horse\n");
    environment.put("TMS_Keys__PassphraseFile", secret.toString());
    assertThat(run("keys", "show", "--file", file)).isZero();

    environment.put("TMS_Keys__Passphrase", "correct horse");
    assertThat(run("keys", "show", "--file", file)).isEqualTo(2);
    assertThat(err).startsWith("Keys.Passphrase: ").doesNotContain("correct horse");
  }

  @Test
  void keys_ofAConfiguration_areFound() throws Exception {
    String config = config(working("\"Port\": 7182")).toString();

    assertThat(run("keys", "create", "--config", config)).isZero();
    assertThat(folder.resolve("tms-keys.json")).exists();
    assertThat(run("keys", "show", "--config", config)).isZero();
    assertThat(out).contains("primary");
  }

  @Test
  void keys_whatCannotBeDone_exits1WithTheReason() {
    String file = folder.resolve("keys.json").toString();
    assertThat(run("keys", "show", "--file", file)).isEqualTo(1);
    assertThat(run("keys", "create", "--file", file)).isZero();
    String primary = out.split(" ")[0];

    assertThat(run("keys", "create", "--file", file)).isEqualTo(1);
    assertThat(err).contains("exists already");
    assertThat(run("keys", "promote", "1", "--file", file)).isEqualTo(1);
    assertThat(err).contains("holds no key 1");
    assertThat(run("keys", "retire", primary, "--file", file)).isEqualTo(1);
    assertThat(err).contains("promote another first").doesNotContain("\tat ");
  }

  // --- stores and machine tokens

  @Test
  void storeSchema_database_isPrintedForItsDialect() throws Exception {
    for (String url :
        List.of("jdbc:h2:mem:a", "jdbc:postgresql://db/tms", "jdbc:mariadb://db/tms")) {
      Path file = config(storing("\"Kind\": \"jdbc\", \"Url\": \"" + url + "\""));

      assertThat(run("store", "schema", "--config", file.toString())).isZero();
      assertThat(out).startsWith("CREATE TABLE IF NOT EXISTS tms_store (entry_key ");
      assertThat(out.lines()).allMatch(line -> line.endsWith(";"));
      assertThat(out)
          .contains(
              url.contains("postgresql") ? "BYTEA" : url.contains("h2") ? "VARBINARY" : "InnoDB");
      assertThat(err).isEmpty();
    }
  }

  @Test
  void storeSchema_noDatabaseOrAnUnknownOne_exits2NamingTheKey() throws Exception {
    config(storing("\"Kind\": \"redis\", \"Url\": \"redis://localhost\""));
    assertThat(run("store", "schema", "--config", folder.resolve("tms.json").toString()))
        .isEqualTo(2);
    assertThat(err).startsWith("Store.Kind: is redis, which needs no schema");

    config(storing(""));
    assertThat(run("store", "schema", "--config", folder.resolve("tms.json").toString()))
        .isEqualTo(2);
    assertThat(err).startsWith("Store.Kind: is memory");

    config(storing("\"Kind\": \"jdbc\", \"Url\": \"jdbc:oracle:thin:@db\""));
    assertThat(run("store", "schema", "--config", folder.resolve("tms.json").toString()))
        .isEqualTo(2);
    assertThat(err).startsWith("Store.Url: is of no database that is known");
  }

  @Test
  void serve_redisAddressWithAMistake_isListedWithTheOthers() throws Exception {
    Path file =
        config(
            storing(
                "\"Kind\": \"redis\", \"Url\": \"redis://a,b\", \"Timeout\": \"soon\", \"Usr\":"
                    + " \"a\""));

    assertThat(run("--config", file.toString())).isEqualTo(2);
    assertThat(err)
        .contains(
            "Store.Url: the store's address has more than one host",
            "Store.Timeout: ",
            "Store.Usr: is not a known key; did you mean Store.User?");
  }

  @Test
  void serve_noDriverForTheDatabase_exits2NamingTheKey() throws Exception {
    Path file = config(storing("\"Kind\": \"jdbc\", \"Url\": \"jdbc:mysql://db/s3cret\""));
    assertThat(run("keys", "create", "--config", file.toString())).isZero();

    assertThat(run("--config", file.toString())).isEqualTo(2);
    assertThat(err)
        .contains("Store.Url: there is no driver for jdbc:mysql:… on the class path")
        .doesNotContain("s3cret", "\tat ");
  }

  @Test
  void serve_sharedStoreWithoutKeyset_exits2NamingTheKey() throws Exception {
    Path file = config(storing("\"Kind\": \"jdbc\", \"Url\": \"jdbc:h2:mem:unused\""));

    assertThat(run("--config", file.toString())).isEqualTo(2);
    assertThat(err).contains("Keys.File: ");
    assertThat(folder.resolve("tms-keys.json")).doesNotExist();
  }

  @Test
  void storeForgetKeys_otherKeysThanRecorded_startAfterwards() throws Exception {
    Path file =
        config(
            storing(
                "\"Kind\": \"jdbc\", \"Url\": \"jdbc:h2:file:"
                    + folder
                    + "/a\", \"Timeout\": \"PT30S\"",
                "\"Tls\": \"off\", "));
    PrintWriter errors = new PrintWriter(new StringWriter(), true);
    run("keys", "create", "--config", file.toString());
    Serving.configured(file, Map.of(), errors, null).close();
    Files.delete(folder.resolve("tms-keys.json"));
    run("keys", "create", "--config", file.toString());

    assertThat(run("--config", file.toString())).isEqualTo(2);
    assertThat(err).contains("Keys.File: none of the enabled keys is one of those");
    assertThat(run("store", "forget-keys", "--config", file.toString())).isZero();
    assertThat(out).isEqualToIgnoringNewLines("forgotten");
    assertThat(run("store", "forget-keys", "--config", file.toString())).isZero();
    assertThat(out).isEqualToIgnoringNewLines("none were recorded");
    Serving.configured(file, Map.of(), errors, null).close();
  }

  @Test
  void storeForgetKeys_storeIsDownOrNotShared_saysSo() throws Exception {
    Path file =
        config(
            storing("\"Kind\": \"redis\", \"Url\": \"redis://127.0.0.1:" + FreePort.next() + "\""));
    assertThat(run("store", "forget-keys", "--config", file.toString())).isEqualTo(1);
    assertThat(err).startsWith("Store.Url: ").doesNotContain("\tat ");

    config(storing(""));
    assertThat(run("store", "forget-keys", "--config", file.toString())).isEqualTo(2);
    assertThat(err).startsWith("Store.Kind: is memory");
  }

  @Test
  void machineToken_ofTheConfiguration_isFetchedAndShownOnlyWhereAsked() throws Exception {
    try (TestProvider provider =
        TestProvider.builder()
            .client(TestClient.confidential("worker", "s3cret").build())
            .start()) {
      Path file =
          config(machine("\"Authority\": \"" + provider.issuer() + "\", \"ClientId\": \"worker\""));
      environment.put("TMS_Machine__Billing__ClientSecret", "s3cret");

      assertThat(run("machine-token", "--config", file.toString(), "Billing")).as(err).isZero();
      assertThat(out).startsWith("billing: a token for ").hasLineCount(1);
      assertThat(run("machine-token", "--config", file.toString(), "billing", "--reveal")).isZero();
      assertThat(out.strip()).hasSizeGreaterThan(20).doesNotContain(" ");

      environment.put("TMS_Machine__Billing__ClientSecret", "wrong");
      assertThat(run("machine-token", "--config", file.toString(), "billing")).isEqualTo(1);
      assertThat(err).contains("billing: no token, the provider refuses: invalid_client");
      assertThat(run("machine-token", "--config", file.toString(), "billing", "--trace"))
          .isEqualTo(1);
      assertThat(err)
          .contains(" TRACE #2 sent POST ", "< 401, ", "\"error\": \"invalid_client\"")
          .doesNotContain("wrong\n", "billing:wrong");
      assertThat(run("machine-token", "--config", file.toString(), "other")).isEqualTo(2);
      assertThat(err).contains("no client 'other', only [billing]").doesNotContain("wrong");
    }
  }

  // --- serving

  @Test
  void configured_fileOfTheOriginalKind_makesItsCertificateAndServesNativeClients()
      throws Exception {
    try (TestConfiguration configuration = new TestConfiguration(folder)) {
      StringWriter notices = new StringWriter();
      try (Serving serving =
          Serving.configured(
              configuration.file(), Map.of(), new PrintWriter(notices, true), null)) {
        assertThat(serving.publicUrl()).isEqualTo(configuration.publicUrl());
        assertThat(notices.toString()).contains("Server.KeyStore: ", "tms-self-signed.pem");

        String[] client = {
          "native-client",
          "--url",
          configuration.publicUrl(),
          "--domain",
          "acme.cloud.test",
          "--user",
          "bob",
          "--password",
          "bob"
        };
        assertThat(run(client)).isEqualTo(1);
        assertThat(err).contains("failed: ", "--trust");
        assertThat(run(with(client, "--insecure"))).isZero();
        String pem = folder.resolve("tms-self-signed.pem").toString();
        assertThat(run(with(client, "--trust", pem))).isZero();
        assertThat(out).contains("all 9 steps as they must be");
      }
    }
  }

  @Test
  void nativeClient_formPostBelowABasePath_goesTheWholeWay() throws Exception {
    try (TestConfiguration configuration = new TestConfiguration(folder, "/tms", "form_post");
        Serving serving =
            Serving.configured(
                configuration.file(), Map.of(), new PrintWriter(new StringWriter(), true), null)) {
      int code =
          run(
              "native-client",
              "--url",
              serving.publicUrl(),
              "--domain",
              "acme.cloud.test",
              "--user",
              "alice",
              "--password",
              "alice",
              "--insecure");

      assertThat(code).as(err).isZero();
      assertThat(out).contains("a form that sends itself", "all 9 steps as they must be");
    }
  }

  @ParameterizedTest
  @CsvSource({"cookie, 200, degraded", "store, 503, down"})
  void configured_storeIsDown_startsAndReadinessSaysHowMuchThatMatters(
      String home, int status, String word) throws Exception {
    int port = FreePort.next();
    Path file =
        config(
            working(
                "\"Tls\": \"off\", \"Port\": "
                    + port
                    + " }, \"Session\": { \"Home\": \""
                    + home
                    + "\" }, \"Store\": { \"Kind\": \"redis\", \"Url\": \"redis://127.0.0.1:"
                    + FreePort.next()
                    + "\""));
    run("keys", "create", "--config", file.toString());

    try (Serving serving =
        Serving.configured(file, Map.of(), new PrintWriter(new StringWriter(), true), null)) {
      assertThat(serving.publicUrl()).isEqualTo("https://localhost:" + port);
      var browser = new dev.tms.testkit.browser.TestBrowser();
      var ready = browser.get("http://localhost:" + port + "/health/ready");
      assertThat(ready.status()).isEqualTo(status);
      assertThat(ready.body()).isEqualTo("{\"status\":\"" + word + "\"}");
      assertThat(browser.get("http://localhost:" + port + "/health/live").status()).isEqualTo(200);
    }
  }

  @Test
  void configured_tlsOff_listensInClearAndKeepsThePublicUrl() throws Exception {
    int port = FreePort.next();
    Path file = config(working("\"Tls\": \"off\", \"Port\": " + port));

    try (Serving serving =
        Serving.configured(file, Map.of(), new PrintWriter(new StringWriter(), true), null)) {
      assertThat(serving.publicUrl()).isEqualTo("https://localhost:" + port);
      var page =
          new dev.tms.testkit.browser.TestBrowser()
              .get("http://localhost:" + port + "/Session/CheckSession");
      assertThat(page.headers("Set-Cookie")).allMatch(c -> c.startsWith("__Host-tms"));
      assertThat(folder.resolve("tms-self-signed.p12")).doesNotExist();
    }
  }

  private int run(String... line) {
    StringWriter printed = new StringWriter();
    StringWriter complained = new StringWriter();
    int code =
        Main.run(
            line,
            environment,
            InputStream.nullInputStream(),
            new PrintWriter(printed, true),
            new PrintWriter(complained, true));
    out = printed.toString();
    err = complained.toString();
    return code;
  }

  private static String[] with(String[] line, String... more) {
    String[] all = java.util.Arrays.copyOf(line, line.length + more.length);
    System.arraycopy(more, 0, all, line.length, more.length);
    return all;
  }

  private Path config(String json) throws Exception {
    return Files.writeString(folder.resolve("tms.json"), json);
  }

  private static String storing(String store) {
    return storing(store, "");
  }

  private static String storing(String store, String server) {
    return working(server + "\"Port\": " + FreePort.next() + " }, \"Store\": { " + store);
  }

  private static String machine(String client) {
    return "{ \"Machine\": { \"billing\": { " + client + " } } }";
  }

  private static String working(String server) {
    return """
    {
      "Client": { "Authority": "https://id.example", "ClientId": "app" },
      "FrontEnd": { "FrontEndRedirectUrl": "https://localhost:3000/" },
      "Server": { %s }
    }
    """
        .formatted(server);
  }
}

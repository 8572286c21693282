package dev.tms.demo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.FreePort;
import dev.tms.store.redis.RedisStoreFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import redis.embedded.RedisServer;

/** The jar, as its users run it. */
@Execution(ExecutionMode.CONCURRENT)
final class StartUpIT {
  private static final Path JAR = Path.of(System.getProperty("tms.jar", "none"));
  private static final int SIGTERM_EXIT = 128 + 15;

  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void serve_withoutConfiguration_isReady() throws Exception {
    String port = Integer.toString(FreePort.next());

    Process server = java("--port", port);

    assertThat(firstLine(server)).isEqualTo("TMS ready at http://localhost:" + port);
    server.destroy();
    assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void serve_withConfiguration_servesNativeClientsAndEndsOnSigterm() throws Exception {
    try (TestConfiguration configuration = new TestConfiguration(folder)) {
      Process server = java("serve", "--config", configuration.file().toString());
      assertThat(firstLine(server)).isEqualTo("TMS ready at " + configuration.publicUrl());

      Process client =
          client(configuration, "--trust", folder.resolve("tms-self-signed.pem").toString());

      assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(client.exitValue()).as(output(client)).isZero();
      server.destroy();
      assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(server.exitValue()).isEqualTo(SIGTERM_EXIT);
    }
  }

  @Test
  void serve_withDatabase_keepsWhatItHasToAndSaysNothingOfIt() throws Exception {
    try (TestConfiguration configuration = new TestConfiguration(folder)) {
      configuration.sharing(
          """
          "Store": { "Kind": "jdbc", "Url": "jdbc:h2:file:%s/store", "User": "tms", "Password": "p" },
          "Session": { "Home": "store" }
          """
              .formatted(folder));

      servesNativeClient(configuration);

      assertThat(folder.resolve("store.mv.db")).exists();
    }
  }

  @Test
  void serve_withRedis_keepsWhatItHasToAndSaysNothingOfIt() throws Exception {
    int port = FreePort.next();
    RedisServer redis = RedisServer.newRedisServer().port(port).bind("127.0.0.1").build();
    redis.start();
    try (TestConfiguration configuration = new TestConfiguration(folder)) {
      configuration.sharing(
          """
          "Store": { "Kind": "redis", "Url": "redis://127.0.0.1:%d?prefix=it:" }
          """
              .formatted(port));

      servesNativeClient(configuration);

      assertThat(redisKeys(port)).isNotEmpty().allMatch(key -> key.startsWith("it:"));
    } finally {
      redis.stop();
    }
  }

  private static List<String> redisKeys(int port) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write("KEYS *\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> line.contains(":"))
          .toList();
    }
  }

  /** Signs in, takes tokens, signs out; nothing but notices of ours is on standard error. */
  private void servesNativeClient(TestConfiguration configuration) throws Exception {
    Path errors = folder.resolve("errors");
    Process server =
        new ProcessBuilder(command("--config", configuration.file().toString()))
            .redirectError(errors.toFile())
            .start();
    started.add(server);
    assertThat(firstLine(server))
        .as(Files.readString(errors))
        .isEqualTo("TMS ready at " + configuration.publicUrl());

    Process client = client(configuration, "--insecure");
    assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(client.exitValue()).as(output(client)).isZero();
    server.destroy();
    assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isEqualTo(SIGTERM_EXIT);
    assertThat(Files.readString(errors)).doesNotContain("SLF4J", "\tat ", "Hikari", "SEVERE");
  }

  @Test
  void serve_mistakesInTheConfiguration_exits2WithoutTrace() throws Exception {
    Path file = Files.writeString(folder.resolve("tms.json"), "{ \"Clientt\": {} }");
    Path errors = folder.resolve("errors");
    Process server =
        new ProcessBuilder(command("--config", file.toString()))
            .redirectError(errors.toFile())
            .start();
    started.add(server);

    assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isEqualTo(2);
    assertThat(Files.readString(errors)).contains("Clientt: ").doesNotContain("\tat ");
  }

  @Test
  void jar_contents_areThoseOfOneProgram() throws Exception {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> names = jar.stream().map(ZipEntry::getName).toList();

      assertThat(jar.getManifest().getMainAttributes().getValue("Multi-Release")).isEqualTo("true");
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo(Main.class.getName());
      assertThat(names)
          .noneMatch(name -> name.endsWith("module-info.class"))
          .noneMatch(name -> name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)"))
          .contains("META-INF/THIRD-PARTY.txt", "META-INF/NOTICE")
          .doesNotContain("THIRD-PARTY.txt", "licenses/Apache-2.0.txt")
          .contains("META-INF/services/org.xnio.XnioProvider");
      assertThat(text(jar, "META-INF/services/dev.tms.store.StoreFactory").lines())
          .filteredOn(line -> line.startsWith("dev."))
          .containsExactly(RedisStoreFactory.class.getName());
      assertThat(text(jar, "META-INF/services/java.sql.Driver"))
          .contains("org.h2.Driver", "org.postgresql.Driver");
    }
  }

  @Test
  void jar_licences_areThereInFull() throws Exception {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      String list = text(jar, "META-INF/THIRD-PARTY.txt");
      Matcher license = Pattern.compile("^ +((?:\\([^)]+\\) )+)", Pattern.MULTILINE).matcher(list);
      int dependencies = 0;
      while (license.find()) {
        dependencies++;
        for (String name : license.group(1).strip().split("\\) \\(|[()]")) {
          if (!name.isEmpty()) {
            assertThat(jar.getEntry("META-INF/licenses/" + name + ".txt")).as(name).isNotNull();
          }
        }
      }

      assertThat(dependencies).isGreaterThan(25);
      assertThat(list)
          .contains("undertow-core", "nimbus-jose-jwt", "tink")
          .doesNotContain("dev.tms");
    }
  }

  @Test
  void jar_billOfMaterials_namesWhatIsInside() throws Exception {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      String name = "META-INF/sbom/tms-demo-server-sbom.json";
      // the plugin that makes it does nothing in Maven's offline mode
      Assumptions.assumeTrue(jar.getEntry(name) != null, "built offline: no bill of materials");

      assertThat(text(jar, name))
          .contains(
              "\"undertow-core\"",
              "\"tink\"",
              "\"tms-core\"",
              "\"tms-registration\"",
              "\"jedis\"",
              "\"jsoup\"",
              "\"HikariCP\"")
          .doesNotContain("\"playwright\"", "\"assertj-core\"");
    }
  }

  private Process client(TestConfiguration configuration, String... more) throws IOException {
    String url = configuration.publicUrl();
    List<String> arguments = new ArrayList<>(List.of("native-client", "--url", url));
    arguments.addAll(List.of("--domain", "acme.cloud.test", "--user", "alice"));
    arguments.addAll(List.of("--password", "alice"));
    arguments.addAll(List.of(more));
    return java(arguments.toArray(String[]::new));
  }

  private Process java(String... arguments) throws IOException {
    Process process =
        new ProcessBuilder(command(arguments))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    started.add(process);
    return process;
  }

  private static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(JAR.toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private static String firstLine(Process process) throws IOException {
    return new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String text(JarFile jar, String name) throws IOException {
    return new String(
        jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
  }
}

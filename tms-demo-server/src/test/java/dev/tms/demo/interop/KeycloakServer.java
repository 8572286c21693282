package dev.tms.demo.interop;

import dev.tms.contract.FreePort;
import dev.tms.demo.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Keycloak of its own process on a free port of 127.0.0.1, with an empty database and one
 * imported realm. The first start of an unpacked distribution takes half a minute of both cores and
 * more, because it builds itself; later ones about ten seconds.
 */
final class KeycloakServer implements AutoCloseable {
  static final String ADMIN = "admin";
  static final String ADMIN_PASSWORD = "admin";

  private static final Path UNPACKED = Path.of("target/keycloak");
  private static final Duration START_LIMIT = Duration.ofMinutes(4);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(5);

  private final Process process;
  private final URI url;
  private final Realm realm;
  private final Thread atExit;

  private KeycloakServer(Process process, URI url, Realm realm) {
    this.process = process;
    this.url = url;
    this.realm = realm;
    this.atExit = new Thread(this::stop, "keycloak-stop");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts it and waits until the realm answers.
   *
   * @throws AssertionError if it does not, with the end of its log
   */
  static KeycloakServer start(Realm realm) {
    Path home = home();
    Path log = UNPACKED.resolve("keycloak.log");
    int port = FreePort.next();
    try {
      deleteTree(home.resolve("data"));
      Path imports = Files.createDirectories(home.resolve("data/import"));
      Files.writeString(imports.resolve("tms-realm.json"), realm.json().toPrettyString());
      ProcessBuilder command =
          new ProcessBuilder(
              home.resolve("bin/kc.sh").toAbsolutePath().toString(),
              "start-dev",
              "--http-host=127.0.0.1",
              "--http-port=" + port,
              "--import-realm");
      command
          .environment()
          .putAll(
              Map.of(
                  "JAVA_HOME",
                  System.getProperty("java.home"),
                  // it lives for minutes: thorough compilation would never pay
                  "JAVA_OPTS_APPEND",
                  "-XX:TieredStopAtLevel=1",
                  "JAVA_OPTS_KC_HEAP",
                  "-Xms64m -Xmx256m",
                  "KC_BOOTSTRAP_ADMIN_USERNAME",
                  ADMIN,
                  "KC_BOOTSTRAP_ADMIN_PASSWORD",
                  ADMIN_PASSWORD));
      command.redirectErrorStream(true).redirectOutput(log.toFile());
      URI url = URI.create("http://127.0.0.1:" + port);
      KeycloakServer server = new KeycloakServer(command.start(), url, realm);
      server.awaitReady(log);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("Keycloak cannot be started", e);
    }
  }

  /** The version that was unpacked. */
  static String version() {
    return home().getFileName().toString().replace("keycloak-", "");
  }

  /** Where it is, without a path. */
  URI url() {
    return url;
  }

  /** The realm that it was started with. */
  Realm realm() {
    return realm;
  }

  /** The issuer of the realm's tokens. */
  String issuer() {
    return url + "/realms/" + Realm.NAME;
  }

  /** One of the realm's protocol endpoints. */
  URI endpoint(String name) {
    return URI.create(issuer() + "/protocol/openid-connect/" + name);
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    stop();
  }

  private void stop() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private void awaitReady(Path log) throws IOException {
    HttpClient http = HttpClient.newBuilder().connectTimeout(CALL_LIMIT).build();
    URI discovery = URI.create(issuer() + "/.well-known/openid-configuration");
    try {
      Await.until(
          "Keycloak answers, or ends",
          START_LIMIT,
          () -> !process.isAlive() || isOk(http, discovery));
      if (!process.isAlive()) {
        throw new AssertionError("Keycloak ended with " + process.exitValue());
      }
    } catch (AssertionError e) {
      close();
      List<String> lines = Files.readAllLines(log);
      String end = String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
      throw new AssertionError(e.getMessage() + "; its log ends with:\n" + end, e);
    }
  }

  private static boolean isOk(HttpClient http, URI uri) {
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(CALL_LIMIT).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Path home() {
    try (Stream<Path> unpacked = Files.list(UNPACKED)) {
      return unpacked
          .filter(path -> Files.isExecutable(path.resolve("bin/kc.sh")))
          .findFirst()
          .orElseThrow(KeycloakServer::missing);
    } catch (IOException e) {
      throw missing();
    }
  }

  private static IllegalStateException missing() {
    return new IllegalStateException(
        "no Keycloak in " + UNPACKED.toAbsolutePath() + ": run mvn verify -Pkeycloak");
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

package dev.tms.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tms.store.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server of Debian's package speaks TLS; the registry's where it was built so. */
final class TlsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @TempDir static Path folder;

  private static Path certificate;
  private static SSLContext trusting;
  private static RedisNode server;

  @BeforeAll
  static void startServer() throws Exception {
    Path keys = folder.resolve("keys.p12");
    char[] password = "changeit".toCharArray();
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-alias",
                "a",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                new String(password))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, password);
    }
    certificate = folder.resolve("certificate.pem");
    Path key = folder.resolve("key.pem");
    pem(certificate, "CERTIFICATE", store.getCertificate("a").getEncoded());
    pem(key, "PRIVATE KEY", store.getKey("a", password).getEncoded());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("a", store.getCertificate("a"));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    trusting = SSLContext.getInstance("TLS");
    trusting.init(null, managers.getTrustManagers(), null);
    server = started(key);
    assumeTrue(server != null, "no server here speaks TLS");
  }

  private static RedisNode started(Path key) throws IOException {
    for (Path executable : new Path[] {RedisNode.packaged(), RedisNode.INSTALLED}) {
      try {
        return RedisNode.start(
            executable,
            "--tls-port",
            "0",
            "--tls-cert-file",
            certificate.toString(),
            "--tls-key-file",
            key.toString(),
            "--tls-auth-clients",
            "no");
      } catch (IOException | AssertionError e) {
        // not built with TLS, or not there
      }
    }
    return null;
  }

  private static void pem(Path file, String type, byte[] content) throws IOException {
    Files.writeString(
        file,
        "-----BEGIN "
            + type
            + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
            + "\n-----END "
            + type
            + "-----\n");
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void open_trustInTheFile_works() {
    String url = "rediss://localhost:" + server.port() + "?certificates=" + certificate.toString();
    try (RedisStore store = Rig.open(url, TIMEOUT)) {
      store.put("k", Rig.ONE, Rig.HOUR);
      assertThat(store.take("k")).isPresent();
    }
  }

  @Test
  void open_trustInTheSettings_works() {
    try (RedisStore store =
        RedisStore.open(
            Rig.settings("rediss://localhost:" + server.port())
                .withTls(trusting)
                .withTimeout(TIMEOUT))) {
      assertThat(store.get("nothing")).isEmpty();
    }
  }

  @Test
  void open_certificateOfAnotherHost_isRefused() {
    try (RedisStore store =
        RedisStore.open(
            Rig.settings("rediss://127.0.0.1:" + server.port())
                .withTls(trusting)
                .withTimeout(TIMEOUT))) {
      assertThatThrownBy(() -> store.get("k")).isInstanceOf(StoreUnavailableException.class);
    }
  }

  @Test
  void open_certificateThatTheJvmDoesNotTrust_isRefused() {
    try (RedisStore store = Rig.open("rediss://localhost:" + server.port(), TIMEOUT)) {
      assertThatThrownBy(() -> store.get("k")).isInstanceOf(StoreUnavailableException.class);
    }
  }

  @Test
  void open_withoutTlsOnATlsPort_isUnavailable() {
    try (RedisStore store =
        Rig.open("redis://127.0.0.1:" + server.port(), Duration.ofMillis(500))) {
      assertThatThrownBy(() -> store.get("k")).isInstanceOf(StoreUnavailableException.class);
    }
  }

  @Test
  void open_fileWithoutCertificates_saysSo() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    for (Path file : new Path[] {empty, folder.resolve("missing.pem"), folder.resolve("key.pem")}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Rig.open("rediss://localhost?certificates=" + file, TIMEOUT))
          .withMessageContaining(file.getFileName().toString());
    }
  }
}

package dev.tms.registration.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.registration.doctor.Certificates.Issued;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Certificates of others, and one's own. */
final class BrokenCertificateTest extends BrokenInstallation {
  private static final String PASSWORD = "changeit";
  private static final Instant LONG_AGO = Instant.now().minus(Duration.ofDays(400));
  private static final Instant IN_A_WEEK = Instant.now().plus(Duration.ofDays(7));

  private final Issued root = Certificates.authority("Shop CA");

  /** At a provider that shows this certificate, by a doctor who trusts the shop's CA. */
  private Diagnosis examine(Issued certificate) {
    try (TlsServer server = new TlsServer(certificate)) {
      return Installation.at("https://localhost:" + server.port(), folder)
          .set("Client", "TrustedCertificates", write("ca.pem", root).toString())
          .examine();
    }
  }

  private Path write(String name, Issued issued) {
    try {
      String pem = Base64.getMimeEncoder().encodeToString(issued.certificate().getEncoded());
      return Files.writeString(
          folder.resolve(name),
          "-----BEGIN CERTIFICATE-----\n" + pem + "\n-----END CERTIFICATE-----\n");
    } catch (IOException | CertificateEncodingException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void certificate_ofAnUnknownAuthority() {
    Issued other = Certificates.authority("Another CA");

    names(
        examine(Certificates.server(other, "localhost")),
        "certificate-untrusted",
        "localhost",
        "Another CA");
  }

  @Test
  void certificate_selfSigned() {
    names(examine(Certificates.selfSigned("localhost")), "certificate-untrusted", "localhost");
  }

  @Test
  void certificate_thatTheServerMadeForItself_isTrusted() {
    Issued own = Certificates.selfSigned("localhost");
    write("own.pem", own);
    try (TlsServer server = new TlsServer(own)) {
      Installation here =
          installation()
              .set("Server", "PublicUrl", "https://localhost:" + server.port())
              .set("FrontEnd", "FrontEndRedirectUrl", "https://localhost:3000/");

      names(here.examine(), "certificate-untrusted", "localhost");
      assertThat(here.examine(Installation.doctor().selfSigned("own.pem")).toText("tms.json"))
          .doesNotContain("certificate-untrusted");
    }
  }

  @Test
  void certificate_expired() {
    Issued expired = Certificates.server(root, LONG_AGO, Certificates.YESTERDAY, "localhost");

    names(examine(expired), "certificate-not-valid-now", "expired");
  }

  @Test
  void certificate_notValidYet() {
    Issued early = Certificates.server(root, IN_A_WEEK, Certificates.NEXT_YEAR, "localhost");

    names(examine(early), "certificate-not-valid-now", "is valid from");
  }

  @Test
  void certificate_ofAnotherHost() {
    names(
        examine(Certificates.server(root, "id.shop.example")),
        "certificate-of-another-host",
        "id.shop.example");
  }

  @Test
  void certificate_expiresInAWeek() {
    Issued soon = Certificates.server(root, Certificates.YESTERDAY, IN_A_WEEK, "localhost");

    hasFound(examine(soon), "certificate-expires");
  }

  @Test
  void tls_isNotSpokenThere() {
    int port = URI.create(stub.url()).getPort();

    names(Installation.at("https://localhost:" + port, folder).examine(), "no-tls", "localhost");
  }

  @Test
  void tls_isNeverAnswered() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Doctor doctor = Installation.doctor().timeout(Duration.ofSeconds(1));

      Diagnosis diagnosis =
          Installation.at("https://localhost:" + silent.getLocalPort(), folder).examine(doctor);

      names(diagnosis, "no-tls", "no TLS handshake came of it");
    }
  }

  @Test
  void server_wrongPassword() throws Exception {
    Diagnosis diagnosis = withKeyStore(Certificates.selfSigned("localhost"), "wrong");

    names(diagnosis, "key-store-unusable", "Server.KeyStorePassword");
  }

  @Test
  void server_noKeyStore() throws IOException {
    Path file = Files.writeString(folder.resolve("server.p12"), "no key store");

    names(own(file, PASSWORD), "key-store-unusable", "cannot be read as a key store");
  }

  @Test
  void server_certificateExpired() throws Exception {
    Issued expired = Certificates.server(root, LONG_AGO, Certificates.YESTERDAY, "localhost");

    names(withKeyStore(expired, PASSWORD), "server-certificate-expired", "expired at");
  }

  @Test
  void server_certificateExpiresInAWeek() throws Exception {
    Issued soon = Certificates.server(root, Certificates.YESTERDAY, IN_A_WEEK, "localhost");

    Diagnosis diagnosis = withKeyStore(soon, PASSWORD);

    hasFound(diagnosis, "server-certificate-expires");
    assertThat(diagnosis.toText("tms.json")).doesNotContain("certificate-expired");
  }

  private Diagnosis withKeyStore(Issued own, String password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server",
        own.keys().getPrivate(),
        PASSWORD.toCharArray(),
        new Certificate[] {own.certificate()});
    Path file = folder.resolve("server.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return own(file, password);
  }

  private Diagnosis own(Path keyStore, String password) {
    return installation()
        .set("Server", "PublicUrl", "https://localhost:7182")
        .set("Server", "KeyStore", keyStore.toString())
        .set("Server", "KeyStorePassword", password)
        .set("FrontEnd", "FrontEndRedirectUrl", "https://localhost:3000/")
        .examine(Installation.doctor().offline());
  }
}

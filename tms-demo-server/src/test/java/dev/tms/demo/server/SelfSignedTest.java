package dev.tms.demo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.InvalidConfigurationException;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SelfSignedTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @TempDir private Path directory;

  @Test
  void keysFor_nothingThere_makesACertificateForTheHost() throws Exception {
    SelfSigned made = at(NOW);
    made.keysFor("tms.example");

    X509Certificate certificate = certificate();
    assertThat(made.created()).isTrue();
    assertThat(certificate.getSubjectAlternativeNames()).containsExactly(List.of(2, "tms.example"));
    assertThat(certificate.getNotBefore()).isBefore(NOW);
    assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(365)));
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(certificate.getVersion()).isEqualTo(3);
    certificate.verify(certificate.getPublicKey());
  }

  @Test
  void keysFor_loopback_isForAllItsNames() throws Exception {
    at(NOW).keysFor("localhost");

    assertThat(certificate().getSubjectAlternativeNames())
        .extracting(name -> (Object) name.get(1))
        .contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
  }

  @Test
  void keysFor_certificateIsGood_keepsIt() throws Exception {
    at(NOW).keysFor("localhost");
    X509Certificate first = certificate();

    SelfSigned later = at(NOW.plus(Duration.ofDays(300)));
    later.keysFor("localhost");

    assertThat(later.created()).isFalse();
    assertThat(certificate()).isEqualTo(first);
  }

  @Test
  void keysFor_certificateSoonExpires_makesAnother() throws Exception {
    at(NOW).keysFor("localhost");

    SelfSigned later = at(NOW.plus(Duration.ofDays(336)));
    later.keysFor("localhost");

    assertThat(later.created()).isTrue();
  }

  @Test
  void keysFor_otherHost_makesAnother() throws Exception {
    at(NOW).keysFor("localhost");

    SelfSigned other = at(NOW);
    other.keysFor("tms.example");

    assertThat(other.created()).isTrue();
  }

  @Test
  void keysFor_fileIsDamaged_makesAnother() throws Exception {
    Files.writeString(directory.resolve(SelfSigned.KEY_STORE), "nonsense");

    SelfSigned made = at(NOW);
    made.keysFor("localhost");

    assertThat(made.created()).isTrue();
  }

  @Test
  void keysFor_keyStore_isReadableByItsOwnerAlone() throws Exception {
    at(NOW).keysFor("localhost");

    assertThat(Files.getPosixFilePermissions(directory.resolve(SelfSigned.KEY_STORE)))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void keysFor_after2050_isStillACertificate() throws Exception {
    Instant later = Instant.parse("2050-06-01T00:00:00Z");
    at(later).keysFor("localhost");

    assertThat(certificate().getNotAfter().toInstant()).isEqualTo(later.plus(Duration.ofDays(365)));
  }

  @Test
  void keysFor_directoryIsMissing_saysSo() {
    SelfSigned nowhere =
        new SelfSigned(directory.resolve("missing"), InstantSource.fixed(NOW), new SecureRandom());

    assertThatThrownBy(() -> nowhere.keysFor("localhost"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void load_wrongPassword_saysThatItIsThePassword() throws Exception {
    at(NOW).keysFor("localhost");

    assertThatThrownBy(
            () -> TlsKeys.load(directory.resolve(SelfSigned.KEY_STORE), "wrong".toCharArray()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("Server.KeyStorePassword: ");
  }

  @Test
  void load_noKeyStore_saysThatItIsTheFile() throws Exception {
    Path file = Files.writeString(directory.resolve("x.p12"), "nonsense");

    assertThatThrownBy(() -> TlsKeys.load(file, new char[0]))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("Server.KeyStore: ");
    assertThatThrownBy(() -> TlsKeys.load(directory.resolve("none"), new char[0]))
        .hasMessageContaining("there is no file");
  }

  private SelfSigned at(Instant now) {
    return new SelfSigned(directory, InstantSource.fixed(now), new SecureRandom());
  }

  private X509Certificate certificate() throws Exception {
    byte[] pem = Files.readAllBytes(directory.resolve(SelfSigned.CERTIFICATE));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
  }
}

package dev.tms.demo.server;

import dev.tms.InvalidConfigurationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * A self-signed certificate for tests of https, created unless the directory has a valid one. Only
 * the owner can read the key store. The PEM file is for clients to trust.
 */
public final class SelfSigned {
  public static final String KEY_STORE = "tms-self-signed.p12";

  public static final String CERTIFICATE = "tms-self-signed.pem";

  private static final String ALIAS = "tms";
  // PKCS#12 needs a password; the file's permissions protect it
  private static final char[] PASSWORD = "self-signed".toCharArray();
  private static final Duration LEFT_AT_START = Duration.ofDays(30);
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Path directory;
  private final InstantSource clock;
  private final SecureRandom random;
  private boolean created;

  public SelfSigned(Path directory, InstantSource clock, SecureRandom random) {
    this.directory = directory;
    this.clock = clock;
    this.random = random;
  }

  public SSLContext keysFor(String host) {
    Set<String> hosts = new LinkedHashSet<>(Set.of(host));
    if (LOOPBACK.contains(host)) {
      hosts.addAll(List.of("localhost", "127.0.0.1", "[::1]"));
    }
    try {
      KeyStore store = present(hosts);
      return TlsKeys.context(store, PASSWORD);
    } catch (GeneralSecurityException e) {
      throw TlsKeys.unusable("no self-signed certificate can be made: " + e.getMessage());
    } catch (IOException e) {
      throw TlsKeys.unusable(
          "no self-signed certificate can be written to " + directory + ": " + e.getMessage());
    }
  }

  public boolean created() {
    return created;
  }

  public Path certificate() {
    return directory.resolve(CERTIFICATE);
  }

  private KeyStore present(Set<String> hosts) throws GeneralSecurityException, IOException {
    Path file = directory.resolve(KEY_STORE);
    if (Files.exists(file)) {
      try {
        KeyStore store = TlsKeys.read(file, PASSWORD);
        if (store.getCertificate(ALIAS) instanceof X509Certificate certificate
            && store.getKey(ALIAS, PASSWORD) instanceof PrivateKey
            && willDo(certificate, hosts)) {
          return store;
        }
      } catch (InvalidConfigurationException e) {
        // unusable, so a new one replaces it
      }
    }
    created = true;
    return make(hosts);
  }

  private boolean willDo(X509Certificate certificate, Set<String> hosts)
      throws GeneralSecurityException {
    Instant until = certificate.getNotAfter().toInstant();
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    Set<String> covered = new LinkedHashSet<>();
    if (names != null) {
      names.forEach(name -> covered.add(String.valueOf(name.get(1))));
    }
    return clock.instant().plus(LEFT_AT_START).isBefore(until)
        && hosts.stream().allMatch(host -> host.startsWith("[") || covered.contains(host));
  }

  private KeyStore make(Set<String> hosts) throws GeneralSecurityException, IOException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    KeyPair keys = generator.generateKeyPair();
    X509Certificate certificate = SelfSignedCertificate.of(keys, hosts, clock.instant(), random);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    store.setKeyEntry(ALIAS, keys.getPrivate(), PASSWORD, new Certificate[] {certificate});
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.store(bytes, PASSWORD);
    write(directory.resolve(KEY_STORE), bytes.toByteArray(), "rw-------");
    write(certificate(), pem(certificate), "rw-r--r--");
    return store;
  }

  private static byte[] pem(X509Certificate certificate) throws GeneralSecurityException {
    String base64 =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
    return ("-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private void write(Path file, byte[] content, String permissions) throws IOException {
    boolean posix = Files.getFileStore(directory).supportsFileAttributeView("posix");
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
            }
            : new FileAttribute<?>[0];
    Path whole = Files.createTempFile(directory, file.getFileName() + ".", ".new", attributes);
    try {
      Files.write(whole, content);
      Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(whole);
    }
  }
}

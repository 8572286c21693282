package dev.tms.registration.doctor;

import dev.tms.config.ServerSettings;
import dev.tms.config.TmsConfiguration;
import dev.tms.registration.report.Rule;
import dev.tms.token.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The key store that the server itself answers with. */
record ServerCheck(InstantSource clock) implements Check {
  private static final Rule UNUSABLE = Faults.named("key-store-unusable");
  private static final Rule EXPIRED = Faults.named("server-certificate-expired");
  private static final Rule EXPIRES = Faults.named("server-certificate-expires");
  private static final Duration SOON = Duration.ofDays(30);

  @Override
  public Area area() {
    return Area.SERVER;
  }

  @Override
  public Look look(TmsConfiguration configuration, Patient patient) {
    ServerSettings server = configuration.server();
    Path file = server.keyStore();
    if (!server.listensWithTls()) {
      return Look.at(area(), "answers without TLS, at port " + server.port());
    }
    if (file == null) {
      return Look.at(area(), "answers with a certificate that it makes itself");
    }
    try {
      List<X509Certificate> certificates = certificates(file, server.keyStorePassword());
      if (certificates.isEmpty()) {
        patient.find(UNUSABLE, "Server.KeyStore: no key with a certificate is in " + file);
      }
      certificates.forEach(certificate -> expiry(certificate, patient));
    } catch (IOException | GeneralSecurityException e) {
      // a wrong password is an IOException with a cause
      boolean isPassword = e.getCause() instanceof GeneralSecurityException;
      patient.find(
          UNUSABLE,
          isPassword
              ? "Server.KeyStorePassword: does not open " + file
              : "Server.KeyStore: " + file + " cannot be read as a key store");
    }
    return Look.at(area(), file.toString());
  }

  private static List<X509Certificate> certificates(Path file, @Nullable Secret password)
      throws IOException, GeneralSecurityException {
    char[] chars = password == null ? new char[0] : password.reveal().toCharArray();
    KeyStore keys = KeyStore.getInstance(file.toFile(), chars);
    List<X509Certificate> certificates = new ArrayList<>();
    for (String alias : Collections.list(keys.aliases())) {
      if (keys.isKeyEntry(alias) && keys.getCertificate(alias) instanceof X509Certificate one) {
        certificates.add(one);
      }
    }
    return certificates;
  }

  private void expiry(X509Certificate certificate, Patient patient) {
    Instant end = certificate.getNotAfter().toInstant();
    Instant now = clock.instant();
    if (end.isBefore(now)) {
      patient.find(EXPIRED, "the certificate in Server.KeyStore expired at " + end);
    } else if (end.isBefore(now.plus(SOON))) {
      patient.find(EXPIRES, "the certificate in Server.KeyStore expires at " + end);
    }
  }
}

package dev.tms.registration.doctor;

import dev.tms.config.ServerSettings;
import dev.tms.config.TmsConfiguration;
import dev.tms.machine.MachineTokenOutcome;
import dev.tms.machine.MachineTokens;
import dev.tms.registration.probe.ClockSkew;
import dev.tms.registration.report.Rule;
import dev.tms.seal.InvalidKeysException;
import dev.tms.seal.KeyInfo;
import dev.tms.token.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What this machine itself has: keys, certificate, clock; and tokens of its own. */
final class HouseChecks {
  private static final Rule UNUSABLE = Faults.named("keys-unusable");
  private static final Rule MISSING = Faults.named("keys-missing");
  private static final Rule KEY_STORE = Faults.named("key-store-unusable");
  private static final Rule EXPIRED = Faults.named("server-certificate-expired");
  private static final Rule EXPIRES = Faults.named("server-certificate-expires");
  private static final Duration SOON = Duration.ofDays(30);
  private static final Rule WRONG = Faults.named("clock-wrong");
  private static final Rule DRIFTS = Faults.named("clock-drifts");
  private static final Duration TOLERATED = Duration.ofSeconds(60);
  private static final Duration SMALL = Duration.ofSeconds(10);
  private static final Rule MACHINE_REFUSED = Faults.named("machine-refused");

  private HouseChecks() {}

  static Look keys(TmsConfiguration configuration, Patient patient, InstantSource clock) {
    Path file = configuration.keysFile();
    boolean isShared = configuration.sharedStore().isPresent();
    if (!isShared && !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      patient.find(MISSING, "there is no keyset yet at " + file);
      return Look.at(Area.KEYS, "none yet");
    }
    try {
      List<KeyInfo> keys = configuration.keys().mustExist().open(clock, event -> {}).keys();
      return Look.at(
          Area.KEYS,
          file + ": " + keys.size() + (keys.size() == 1 ? " key" : " keys") + primary(keys));
    } catch (InvalidKeysException e) {
      patient.find(UNUSABLE, "Keys.File: " + e.getMessage());
      return Look.at(Area.KEYS, file.toString());
    }
  }

  private static String primary(List<KeyInfo> keys) {
    return keys.stream()
        .filter(key -> key.status() == KeyInfo.Status.PRIMARY)
        .map(key -> ", sealing with " + key.id())
        .findFirst()
        .orElse("");
  }

  static Look server(TmsConfiguration configuration, Patient patient, InstantSource clock) {
    ServerSettings server = configuration.server();
    Path file = server.keyStore();
    if (!server.listensWithTls()) {
      return Look.at(Area.SERVER, "answers without TLS, at port " + server.port());
    }
    if (file == null) {
      return Look.at(Area.SERVER, "answers with a certificate that it makes itself");
    }
    try {
      List<X509Certificate> certificates = certificates(file, server.keyStorePassword());
      if (certificates.isEmpty()) {
        patient.find(KEY_STORE, "Server.KeyStore: no key with a certificate is in " + file);
      }
      certificates.forEach(certificate -> expiry(certificate, clock.instant(), patient));
    } catch (IOException | GeneralSecurityException e) {
      // a wrong password is an IOException with a cause
      boolean isPassword = e.getCause() instanceof GeneralSecurityException;
      patient.find(
          KEY_STORE,
          isPassword
              ? "Server.KeyStorePassword: does not open " + file
              : "Server.KeyStore: " + file + " cannot be read as a key store");
    }
    return Look.at(Area.SERVER, file.toString());
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

  private static void expiry(X509Certificate certificate, Instant now, Patient patient) {
    Instant end = certificate.getNotAfter().toInstant();
    if (end.isBefore(now)) {
      patient.find(EXPIRED, "the certificate in Server.KeyStore expired at " + end);
    } else if (end.isBefore(now.plus(SOON))) {
      patient.find(EXPIRES, "the certificate in Server.KeyStore expires at " + end);
    }
  }

  static Look clock(Patient patient) {
    Optional<ClockSkew> skew = patient.clockSkew();
    if (skew.isEmpty()) {
      return Look.skipped(Area.CLOCK, "the provider has not said what time it is");
    }
    Duration certain = skew.get().certain();
    String sentence =
        "this machine's clock is at least "
            + certain.toSeconds()
            + " s "
            + (skew.get().isAhead() ? "behind" : "ahead of")
            + " the provider's";
    if (certain.compareTo(TOLERATED) > 0) {
      patient.find(WRONG, sentence);
    } else if (certain.compareTo(SMALL) > 0) {
      patient.find(DRIFTS, sentence);
    }
    return Look.at(Area.CLOCK, certain.isZero() ? "no difference" : sentence);
  }

  static Look machine(TmsConfiguration configuration, Patient patient, Network network) {
    if (configuration.machineClients().isEmpty()) {
      return Look.at(Area.MACHINE, "no clients");
    }
    try (MachineTokens tokens =
        configuration
            .machineTokens()
            .httpClient(network.client())
            .clock(network.clock())
            .random(network.random())
            .build()) {
      tokens.names().forEach(name -> judge(name, tokens.request(name), patient));
      return Look.at(Area.MACHINE, String.join(", ", tokens.names()));
    }
  }

  private static void judge(String name, MachineTokenOutcome outcome, Patient patient) {
    if (outcome instanceof MachineTokenOutcome.Refused refused) {
      patient.find(MACHINE_REFUSED, "machine client " + name + " is refused: " + refused.error());
    } else if (outcome instanceof MachineTokenOutcome.Unavailable unavailable) {
      patient.find(
          MACHINE_REFUSED, "machine client " + name + " gets no token: " + unavailable.reason());
    }
  }
}

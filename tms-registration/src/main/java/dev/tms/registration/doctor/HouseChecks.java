package dev.tms.registration.doctor;

import dev.tms.InvalidConfigurationException;
import dev.tms.config.TmsConfiguration;
import dev.tms.config.TmsConfiguration.ExpectedRegistration;
import dev.tms.config.TmsConfiguration.ServerSettings;
import dev.tms.config.TmsConfiguration.SharedStore;
import dev.tms.machine.MachineTokenOutcome;
import dev.tms.machine.MachineTokens;
import dev.tms.registration.doctor.Seen.ClockSkew;
import dev.tms.seal.Keys.InvalidKeysException;
import dev.tms.seal.Keys.KeyInfo;
import dev.tms.store.ExpiringStore;
import dev.tms.store.ExpiringStore.Entry;
import dev.tms.store.StoreUnavailableException;
import dev.tms.token.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Checks the installation itself: configuration, keys, store, certificate, clock, tokens. */
final class HouseChecks {
  private static final Duration SOON = Duration.ofDays(30);
  private static final Duration TOLERATED = Duration.ofSeconds(60);
  private static final Duration SMALL = Duration.ofSeconds(10);

  private static final String THIRD_PARTY = "Session.SameSite: is None";

  private HouseChecks() {}

  /** Reads the configuration; empty, with findings, if it is invalid. */
  static Optional<TmsConfiguration> configuration(
      Path file, Map<String, String> environment, Patient patient) {
    try {
      TmsConfiguration configuration = TmsConfiguration.load(file, environment);
      configuration.warnings().stream()
          // reported in the area 'cookies', with the front ends
          .filter(warning -> !warning.startsWith(THIRD_PARTY))
          .forEach(warning -> patient.find("configuration-doubtful", warning));
      configuration.notices().forEach(notice -> patient.find("configuration-notice", notice));
      if (configuration.hasClient()) {
        encoded(configuration.expectedRegistration())
            .ifPresent(what -> patient.find("secret-needs-encoding", what));
      }
      return Optional.of(configuration);
    } catch (InvalidConfigurationException e) {
      e.problems().forEach(problem -> patient.find("configuration-invalid", problem.toString()));
      return Optional.empty();
    }
  }

  /** Names the parts of the credentials that form encoding changes. */
  static Optional<String> encoded(ExpectedRegistration client) {
    if (!client.clientAuthentication().equals("client_secret_basic")) {
      return Optional.empty();
    }
    boolean isId = changes(client.clientId());
    boolean isSecret = client.secret().filter(secret -> changes(secret.reveal())).isPresent();
    if (!isId && !isSecret) {
      return Optional.empty();
    }
    String what = isId && isSecret ? "client id and secret" : isId ? "client id" : "client secret";
    return Optional.of(
        "the %s%s characters that need encoding in client_secret_basic"
            .formatted(what, isId && isSecret ? " have" : " has"));
  }

  private static boolean changes(String text) {
    return !WebProbe.encoded(text).equals(text);
  }

  static Look keys(TmsConfiguration configuration, Patient patient, InstantSource clock) {
    Path file = configuration.keysFile();
    boolean isShared = configuration.sharedStore().isPresent();
    if (!isShared && !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      patient.find("keys-missing", "there is no keyset yet at " + file);
      return Look.at(Area.KEYS, "none yet");
    }
    try {
      List<KeyInfo> keys = configuration.keys().mustExist().open(clock, event -> {}).keys();
      return Look.at(
          Area.KEYS,
          file + ": " + keys.size() + (keys.size() == 1 ? " key" : " keys") + primary(keys));
    } catch (InvalidKeysException e) {
      patient.find("keys-unusable", "Keys.File: " + e.getMessage());
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
        patient.find(
            "key-store-unusable", "Server.KeyStore: no key with a certificate is in " + file);
      }
      certificates.forEach(certificate -> expiry(certificate, clock.instant(), patient));
    } catch (IOException | GeneralSecurityException e) {
      // a wrong password is an IOException with a cause
      boolean isPassword = e.getCause() instanceof GeneralSecurityException;
      patient.find(
          "key-store-unusable",
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
      patient.find(
          "server-certificate-expired", "the certificate in Server.KeyStore expired at " + end);
    } else if (end.isBefore(now.plus(SOON))) {
      patient.find(
          "server-certificate-expires", "the certificate in Server.KeyStore expires at " + end);
    }
  }

  static Look clock(Patient patient) {
    Optional<ClockSkew> skew = patient.clockSkew();
    if (skew.isEmpty()) {
      return Look.skipped(Area.CLOCK, "the provider has not said what time it is");
    }
    Duration certain = skew.get().certain();
    String sentence =
        "this machine's clock is at least %s s %s the provider's"
            .formatted(certain.toSeconds(), skew.get().isAhead() ? "behind" : "ahead of");
    if (certain.compareTo(TOLERATED) > 0) {
      patient.find("clock-wrong", sentence);
    } else if (certain.compareTo(SMALL) > 0) {
      patient.find("clock-drifts", sentence);
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
      patient.find("machine-refused", "machine client " + name + " is refused: " + refused.error());
    } else if (outcome instanceof MachineTokenOutcome.Unavailable unavailable) {
      patient.find(
          "machine-refused", "machine client " + name + " gets no token: " + unavailable.reason());
    }
  }

  /** Writes, claims, reads and removes one entry under a random name. */
  record StoreCheck(
      Function<SharedStore, ExpiringStore> open, InstantSource clock, SecureRandom random) {
    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final int NAME_BYTES = 16;

    Look look(TmsConfiguration configuration, Patient patient) {
      SharedStore shared = configuration.sharedStore().orElse(null);
      if (shared == null) {
        return Look.at(Area.STORE, "in memory, for one node");
      }
      try (ExpiringStore store = open.apply(shared)) {
        return look(configuration, shared, store, patient);
      } catch (IllegalArgumentException e) {
        patient.find("store-invalid", "Store.Url: " + e.getMessage());
      } catch (StoreUnavailableException e) {
        // Redis answers so from a replica, which is read-only
        boolean isReplica = String.valueOf(e.getMessage()).contains("READONLY");
        patient.find(
            isReplica ? "store-unfaithful" : "store-unreachable",
            "the " + shared.kind() + " store cannot be used: " + e.getMessage());
      }
      return Look.at(Area.STORE, shared.kind());
    }

    private Look look(
        TmsConfiguration configuration, SharedStore shared, ExpiringStore store, Patient patient) {
      Instant begin = clock.instant();
      String lie = lie(store);
      long millis = Duration.between(begin, clock.instant()).toMillis();
      if (!lie.isEmpty()) {
        patient.find("store-unfaithful", "the " + shared.kind() + " store " + lie);
      } else if (hasForeignKeys(configuration, store)) {
        patient.find(
            "keys-foreign",
            "the nodes that use this store have recorded other keys than those here");
      }
      findWeaknesses(shared, store, patient);
      return Look.at(
          Area.STORE, shared.kind() + ", written, read and removed in " + millis + " ms");
    }

    private static void findWeaknesses(SharedStore shared, ExpiringStore store, Patient patient) {
      try {
        for (String weakness : store.weaknesses()) {
          patient.find("store-evicts", "the " + shared.kind() + " store may forget: " + weakness);
        }
      } catch (StoreUnavailableException e) {
        patient.find(
            "store-settings-unseen",
            "the " + shared.kind() + " store does not show its settings: " + e.getMessage());
      }
    }

    private static boolean hasForeignKeys(TmsConfiguration configuration, ExpiringStore store) {
      try {
        return configuration.hasForeignKeys(store);
      } catch (InvalidKeysException e) {
        return false; // reported by another check
      }
    }

    /** Describes wrong behaviour of the store; empty if there is none. */
    private String lie(ExpiringStore store) {
      byte[] bytes = new byte[NAME_BYTES];
      random.nextBytes(bytes);
      String name = "doctor." + HexFormat.of().formatHex(bytes);
      OptionalLong first = store.putIfAbsent(name, bytes, LIFE);
      if (first.isEmpty()) {
        return "has an entry that no one wrote";
      }
      if (store.putIfAbsent(name, bytes, LIFE).isPresent()) {
        return "lets two callers claim one entry";
      }
      Optional<Entry> read = store.get(name);
      if (read.isEmpty() || !Arrays.equals(read.get().value(), bytes)) {
        return "does not keep what was just written";
      }
      if (!store.remove(name, read.get().version()) || store.get(name).isPresent()) {
        return "does not remove what it was asked to";
      }
      return "";
    }
  }
}

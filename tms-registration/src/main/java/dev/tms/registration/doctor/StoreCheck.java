package dev.tms.registration.doctor;

import dev.tms.config.SharedStore;
import dev.tms.config.TmsConfiguration;
import dev.tms.registration.report.Rule;
import dev.tms.seal.InvalidKeysException;
import dev.tms.store.Entry;
import dev.tms.store.ExpiringStore;
import dev.tms.store.StoreUnavailableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The store that nodes share: one entry under a random name is written, claimed, read and removed.
 */
record StoreCheck(
    Function<SharedStore, ExpiringStore> open, InstantSource clock, SecureRandom random) {
  private static final Rule INVALID = Faults.named("store-invalid");
  private static final Rule UNREACHABLE = Faults.named("store-unreachable");
  private static final Rule UNFAITHFUL = Faults.named("store-unfaithful");
  private static final Rule FOREIGN_KEYS = Faults.named("keys-foreign");
  private static final Rule EVICTS = Faults.named("store-evicts");
  private static final Rule UNSEEN = Faults.named("store-settings-unseen");
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
      patient.find(INVALID, "Store.Url: " + e.getMessage());
    } catch (StoreUnavailableException e) {
      // Redis says so of a replica, which answers and keeps nothing
      boolean isReplica = String.valueOf(e.getMessage()).contains("READONLY");
      patient.find(
          isReplica ? UNFAITHFUL : UNREACHABLE,
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
      patient.find(UNFAITHFUL, "the " + shared.kind() + " store " + lie);
    } else if (hasForeignKeys(configuration, store)) {
      patient.find(
          FOREIGN_KEYS, "the nodes that use this store have recorded other keys than those here");
    }
    findWeaknesses(shared, store, patient);
    return Look.at(Area.STORE, shared.kind() + ", written, read and removed in " + millis + " ms");
  }

  private static void findWeaknesses(SharedStore shared, ExpiringStore store, Patient patient) {
    try {
      for (String weakness : store.weaknesses()) {
        patient.find(EVICTS, "the " + shared.kind() + " store may forget: " + weakness);
      }
    } catch (StoreUnavailableException e) {
      patient.find(
          UNSEEN, "the " + shared.kind() + " store does not show its settings: " + e.getMessage());
    }
  }

  private static boolean hasForeignKeys(TmsConfiguration configuration, ExpiringStore store) {
    try {
      return configuration.hasForeignKeys(store);
    } catch (InvalidKeysException e) {
      return false; // said by another check
    }
  }

  /** What the store does that none may do; empty where it does what it should. */
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

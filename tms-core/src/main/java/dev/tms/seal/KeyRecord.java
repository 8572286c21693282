package dev.tms.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tms.seal.Sealer.SealScope;
import dev.tms.store.ExpiringStore;
import dev.tms.store.ExpiringStore.Entry;
import dev.tms.store.StoreUnavailableException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Records the fingerprints of a service's keys in the shared store. Neither name nor value is
 * sealed, so that nodes with other keys can read the record. Thread-safe.
 */
public final class KeyRecord {
  private static final Duration KEPT = Duration.ofDays(400);

  private static final String HEAD = "tms-keys 1";
  private static final int TRIES = 5;

  private final ExpiringStore store;
  private final KeyRing keys;
  private final String name;

  public enum Comparison {
    /** Identical, or nothing was recorded; now recorded. */
    SAME,
    /** Some are identical, as during a rotation; this node's keys are now recorded. */
    OVERLAPPING,
    /** None is identical; the record is unchanged. */
    FOREIGN,
    UNKNOWN
  }

  public KeyRecord(ExpiringStore store, SealScope scope, KeyRing keys) {
    this.store = store;
    this.keys = keys;
    this.name = name(scope);
  }

  /** Deletes a service's record, for a deliberate change of all keys. */
  public static boolean forget(ExpiringStore store, SealScope scope) {
    return store.take(name(scope)).isPresent();
  }

  private static String name(SealScope scope) {
    return "keys." + Base64.getUrlEncoder().withoutPadding().encodeToString(digest(scope));
  }

  public String name() {
    return name;
  }

  /** Compares, and records this node's keys unless they are foreign. */
  public Comparison compare() {
    return look(false);
  }

  /** Compares without writing; {@link Comparison#SAME} if nothing is recorded. */
  public Comparison peek() {
    try {
      List<String> here = keys.fingerprints();
      return compare(here, store.get(name).map(KeyRecord::read).orElse(here));
    } catch (StoreUnavailableException e) {
      return Comparison.UNKNOWN;
    }
  }

  /** Records this node's keys after they changed at run time. */
  public Comparison update() {
    return look(true);
  }

  private Comparison look(boolean replacesForeign) {
    List<String> here = keys.fingerprints();
    try {
      for (int i = 0; i < TRIES; i++) {
        Optional<Entry> recorded = store.get(name);
        List<String> there = recorded.map(KeyRecord::read).orElse(here);
        Comparison found = compare(here, there);
        if ((found == Comparison.FOREIGN && !replacesForeign) || write(recorded, here)) {
          return found;
        }
      }
      return Comparison.SAME; // concurrent writers won every attempt; their records were compared
    } catch (StoreUnavailableException e) {
      return Comparison.UNKNOWN;
    }
  }

  private boolean write(Optional<Entry> recorded, List<String> here) {
    byte[] value = (HEAD + "\n" + String.join("\n", here)).getBytes(US_ASCII);
    return (recorded.isEmpty()
            ? store.putIfAbsent(name, value, KEPT)
            : store.replace(name, recorded.get().version(), value, KEPT))
        .isPresent();
  }

  private static Comparison compare(List<String> here, List<String> there) {
    if (here.size() == there.size() && here.containsAll(there)) {
      return Comparison.SAME;
    }
    return here.stream().anyMatch(there::contains) ? Comparison.OVERLAPPING : Comparison.FOREIGN;
  }

  /** A record of an unknown version is foreign and must not be replaced. */
  private static List<String> read(Entry entry) {
    List<String> lines = new String(entry.value(), US_ASCII).lines().toList();
    return lines.isEmpty() || !lines.get(0).equals(HEAD)
        ? List.of()
        : lines.subList(1, lines.size());
  }

  private static byte[] digest(SealScope scope) {
    return Sealer.sha256(
        Sealer.lengthPrefixed(
            scope.baseCookieName(), scope.issuer(), scope.clientId(), scope.origin()));
  }
}

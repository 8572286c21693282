package dev.tms.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tms.seal.Sealer;
import dev.tms.seal.Sealer.Purpose;
import java.time.InstantSource;
import java.util.Optional;

/** Opens entries on their way into the store, and changes them as a mutant would. */
final class Meddler {
  private static final String PREFIX = Purpose.LEDGER.wire() + ":";

  private final Mutant mutant;
  private final Sealer sealer;
  private final InstantSource clock;
  private byte[] lastSession;

  Meddler(Mutant mutant, Sealer sealer, InstantSource clock) {
    this.mutant = mutant;
    this.sealer = sealer;
    this.clock = clock;
  }

  byte[] changed(String key, byte[] sealed) {
    if (mutant == Mutant.NONE || !key.startsWith(PREFIX)) {
      return sealed;
    }
    Optional<LedgerEntry> entry = open(key, sealed);
    if (entry.isEmpty()) {
      return sealed; // the client's last success
    }
    LedgerEntry next = mutant.changed(mixed(entry.get()), clock.instant());
    return sealer.seal(Purpose.LEDGER, LedgerEntries.encode(next), key.getBytes(US_ASCII));
  }

  /** The ledger's entry under this key. */
  Optional<LedgerEntry> open(String key, byte[] sealed) {
    return sealer
        .open(Purpose.LEDGER, sealed, key.getBytes(US_ASCII))
        .flatMap(opened -> LedgerEntries.decode(opened.plain()));
  }

  private LedgerEntry mixed(LedgerEntry entry) {
    byte[] session = entry.session();
    if (mutant != Mutant.MIXES_SESSIONS || session == null) {
      return entry;
    }
    byte[] other = lastSession == null ? session : lastSession;
    lastSession = session;
    return entry.published(entry.newest(), other, entry.keptUntil());
  }
}

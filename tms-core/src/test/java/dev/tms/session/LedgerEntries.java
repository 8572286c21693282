package dev.tms.session;

import java.util.Optional;

/** The bytes of ledger entries, for tests of other rooms. */
public final class LedgerEntries {
  private LedgerEntries() {}

  /** The bytes of an entry. */
  public static byte[] encode(LedgerEntry entry) {
    return LedgerEntryCodec.encode(entry);
  }

  /** The entry of these bytes. */
  public static Optional<LedgerEntry> decode(byte[] bytes) {
    return LedgerEntryCodec.decode(bytes);
  }
}

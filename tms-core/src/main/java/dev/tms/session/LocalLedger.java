package dev.tms.session;

import dev.tms.seal.SealedStore;
import dev.tms.seal.SealedStore.Found;
import dev.tms.seal.SealedStore.Name;
import dev.tms.seal.SealedStore.Stored;
import dev.tms.session.Ledger.Page;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What this node has written to the ledger lately, or would have while the store could not be
 * reached: sealed, bounded, and gone when the process ends. With it one node keeps its own
 * refreshes apart and answers an older cookie whatever becomes of the store; and what the store has
 * not got is owed to it. Thread-safe.
 */
final class LocalLedger {
  private static final int MOST = 10_000;

  private final SealedStore entries;
  private final Set<SessionId> owed = ConcurrentHashMap.newKeySet();
  private final Queue<SessionRef> order = new ConcurrentLinkedQueue<>();

  /** An empty one, which seals and names as this store does. */
  LocalLedger(SealedStore like, InstantSource clock) {
    this.entries = like.inMemory(clock, MOST);
  }

  /** The entry as this node knows it. */
  Page recall(Name name, int generation) {
    LedgerEntry untouched = LedgerEntry.untouched(generation);
    return entries.get(name) instanceof Found found
        ? new Page(decode(found).orElse(untouched), found.version(), true)
        : new Page(untouched, 0, true);
  }

  /** The entry as this node knows it, or null. */
  @Nullable LedgerEntry entry(Name name) {
    return entries.get(name) instanceof Found found ? decode(found).orElse(null) : null;
  }

  /** Writes what follows a page that was recalled; empty where another thread was quicker. */
  Optional<Page> write(Name name, Page seen, LedgerEntry next, Duration timeToLive) {
    byte[] value = LedgerEntryCodec.encode(next);
    OptionalLong version =
        seen.version() == 0
            ? entries.putIfAbsent(name, value, timeToLive)
            : entries.replace(name, seen.version(), value, timeToLive);
    return version.isPresent()
        ? Optional.of(new Page(next, version.getAsLong(), true))
        : Optional.empty();
  }

  /**
   * Notes an entry that the store has got, along with what is known already, as it may be told
   * late. The claim is the store's business then.
   */
  void note(Name name, LedgerEntry entry, Duration timeToLive) {
    merge(name, entry, timeToLive, LedgerEntry::unclaimed);
  }

  /** Keeps an entry that the store may not have got, along with what is known already. */
  void keep(Name name, LedgerEntry entry, Duration timeToLive) {
    merge(name, entry, timeToLive, UnaryOperator.identity());
  }

  private void merge(
      Name name, LedgerEntry entry, Duration timeToLive, UnaryOperator<LedgerEntry> form) {
    boolean isWritten = false;
    while (!isWritten) {
      Page known = recall(name, 0);
      LedgerEntry both = known.version() == 0 ? entry : Reconciliation.of(known.entry(), entry);
      isWritten = write(name, known, form.apply(both), timeToLive).isPresent();
    }
  }

  /** The store has not got what this node knows of that session. */
  void owe(SessionRef session) {
    if (owed.size() < MOST && owed.add(session.id())) {
      order.add(session);
    }
  }

  /** The store has got it. */
  void isEven(SessionRef session) {
    owed.remove(session.id());
  }

  /** The session that the store is owed for longest, and is not owed any more; null for none. */
  @Nullable SessionRef nextOwed() {
    for (SessionRef next = order.poll(); next != null; next = order.poll()) {
      if (owed.remove(next.id())) {
        return next;
      }
    }
    return null;
  }

  private static Optional<LedgerEntry> decode(Stored stored) {
    return LedgerEntryCodec.decode(((Found) stored).value());
  }
}

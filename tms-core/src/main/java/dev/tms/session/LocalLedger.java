package dev.tms.session;

import dev.tms.seal.SealedStore;
import dev.tms.seal.SealedStore.Found;
import dev.tms.seal.SealedStore.Name;
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
 * This node's memory of recent ledger entries, sealed and bounded. With it, the node serializes its
 * own refreshes and answers older cookies without the store. It also lists the sessions whose
 * entries the store has not received. Thread-safe.
 */
final class LocalLedger {
  private static final int MOST = 10_000;

  private final SealedStore entries;
  private final Set<SessionId> pending = ConcurrentHashMap.newKeySet();
  private final Queue<SessionRef> order = new ConcurrentLinkedQueue<>();

  /** An empty memory with the keys and names of this store. */
  LocalLedger(SealedStore like, InstantSource clock) {
    this.entries = like.inMemory(clock, MOST);
  }

  Page recall(Name name, int generation) {
    LedgerEntry untouched = LedgerEntry.untouched(generation);
    return entries.get(name) instanceof Found found
        ? new Page(LedgerEntryCodec.decode(found.value()).orElse(untouched), found.version(), true)
        : new Page(untouched, 0, true);
  }

  @Nullable LedgerEntry entry(Name name) {
    return entries.get(name) instanceof Found found
        ? LedgerEntryCodec.decode(found.value()).orElse(null)
        : null;
  }

  /** Replaces a page that was recalled; empty if another thread came first. */
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

  /** Merges an entry that the store has received, without the claim: that is up to the store. */
  void note(Name name, LedgerEntry entry, Duration timeToLive) {
    merge(name, entry, timeToLive, LedgerEntry::unclaimed);
  }

  /** Merges an entry that the store may not have received. */
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

  void addPending(SessionRef session) {
    if (pending.size() < MOST && pending.add(session.id())) {
      order.add(session);
    }
  }

  void removePending(SessionRef session) {
    pending.remove(session.id());
  }

  /** Removes and returns the session that has been pending for longest, or null. */
  @Nullable SessionRef pollPending() {
    for (SessionRef next = order.poll(); next != null; next = order.poll()) {
      if (pending.remove(next.id())) {
        return next;
      }
    }
    return null;
  }
}

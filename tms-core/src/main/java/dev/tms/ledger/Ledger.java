package dev.tms.ledger;

import dev.tms.problem.ErrorCode;
import dev.tms.seal.SealedStore;
import dev.tms.seal.SealedStore.Found;
import dev.tms.seal.SealedStore.Stored;
import dev.tms.seal.SealedStore.Unreadable;
import dev.tms.session.SessionRef;
import dev.tms.store.StoreUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * One entry per session that was refreshed or ended, changed by compare-and-set only. It is what
 * keeps parallel refreshes apart, hands a late request the newest session, and remembers who signed
 * out. Thread-safe.
 */
public final class Ledger {
  private static final String LABEL = "session";
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final Logger log = System.getLogger(Ledger.class.getName());

  private final SealedStore store;
  private final InstantSource clock;
  private volatile boolean isDown;

  /** A ledger in this store. */
  public Ledger(SealedStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * An entry as it was read.
   *
   * @param entry what it says; for a session without one, {@link LedgerEntry#untouched}
   * @param version 0 where there is none yet
   */
  public record Page(LedgerEntry entry, long version) {}

  /**
   * Reads the session's entry.
   *
   * @throws StoreUnavailableException if the store cannot be reached
   */
  public Page read(SessionRef session, int generation) {
    SealedStore.Name name = name(session);
    Stored stored = reached(() -> store.get(name));
    if (stored instanceof Found found) {
      LedgerEntry untouched = LedgerEntry.untouched(generation);
      return new Page(LedgerEntryCodec.decode(found.value()).orElse(untouched), found.version());
    }
    if (stored instanceof Unreadable) {
      // sealed under a key that this node has not read yet: to overwrite it could undo a refresh or
      // a log-out
      throw new StoreUnavailableException(
          "the ledger's entry does not open under the keys of this node");
    }
    return new Page(LedgerEntry.untouched(generation), 0);
  }

  /**
   * Writes what follows a page that was read; empty where another was quicker.
   *
   * @throws StoreUnavailableException if the store cannot be reached; the write may have happened
   *     all the same
   */
  public Optional<Page> write(SessionRef session, Page seen, LedgerEntry next) {
    SealedStore.Name name = name(session);
    byte[] value = LedgerEntryCodec.encode(next);
    Duration timeToLive = timeToLive(session);
    OptionalLong version =
        reached(
            () ->
                seen.version == 0
                    ? store.putIfAbsent(name, value, timeToLive)
                    : store.replace(name, seen.version, value, timeToLive));
    return version.isPresent()
        ? Optional.of(new Page(next, version.getAsLong()))
        : Optional.empty();
  }

  /**
   * Ends the session for this reason, unless it is over already, and returns the entry as it was
   * before.
   *
   * @throws StoreUnavailableException if the store cannot be reached
   */
  public LedgerEntry end(SessionRef session, int generation, ErrorCode reason) {
    while (true) {
      Page page = read(session, generation);
      LedgerEntry entry = page.entry();
      boolean over = entry.state() == LedgerEntry.State.ENDED && !entry.endedByRefusal();
      if (over || write(session, page, entry.ended(reason)).isPresent()) {
        return entry;
      }
    }
  }

  /**
   * Whether the index key of the session is still enabled: without it the ledger cannot be asked.
   */
  public boolean canKnow(SessionRef session) {
    return store.name(session.indexKeyId(), LABEL, session.id().value()).isPresent();
  }

  /** Whether the store could not be reached when it was last asked. */
  public boolean isDown() {
    return isDown;
  }

  private <T> T reached(Supplier<T> operation) {
    try {
      T result = operation.get();
      if (isDown) {
        isDown = false;
        log.log(Level.INFO, "the store can be reached again");
      }
      return result;
    } catch (StoreUnavailableException e) {
      if (!isDown) {
        isDown = true;
        log.log(
            Level.WARNING,
            "the store cannot be reached: valid tokens are served, refreshes are kept apart on this"
                + " node only, and sign-outs elsewhere are not seen: {0}",
            e.getMessage());
      }
      throw e;
    }
  }

  private SealedStore.Name name(SessionRef session) {
    return store
        .name(session.indexKeyId(), LABEL, session.id().value())
        .orElseThrow(() -> new StoreUnavailableException("the session's index key is not enabled"));
  }

  private Duration timeToLive(SessionRef session) {
    Instant now = clock.instant();
    Instant end = session.deadline().plus(TOLERANCE);
    return end.isAfter(now) ? Duration.between(now, end) : TOLERANCE;
  }
}

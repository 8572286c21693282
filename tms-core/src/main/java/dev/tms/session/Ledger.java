package dev.tms.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tms.problem.ErrorCode;
import dev.tms.seal.SealedStore;
import dev.tms.seal.SealedStore.Found;
import dev.tms.seal.SealedStore.Name;
import dev.tms.seal.SealedStore.Stored;
import dev.tms.seal.SealedStore.Unreadable;
import dev.tms.store.StoreUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One entry per session that was refreshed or ended, changed only by compare-and-set. The ledger
 * serializes parallel refreshes, hands a late request the newest session, and remembers sign-outs.
 * While the store is unreachable, this node works from its own memory and updates the store when it
 * is back. Thread-safe.
 */
final class Ledger {
  private static final String LABEL = "session";
  private static final int MOST_CLAIMS = 10_000;
  private static final String CLIENT = "client";
  private static final Duration BETWEEN_SUCCESSES = Duration.ofSeconds(1);
  private static final Duration KEEP_SUCCESS = Duration.ofDays(1);
  private static final Duration RELEASE = Duration.ofSeconds(1);

  private static final Logger log = System.getLogger(Ledger.class.getName());

  private final SealedStore store;
  private final InstantSource clock;
  private final LocalLedger memory;
  private final @Nullable EndedFile file;
  // this node's claims, valid even if the store is unreachable or has lost them
  private final Map<SessionId, LedgerEntry> claims = new ConcurrentHashMap<>();
  // the number of threads writing the end of a claim: the claim holds until the result of the last
  // write is known, however long that thread is suspended
  private final Map<SessionId, Integer> releases = new ConcurrentHashMap<>();
  private volatile boolean isDown;
  private final AtomicReference<@Nullable Instant> unpublishedSuccess = new AtomicReference<>();
  private volatile Instant publishedAt = Instant.EPOCH;

  /** A ledger in a store that survives this process. */
  public Ledger(SealedStore store, InstantSource clock) {
    this(store, clock, null);
  }

  /** A ledger in this store; the file, if any, also records ended sessions. */
  public Ledger(SealedStore store, InstantSource clock, @Nullable EndedFile file) {
    this.file = file;
    this.store = store;
    this.clock = clock;
    this.memory = new LocalLedger(store, clock);
  }

  /**
   * An entry as it was read.
   *
   * @param entry {@link LedgerEntry#untouched} if the session has none
   * @param version 0 if the session has no entry
   * @param isAlone whether it comes from this node's memory because the store is unreachable
   */
  public record Page(LedgerEntry entry, long version, boolean isAlone) {}

  /**
   * The last successful token request of this client.
   *
   * @param version unique for every published success; 0 if none is known
   */
  record LastSuccess(long version, Instant at) {
    static final LastSuccess NONE = new LastSuccess(0, Instant.EPOCH);

    private static final byte FORMAT = 1;
    private static final int LENGTH = 1 + Long.BYTES;

    private static byte[] encode(Instant at) {
      return ByteBuffer.allocate(LENGTH).put(FORMAT).putLong(at.toEpochMilli()).array();
    }

    private static Instant decode(byte[] bytes) {
      return bytes.length == LENGTH && bytes[0] == FORMAT
          ? Instant.ofEpochMilli(ByteBuffer.wrap(bytes, 1, Long.BYTES).getLong())
          : Instant.EPOCH;
    }
  }

  /**
   * Reads the session's entry, after updating the store with what this node alone knows.
   *
   * @throws StoreUnavailableException if the store cannot be reached
   */
  public Page read(SessionRef session, int generation) {
    Page page = underOwnClaim(session, reconciled(session, generation));
    SessionRef pending = memory.pollPending();
    if (pending != null) {
      writePending(pending);
    }
    return page;
  }

  /** Reads the session's entry, or recalls it if the store is unreachable. */
  Page readOrRecall(SessionRef session, int generation) {
    try {
      return read(session, generation);
    } catch (StoreUnavailableException e) {
      return recall(session, generation);
    }
  }

  /** The entry in this node's memory; makes no call. */
  Page recall(SessionRef session, int generation) {
    return underOwnClaim(session, memory.recall(name(session), generation));
  }

  /** The page under this node's own claim, if the store is unreachable or has lost the claim. */
  private Page underOwnClaim(SessionRef session, Page page) {
    LedgerEntry claim = claims.get(session.id());
    LedgerEntry entry = page.entry();
    Instant now = clock.instant();
    if (claim != null && !claim.isHeld(now) && releases.containsKey(session.id())) {
      claim = claim.extended(now.plus(RELEASE));
    }
    if (claim == null
        || !claim.isHeld(now)
        || (entry.isHeld(now) && entry.owner() != 0 && entry.owner() != claim.owner())
        || entry.reason() != null
        || entry.state() == LedgerEntry.State.REFUSED
        || entry.newest() > claim.newest()) {
      return page;
    }
    return new Page(entry.under(claim), page.version(), page.isAlone());
  }

  /**
   * Replaces a page that was read; empty if another write came first.
   *
   * @throws StoreUnavailableException if the store cannot be reached; the write may still have
   *     happened
   */
  public Optional<Page> write(SessionRef session, Page seen, LedgerEntry next) {
    LedgerEntry claim = next.owner() == 0 || next.reason() != null ? null : next.withoutSession();
    // before the write, so that no other thread of this node can claim while the store is down
    LedgerEntry former = claim == null ? null : noteClaim(session.id(), claim);
    boolean isWritten = false;
    if (claim == null) {
      releases.merge(session.id(), 1, Integer::sum);
    }
    try {
      Optional<Page> written = written(session, seen, next);
      isWritten = written.isPresent();
      return written;
    } finally {
      // a later claim may have been noted meanwhile
      if (claim == null && isWritten) {
        long over = seen.entry().owner();
        claims.computeIfPresent(session.id(), (id, one) -> one.owner() == over ? null : one);
      } else if (claim != null && isWritten) {
        claims.merge(
            session.id(), claim, (one, own) -> one.lease().isAfter(own.lease()) ? one : own);
      } else if (claim != null && former == null) {
        claims.remove(session.id(), claim);
      } else if (claim != null) {
        claims.replace(session.id(), claim, former);
      }
      if (claim == null) {
        releases.computeIfPresent(session.id(), (id, count) -> count == 1 ? null : count - 1);
      }
    }
  }

  private Optional<Page> written(SessionRef session, Page seen, LedgerEntry next) {
    Name name = name(session);
    noteEnd(name, seen.entry(), next, session.timeToLive(clock.instant()));
    if (seen.isAlone()) {
      memory.addPending(session);
      return memory.write(name, seen, next, session.timeToLive(clock.instant()));
    }
    Optional<Page> written = store(name, session, seen, next);
    boolean isRefused = next.reason() != null || next.state() == LedgerEntry.State.REFUSED;
    if (next.session() != null || isRefused || next.unanswered()) {
      written.ifPresent(page -> memory.note(name, next, session.timeToLive(clock.instant())));
    }
    return written;
  }

  /**
   * Written to the file first, so that a reported end survives a restart. If a refusal is
   * overruled, its end is removed, but not a different one that another thread recorded meanwhile.
   */
  private void noteEnd(Name name, LedgerEntry seen, LedgerEntry next, Duration timeToLive) {
    ErrorCode before = seen.reason();
    ErrorCode reason = next.reason();
    if (file == null || before == reason) {
      return;
    }
    byte[] value = reason == null ? null : encoded(reason);
    file.change(
        name,
        timeToLive,
        kept ->
            value == null && before != null && !Arrays.equals(kept, encoded(before))
                ? kept
                : value);
  }

  private static byte[] encoded(ErrorCode reason) {
    return reason.name().getBytes(US_ASCII);
  }

  /** Restores an ended session from the file; ignores names of other purposes. */
  void restore(String name, byte[] value, Duration timeToLive) {
    store
        .named(name)
        .ifPresent(
            own -> {
              LedgerEntry ended = LedgerEntry.untouched(0).ended(reason(value));
              store.put(own, LedgerEntryCodec.encode(ended), timeToLive);
            });
  }

  private static ErrorCode reason(byte[] value) {
    try {
      return ErrorCode.valueOf(new String(value, US_ASCII));
    } catch (IllegalArgumentException e) {
      return ErrorCode.LOGGED_OUT; // the code of a newer version
    }
  }

  private @Nullable LedgerEntry noteClaim(SessionId session, LedgerEntry claim) {
    if (claims.size() >= MOST_CLAIMS) {
      Instant now = clock.instant();
      claims
          .entrySet()
          .removeIf(
              other -> !other.getValue().isHeld(now) && !releases.containsKey(other.getKey()));
    }
    return claims.put(session, claim);
  }

  /** Remembers an entry that the store may not have received, to write it later. */
  void keep(SessionRef session, LedgerEntry entry) {
    memory.keep(name(session), entry, session.timeToLive(clock.instant()));
    memory.addPending(session);
    if (entry.owner() == 0) {
      claims.remove(session.id());
    }
  }

  /**
   * Ends the session unless it is already over, and returns its previous page. While the store is
   * unreachable, this node remembers the end and writes it later.
   */
  Page end(SessionRef session, int generation, ErrorCode reason) {
    while (true) {
      Page page = readOrRecall(session, generation);
      LedgerEntry entry = page.entry();
      boolean over = entry.state() == LedgerEntry.State.ENDED && !entry.endedByRefusal();
      if (over) {
        return page;
      }
      LedgerEntry ended = entry.ended(reason);
      try {
        if (write(session, page, ended).isPresent()) {
          return page;
        }
      } catch (StoreUnavailableException e) {
        keep(session, ended);
        return new Page(entry, 0, true);
      }
    }
  }

  /** Records a successful token request of this client; publishes at most one per second. */
  void succeeded(Executor background) {
    Instant now = clock.instant();
    unpublishedSuccess.set(now);
    if (!now.isBefore(publishedAt.plus(BETWEEN_SUCCESSES))) {
      try {
        background.execute(this::publishSuccess);
      } catch (RejectedExecutionException e) {
        publishedAt = Instant.EPOCH; // the next success is published
      }
    }
  }

  private void publishSuccess() {
    Instant at = unpublishedSuccess.get();
    if (at == null) {
      return;
    }
    publishedAt = at;
    try {
      Name name = store.names(CLIENT).get(0);
      long unused = reached(() -> store.put(name, LastSuccess.encode(at), KEEP_SUCCESS));
      unpublishedSuccess.compareAndSet(at, null);
    } catch (StoreUnavailableException e) {
      publishedAt = Instant.EPOCH;
    }
  }

  /** The client's last success on any node; {@code NONE} while the store is unreachable. */
  LastSuccess lastSuccess() {
    publishSuccess();
    LastSuccess last = LastSuccess.NONE;
    try {
      for (Name name : store.names(CLIENT)) {
        if (reached(() -> store.get(name)) instanceof Found found) {
          Instant at = LastSuccess.decode(found.value());
          last = at.isBefore(last.at()) ? last : new LastSuccess(found.version(), at);
        }
      }
      return last;
    } catch (StoreUnavailableException e) {
      return LastSuccess.NONE;
    }
  }

  /** Whether the session's index key is still enabled; without it, its entry cannot be found. */
  boolean canFind(SessionRef session) {
    return store.name(session.indexKeyId(), LABEL, session.id().value()).isPresent();
  }

  /** Whether the last call to the store failed. */
  boolean isDown() {
    return isDown;
  }

  /** The store's entry, after merging this node's knowledge into it. */
  private Page reconciled(SessionRef session, int generation) {
    Name name = name(session);
    while (true) {
      Page page = stored(name, generation);
      LedgerEntry mine = memory.entry(name);
      LedgerEntry both = mine == null ? page.entry() : Reconciliation.of(page.entry(), mine);
      if (both.equals(page.entry())) {
        memory.removePending(session);
        return page;
      }
      Optional<Page> written = store(name, session, page, both);
      if (written.isPresent()) {
        memory.note(name, both, session.timeToLive(clock.instant()));
        memory.removePending(session);
        return written.get();
      }
    }
  }

  private void writePending(SessionRef pending) {
    if (!canFind(pending)) {
      return;
    }
    try {
      var unused = reconciled(pending, 0);
    } catch (StoreUnavailableException e) {
      memory.addPending(pending);
    }
  }

  private Page stored(Name name, int generation) {
    Stored stored = reached(() -> store.get(name));
    if (stored instanceof Found found) {
      LedgerEntry untouched = LedgerEntry.untouched(generation);
      LedgerEntry entry = LedgerEntryCodec.decode(found.value()).orElse(untouched);
      return new Page(entry, found.version(), false);
    }
    if (stored instanceof Unreadable) {
      // sealed under a key that this node has not loaded yet: overwriting it could undo a refresh
      // or a logout
      throw new StoreUnavailableException(
          "the ledger's entry does not open under the keys of this node");
    }
    return new Page(LedgerEntry.untouched(generation), 0, false);
  }

  private Optional<Page> store(Name name, SessionRef session, Page seen, LedgerEntry next) {
    byte[] value = LedgerEntryCodec.encode(next);
    Duration timeToLive = session.timeToLive(clock.instant());
    OptionalLong version =
        reached(
            () ->
                seen.version() == 0
                    ? store.putIfAbsent(name, value, timeToLive)
                    : store.replace(name, seen.version(), value, timeToLive));
    return version.isPresent()
        ? Optional.of(new Page(next, version.getAsLong(), false))
        : Optional.empty();
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

  private Name name(SessionRef session) {
    return store
        .name(session.indexKeyId(), LABEL, session.id().value())
        .orElseThrow(() -> new StoreUnavailableException("the session's index key is not enabled"));
  }
}

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
 * One entry per session that was refreshed or ended, changed by compare-and-set only. It is what
 * keeps parallel refreshes apart, hands a late request the newest session, and remembers who signed
 * out. While the store cannot be reached this node goes on alone, with what it remembers; the store
 * gets that when it is back. Thread-safe.
 */
public final class Ledger {
  private static final String LABEL = "session";
  private static final int MOST_CLAIMS = 10_000;
  private static final String CLIENT = "client";
  private static final Duration BETWEEN_SUCCESSES = Duration.ofSeconds(1);
  private static final Duration KEEP_SUCCESS = Duration.ofDays(1);
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Duration RELEASE = Duration.ofSeconds(1);

  private static final Logger log = System.getLogger(Ledger.class.getName());

  private final SealedStore store;
  private final InstantSource clock;
  private final LocalLedger memory;
  private final @Nullable EndedFile file;
  // of this node, also while the store is out of reach or has forgotten them
  private final Map<SessionId, LedgerEntry> claims = new ConcurrentHashMap<>();
  // how many threads are writing what ends a claim: it holds until this node knows what the store
  // has got, however long the last of them stands still in between
  private final Map<SessionId, Integer> releases = new ConcurrentHashMap<>();
  private volatile boolean isDown;
  private final AtomicReference<@Nullable Instant> untold = new AtomicReference<>(); // a success
  private volatile Instant toldAt = Instant.EPOCH;

  /** A ledger in this store, which remembers for as long as it has to. */
  public Ledger(SealedStore store, InstantSource clock) {
    this(store, clock, null);
  }

  /** A ledger in this store; the ends of sessions are kept in the file besides. */
  public Ledger(SealedStore store, InstantSource clock, @Nullable EndedFile file) {
    this.file = file;
    this.store = store;
    this.clock = clock;
    this.memory = new LocalLedger(store, clock);
  }

  /**
   * An entry as it was read.
   *
   * @param entry what it says; for a session without one, {@link LedgerEntry#untouched}
   * @param version 0 where there is none yet
   * @param isAlone whether this node alone knows it: the store could not be reached
   */
  public record Page(LedgerEntry entry, long version, boolean isAlone) {}

  /**
   * Reads the session's entry. Where this node knows more than the store, the store has it then.
   *
   * @throws StoreUnavailableException if the store cannot be reached
   */
  public Page read(SessionRef session, int generation) {
    Page page = underOwnClaim(session, reconciled(session, generation));
    SessionRef owed = memory.nextOwed();
    if (owed != null) {
      handBack(owed);
    }
    return page;
  }

  /** Reads the session's entry; while the store cannot be reached, what this node knows of it. */
  public Page readOrRecall(SessionRef session, int generation) {
    try {
      return read(session, generation);
    } catch (StoreUnavailableException e) {
      return recall(session, generation);
    }
  }

  /** What this node knows of the session, whatever the store says. */
  public Page recall(SessionRef session, int generation) {
    return underOwnClaim(session, memory.recall(name(session), generation));
  }

  /**
   * The page under the claim that this node has written, where the store is out of reach or has
   * forgotten that.
   */
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
   * Writes what follows a page that was read; empty where another was quicker.
   *
   * @throws StoreUnavailableException if the store cannot be reached; the write may have happened
   *     anyway
   */
  public Optional<Page> write(SessionRef session, Page seen, LedgerEntry next) {
    LedgerEntry claim = next.owner() == 0 || next.reason() != null ? null : next.tidied();
    // before it is written: no other thread of this node may come in between without the store
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
      // another claim may be noted by now, a later one
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
    noteEnd(name, seen.entry(), next, timeToLive(session));
    if (seen.isAlone()) {
      memory.owe(session);
      return memory.write(name, seen, next, timeToLive(session));
    }
    Optional<Page> written = store(name, session, seen, next);
    boolean isRefused = next.reason() != null || next.state() == LedgerEntry.State.REFUSED;
    if (next.session() != null || isRefused || next.unanswered()) {
      written.ifPresent(page -> memory.note(name, next, timeToLive(session)));
    }
    return written;
  }

  /**
   * In the file first: anyone who is told that the session is over can rely on it. A later end by
   * another stays there when this one, a refusal, is overruled.
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

  /** Takes back an end that was kept in the file; nothing for a name of another purpose. */
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
      return ErrorCode.LOGGED_OUT; // one that a newer version has
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

  /** Keeps what the store may not have got: this node knows it, and the store is owed it. */
  public void keep(SessionRef session, LedgerEntry entry) {
    memory.keep(name(session), entry, timeToLive(session));
    memory.owe(session);
    if (entry.owner() == 0) {
      claims.remove(session.id());
    }
  }

  /**
   * Ends the session for this reason, unless it is over already, and returns the page as it was
   * before. While the store cannot be reached this node alone knows of the end, and the store is
   * owed it.
   */
  public Page end(SessionRef session, int generation, ErrorCode reason) {
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

  /**
   * Notes that a token request of this client has succeeded. Other nodes hear of it, though of one
   * in a second only.
   */
  public void succeeded(Executor background) {
    Instant now = clock.instant();
    untold.set(now);
    if (!now.isBefore(toldAt.plus(BETWEEN_SUCCESSES))) {
      try {
        background.execute(this::tellSuccess);
      } catch (RejectedExecutionException e) {
        toldAt = Instant.EPOCH; // the next success is written
      }
    }
  }

  private void tellSuccess() {
    Instant at = untold.get();
    if (at == null) {
      return;
    }
    toldAt = at;
    try {
      Name name = store.names(CLIENT).get(0);
      long unused = reached(() -> store.put(name, LastSuccess.encode(at), KEEP_SUCCESS));
      untold.compareAndSet(at, null);
    } catch (StoreUnavailableException e) {
      toldAt = Instant.EPOCH;
    }
  }

  /**
   * The last success of a token request of this client, on any node; none while the store cannot be
   * reached.
   */
  public LastSuccess lastSuccess() {
    tellSuccess();
    LastSuccess last = LastSuccess.NONE;
    try {
      for (Name name : store.names(CLIENT)) {
        if (reached(() -> store.get(name)) instanceof Found found) {
          Instant at = LastSuccess.decode(found.value()).orElse(Instant.EPOCH);
          last = at.isBefore(last.at()) ? last : new LastSuccess(found.version(), at);
        }
      }
      return last;
    } catch (StoreUnavailableException e) {
      return LastSuccess.NONE;
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

  /** The store's entry, after what this node knows beyond it was written there. */
  private Page reconciled(SessionRef session, int generation) {
    Name name = name(session);
    while (true) {
      Page page = stored(name, generation);
      LedgerEntry mine = memory.entry(name);
      LedgerEntry both = mine == null ? page.entry() : Reconciliation.of(page.entry(), mine);
      if (both.equals(page.entry())) {
        memory.isEven(session);
        return page;
      }
      Optional<Page> written = store(name, session, page, both);
      if (written.isPresent()) {
        memory.note(name, both, timeToLive(session));
        memory.isEven(session);
        return written.get();
      }
    }
  }

  private void handBack(SessionRef owed) {
    if (!canKnow(owed)) {
      return;
    }
    try {
      var unused = reconciled(owed, 0);
    } catch (StoreUnavailableException e) {
      memory.owe(owed);
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
      // sealed under a key that this node has not read yet: to overwrite it could undo a refresh or
      // a log-out
      throw new StoreUnavailableException(
          "the ledger's entry does not open under the keys of this node");
    }
    return new Page(LedgerEntry.untouched(generation), 0, false);
  }

  private Optional<Page> store(Name name, SessionRef session, Page seen, LedgerEntry next) {
    byte[] value = LedgerEntryCodec.encode(next);
    Duration timeToLive = timeToLive(session);
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

  private Duration timeToLive(SessionRef session) {
    Instant now = clock.instant();
    Instant end = session.deadline().plus(TOLERANCE);
    return end.isAfter(now) ? Duration.between(now, end) : TOLERANCE;
  }
}

package dev.tms.session;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.problem.ErrorCode;
import dev.tms.session.Ledger.Page;
import dev.tms.store.StoreUnavailableException;
import dev.tms.token.AccessToken;
import dev.tms.token.User;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether a session has ended, by the ledger and by the provider's logout marks. Both are
 * read at most once per check interval and session. While the store is down, the status is the last
 * known one or unknown, depending on the configuration. A generation that a request presents is
 * confirmed in the background. Thread-safe.
 */
final class SessionStatus {
  static final Runnable NOTHING = () -> {};

  private static final int MAX_KNOWN = 100_000;

  private final Ledger ledger;
  private final LogoutMarks marks;
  private final boolean trustsLastKnown;
  private final InstantSource clock;
  private final Duration checkInterval;
  private final Duration grace;
  private final Executor background;
  private final TmsListener events;
  private final Map<SessionId, Known> known = new ConcurrentHashMap<>();
  private final Set<Copy> superseded = ConcurrentHashMap.newKeySet();

  /**
   * Creates a check.
   *
   * @param trustsLastKnown whether a session that is not known to have ended stays live while the
   *     store is unreachable
   */
  SessionStatus(
      Ledger ledger,
      LogoutMarks marks,
      boolean trustsLastKnown,
      InstantSource clock,
      Duration checkInterval,
      Duration grace,
      Executor background,
      TmsListener events) {
    this.ledger = ledger;
    this.marks = marks;
    this.trustsLastKnown = trustsLastKnown;
    this.clock = clock;
    this.checkInterval = checkInterval;
    this.grace = grace;
    this.background = background;
    this.events = events;
  }

  private record Copy(SessionId id, int generation) {}

  private record Known(LedgerEntry entry, boolean isMarked, Instant at) {}

  /**
   * The result of a check.
   *
   * @param reason why the session ended; null if it is live; {@code STORE_UNAVAILABLE} if that is
   *     unknown
   * @param isMarked whether the provider has ended it and the ledger does not know yet
   * @param followUp work to start after the check; does not block
   */
  record Verdict(@Nullable ErrorCode reason, boolean isMarked, Runnable followUp) {
    private static final Verdict LIVE = new Verdict(null, false, NOTHING);
    private static final Verdict UNKNOWN = new Verdict(ErrorCode.STORE_UNAVAILABLE, false, NOTHING);
    private static final Verdict MARKED = new Verdict(ErrorCode.LOGGED_OUT, true, NOTHING);
  }

  /** Checks the session. Changes only this node's cache. */
  Verdict of(Session session) {
    Instant now = clock.instant();
    Known seen = look(session, now);
    if (seen == null) {
      return Verdict.UNKNOWN;
    }
    LedgerEntry entry = seen.entry();
    if (entry.reason() != null) {
      return new Verdict(entry.reason(), false, NOTHING);
    }
    if (seen.isMarked()) {
      return Verdict.MARKED;
    }
    if (entry.supersedes(session.generation(), now, grace)) {
      return new Verdict(ErrorCode.SESSION_SUPERSEDED, false, () -> reportSuperseded(session));
    }
    if (entry.refuses(session.generation()) && !hasValidToken(session, now)) {
      return new Verdict(entry.refusalReason(), false, () -> endRefusedLater(session));
    }
    boolean isConfirmed = session.generation() == 0 || session.generation() <= entry.confirmed();
    return isConfirmed
        ? Verdict.LIVE
        : new Verdict(null, false, () -> confirmLater(session, seen, now));
  }

  private void endRefusedLater(Session session) {
    try {
      background.execute(() -> endRefused(session));
    } catch (RejectedExecutionException e) {
      forget(session.id()); // the next request ends it
    }
  }

  private static boolean hasValidToken(Session session, Instant now) {
    AccessToken token = session.tokens().accessToken();
    return token != null && token.isValidAt(now);
  }

  /** Ends a session whose refresh token was refused, unless a refresh has succeeded meanwhile. */
  void endRefused(Session session) {
    while (true) {
      Page page = read(session);
      LedgerEntry entry = page.entry();
      if (!entry.refuses(session.generation())) {
        return;
      }
      ErrorCode reason = entry.refusalReason();
      LedgerEntry ended = entry.ended(reason);
      boolean isWritten = true;
      try {
        isWritten = ledger.write(session.ref(), page, ended).isPresent();
      } catch (StoreUnavailableException e) {
        events.on(new TmsEvent.StoreFailed("end"));
        ledger.keep(session.ref(), ended);
      }
      if (isWritten) {
        forget(session.id());
        events.on(new TmsEvent.SessionEnded(reason.wire(), TmsEvent.SessionEnded.Cause.REFRESH));
        return;
      }
    }
  }

  /** Whether the cached entry says that the refresh token is refused; makes no call. */
  boolean isKnownToBeRefused(Session session) {
    Known last = known.get(session.id());
    return last != null && last.entry.refuses(session.generation());
  }

  /** Whether the ledger keeps a newer generation, which may have been used later. */
  boolean hasNewer(Session session) {
    LedgerEntry entry = read(session).entry();
    return entry.newest() > session.generation() && entry.keepsSession(clock.instant());
  }

  /**
   * Whether there is a newer generation, or the session is over. Then this generation's cookie must
   * not overwrite the newer one's, or that of the login that replaced the session.
   */
  boolean isOvertaken(Session session) {
    LedgerEntry entry = read(session).entry();
    return entry.newest() > session.generation() || entry.reason() != null;
  }

  /**
   * Whether a silent login has replaced the session. Its cookies have the same names, and a late
   * response must not clear them.
   */
  boolean isTakenOver(Session session) {
    return read(session).entry().isTakenOver();
  }

  private Page read(Session session) {
    return ledger.readOrRecall(session.ref(), session.generation());
  }

  /** Publishes an event for a superseded generation, once for each. */
  void reportSuperseded(Session session) {
    if (superseded.size() >= MAX_KNOWN) {
      superseded.clear();
    }
    if (superseded.add(new Copy(session.id(), session.generation()))) {
      User user = session.user();
      events.on(
          new TmsEvent.SessionSuperseded(user.issuer(), user.subject(), session.generation()));
    }
  }

  /** Clears the session from the cache, so that the next check reads the ledger. */
  void forget(SessionId id) {
    known.remove(id);
  }

  /** The session's cached or current status; null if it is unknown. */
  private @Nullable Known look(Session session, Instant now) {
    Known last = known.get(session.id());
    if (last != null && now.isBefore(last.at.plus(checkInterval))) {
      return last.isMarked || !marks.isKnownToBeOver(session)
          ? last
          : new Known(last.entry, true, now);
    }
    if (!ledger.canFind(session.ref())) {
      // its index key was retired: its entry cannot be found any more
      return new Known(
          LedgerEntry.untouched(session.generation()).ended(ErrorCode.NO_SESSION), false, now);
    }
    String asked = "ledger";
    try {
      LedgerEntry entry = ledger.read(session.ref(), session.generation()).entry();
      asked = "marks";
      Known seen = new Known(entry, entry.reason() == null && marks.isOver(session), now);
      remember(session.id(), seen);
      return seen;
    } catch (StoreUnavailableException e) {
      events.on(new TmsEvent.StoreFailed(asked));
      return lastKnown(session, last, now);
    }
  }

  private @Nullable Known lastKnown(Session session, @Nullable Known last, Instant now) {
    LedgerEntry recalled = ledger.recall(session.ref(), session.generation()).entry();
    LedgerEntry entry = last == null ? recalled : Reconciliation.of(last.entry, recalled);
    boolean isMarked = (last != null && last.isMarked) || marks.isKnownToBeOver(session);
    return trustsLastKnown || isMarked || entry.reason() != null
        ? new Known(entry, isMarked, now)
        : null;
  }

  private void remember(SessionId id, Known seen) {
    Instant now = seen.at;
    if (known.size() >= MAX_KNOWN) {
      known.values().removeIf(old -> !now.isBefore(old.at.plus(checkInterval)));
    }
    if (known.size() < MAX_KNOWN) {
      // without the session: a cache must not hold tokens longer than the ledger does
      known.put(id, new Known(seen.entry.withoutSession(), seen.isMarked, now));
    }
  }

  private void confirmLater(Session session, Known seen, Instant now) {
    LedgerEntry confirmed = seen.entry.confirmed(session.generation(), now, grace);
    // keeps the time of the check, because the marks were not read again
    remember(session.id(), new Known(confirmed, false, seen.at));
    try {
      background.execute(() -> confirm(session, seen.at));
    } catch (RejectedExecutionException e) {
      forget(session.id()); // the next request tries again
    }
  }

  private void confirm(Session session, Instant seenAt) {
    try {
      Instant now = clock.instant();
      Page page = read(session);
      Optional<Page> written = Optional.of(page);
      while (page.entry().reason() == null && session.generation() > page.entry().confirmed()) {
        written =
            ledger.write(
                session.ref(), page, page.entry().confirmed(session.generation(), now, grace));
        if (written.isPresent()) {
          break;
        }
        page = read(session);
      }
      if (page.isAlone()) {
        throw new StoreUnavailableException("confirmed on this node alone");
      }
      remember(session.id(), new Known(written.orElse(page).entry(), false, seenAt));
    } catch (StoreUnavailableException e) {
      forget(session.id());
      events.on(new TmsEvent.StoreFailed("confirm"));
    }
  }
}

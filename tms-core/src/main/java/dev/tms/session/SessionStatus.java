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
 * Whether a session still stands, by the ledger and by the marks of logouts at the provider: both
 * read at most once per check interval and session. While the store is down the last known state
 * decides, or it is unknown, as it is set up. A generation that a request presents is confirmed in
 * the background. Thread-safe.
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
   * The status by this ledger and these marks, looked up again after {@code checkInterval}.
   *
   * @param trustsLastKnown whether a session that was not known to be over goes on while the store
   *     cannot be reached
   */
  public SessionStatus(
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
   * How a session stands.
   *
   * @param reason why it is over; null where it stands; {@code STORE_UNAVAILABLE} where it is
   *     unknown now
   * @param isMarked whether the provider has ended it, and the ledger does not know that yet
   * @param followUp what is to be done after this was seen; does not wait
   */
  record Verdict(@Nullable ErrorCode reason, boolean isMarked, Runnable followUp) {
    private static final Verdict STANDS = new Verdict(null, false, NOTHING);
    private static final Verdict UNKNOWN = new Verdict(ErrorCode.STORE_UNAVAILABLE, false, NOTHING);
    private static final Verdict MARKED = new Verdict(ErrorCode.LOGGED_OUT, true, NOTHING);
  }

  /** How the session stands. Changes nothing but what this node remembers of the ledger. */
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
      return new Verdict(ErrorCode.SESSION_SUPERSEDED, false, () -> tellSuperseded(session));
    }
    if (entry.refuses(session.generation()) && !works(session, now)) {
      return new Verdict(entry.refusalReason(), false, () -> endRefusedLater(session));
    }
    boolean isConfirmed = session.generation() == 0 || session.generation() <= entry.confirmed();
    return isConfirmed
        ? Verdict.STANDS
        : new Verdict(null, false, () -> confirmLater(session, seen, now));
  }

  private void endRefusedLater(Session session) {
    try {
      background.execute(() -> endRefused(session));
    } catch (RejectedExecutionException e) {
      forget(session.id()); // busy: the next request ends it
    }
  }

  private static boolean works(Session session, Instant now) {
    AccessToken token = session.tokens().accessToken();
    return token != null && token.isValidAt(now);
  }

  /**
   * Ends a session whose refresh token was refused, unless a success has come in between. Of many
   * callers one does it.
   */
  public void endRefused(Session session) {
    while (true) {
      Page page = ledger.readOrRecall(session.ref(), session.generation());
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

  /**
   * Whether this node has seen lately that the session's refresh token is refused; makes no call.
   */
  public boolean isKnownToBeRefused(Session session) {
    Known last = known.get(session.id());
    return last != null && last.entry.refuses(session.generation());
  }

  /** Whether the ledger keeps a newer generation than this one, which may be active for longer. */
  public boolean hasNewer(Session session) {
    LedgerEntry entry = ledger.readOrRecall(session.ref(), session.generation()).entry();
    return entry.newest() > session.generation() && entry.keepsSession(clock.instant());
  }

  /**
   * Whether the ledger knows of a newer generation than this one, or that the session is over: a
   * login may have replaced it, and its cookie must not take the place of the new one.
   */
  public boolean isOvertaken(Session session) {
    LedgerEntry entry = ledger.readOrRecall(session.ref(), session.generation()).entry();
    return entry.newest() > session.generation() || entry.reason() != null;
  }

  /**
   * Whether a silent login has replaced the session: its cookies have the same names, and may be in
   * the browser before a late answer for this session is.
   */
  public boolean isTakenOver(Session session) {
    return ledger.readOrRecall(session.ref(), session.generation()).entry().isTakenOver();
  }

  /**
   * Tells of a copy that is older than one in use; once for each, as it may come again and again.
   */
  public void tellSuperseded(Session session) {
    if (superseded.size() >= MAX_KNOWN) {
      superseded.clear();
    }
    if (superseded.add(new Copy(session.id(), session.generation()))) {
      User user = session.user();
      events.on(
          new TmsEvent.SessionSuperseded(user.issuer(), user.subject(), session.generation()));
    }
  }

  /** Forgets what is known of a session, so that the next look reads the ledger. */
  public void forget(SessionId id) {
    known.remove(id);
  }

  /** What is known of the session; null where it has to be asked for and cannot be. */
  private @Nullable Known look(Session session, Instant now) {
    Known last = known.get(session.id());
    if (last != null && now.isBefore(last.at.plus(checkInterval))) {
      return last.isMarked || !marks.isKnownToBeOver(session)
          ? last
          : new Known(last.entry, true, now);
    }
    if (!ledger.canKnow(session.ref())) {
      // its index key was retired: what the ledger knows of it cannot be looked up any more
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
    LedgerEntry entry = seen.entry;
    Instant now = seen.at;
    if (known.size() >= MAX_KNOWN) {
      known.values().removeIf(old -> !now.isBefore(old.at.plus(checkInterval)));
    }
    if (known.size() < MAX_KNOWN) {
      known.put(id, new Known(light(entry), seen.isMarked, now));
    }
  }

  /**
   * The entry without the session it keeps: a cache holds no tokens longer than the ledger does.
   */
  private static LedgerEntry light(LedgerEntry entry) {
    return entry.session() == null ? entry : entry.tidied();
  }

  private void confirmLater(Session session, Known seen, Instant now) {
    LedgerEntry entry = seen.entry;
    // as old as before: the marks were not looked up again
    remember(
        session.id(), new Known(entry.confirmed(session.generation(), now, grace), false, seen.at));
    try {
      background.execute(() -> confirm(session, seen.at));
    } catch (RejectedExecutionException e) {
      forget(session.id()); // busy: the next request of this generation tries again
    }
  }

  private void confirm(Session session, Instant seenAt) {
    try {
      Instant now = clock.instant();
      Page page = ledger.readOrRecall(session.ref(), session.generation());
      Optional<Page> written = Optional.of(page);
      while (page.entry().reason() == null && session.generation() > page.entry().confirmed()) {
        written =
            ledger.write(
                session.ref(), page, page.entry().confirmed(session.generation(), now, grace));
        if (written.isPresent()) {
          break;
        }
        page = ledger.readOrRecall(session.ref(), session.generation());
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

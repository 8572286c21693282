package dev.tms.session;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.problem.ErrorCode;
import dev.tms.session.Ledger.Page;
import dev.tms.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a session still stands, by the ledger: read at most once per check interval and session,
 * and by the last known entry while the store is down. A generation that a request presents is
 * confirmed in the background. Thread-safe.
 */
public final class Standing {
  private static final int MAX_KNOWN = 100_000;

  private final Ledger ledger;
  private final InstantSource clock;
  private final Duration checkInterval;
  private final Duration grace;
  private final Executor background;
  private final TmsListener events;
  private final Map<SessionId, Known> known = new ConcurrentHashMap<>();

  /** Standings by this ledger, looked up again after {@code checkInterval}. */
  public Standing(
      Ledger ledger,
      InstantSource clock,
      Duration checkInterval,
      Duration grace,
      Executor background,
      TmsListener events) {
    this.ledger = ledger;
    this.clock = clock;
    this.checkInterval = checkInterval;
    this.grace = grace;
    this.background = background;
    this.events = events;
  }

  private record Known(LedgerEntry entry, Instant at) {}

  /** Why the session is over; null while it stands. */
  public @Nullable ErrorCode overBecause(Session session) {
    Instant now = clock.instant();
    LedgerEntry entry = look(session, now);
    if (entry.reason() != null) {
      return entry.reason();
    }
    if (entry.supersedes(session.generation(), now, grace)) {
      return ErrorCode.SESSION_SUPERSEDED;
    }
    confirmLater(session, entry, now);
    return null;
  }

  /** Whether the ledger keeps a newer generation than this one, which may be active for longer. */
  public boolean hasNewer(Session session) {
    try {
      LedgerEntry entry = ledger.read(session.ref(), session.generation()).entry();
      return entry.newest() > session.generation() && entry.keepsSession(clock.instant());
    } catch (StoreUnavailableException e) {
      return false;
    }
  }

  /** Forgets what is known of a session, so that the next look reads the ledger. */
  public void forget(SessionId id) {
    known.remove(id);
  }

  private LedgerEntry look(Session session, Instant now) {
    Known last = known.get(session.id());
    if (last != null && now.isBefore(last.at.plus(checkInterval))) {
      return last.entry;
    }
    if (!ledger.canKnow(session.ref())) {
      // its index key was retired: what the ledger knows of it cannot be looked up any more
      return LedgerEntry.untouched(session.generation()).ended(ErrorCode.NO_SESSION);
    }
    try {
      LedgerEntry entry = ledger.read(session.ref(), session.generation()).entry();
      remember(session.id(), entry, now);
      return entry;
    } catch (StoreUnavailableException e) {
      events.on(new TmsEvent.StoreFailed("ledger"));
      return last == null ? LedgerEntry.untouched(session.generation()) : last.entry;
    }
  }

  private void remember(SessionId id, LedgerEntry entry, Instant now) {
    if (known.size() >= MAX_KNOWN) {
      known.values().removeIf(old -> !now.isBefore(old.at.plus(checkInterval)));
    }
    if (known.size() < MAX_KNOWN) {
      known.put(id, new Known(light(entry), now));
    }
  }

  /**
   * The entry without the session it keeps: a cache holds no tokens longer than the ledger does.
   */
  private static LedgerEntry light(LedgerEntry entry) {
    return entry.session() == null ? entry : entry.tidied();
  }

  private void confirmLater(Session session, LedgerEntry entry, Instant now) {
    if (session.generation() == 0 || session.generation() <= entry.confirmed()) {
      return;
    }
    remember(session.id(), entry.confirmed(session.generation(), now, grace), now);
    try {
      background.execute(() -> confirm(session));
    } catch (RejectedExecutionException e) {
      forget(session.id()); // busy: the next request of this generation tries again
    }
  }

  private void confirm(Session session) {
    try {
      Instant now = clock.instant();
      Page page = ledger.read(session.ref(), session.generation());
      Optional<Page> written = Optional.of(page);
      while (page.entry().reason() == null && session.generation() > page.entry().confirmed()) {
        written =
            ledger.write(
                session.ref(), page, page.entry().confirmed(session.generation(), now, grace));
        if (written.isPresent()) {
          break;
        }
        page = ledger.read(session.ref(), session.generation());
      }
      remember(session.id(), written.orElse(page).entry(), now);
    } catch (StoreUnavailableException e) {
      forget(session.id());
      events.on(new TmsEvent.StoreFailed("confirm"));
    }
  }
}

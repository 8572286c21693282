package dev.tms.session;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.http.SetCookie;
import dev.tms.problem.ErrorCode;
import dev.tms.seal.SealedCookie;
import dev.tms.seal.SealedStore;
import dev.tms.seal.SealedStore.Found;
import dev.tms.seal.SealedStore.Missing;
import dev.tms.seal.SealedStore.Name;
import dev.tms.seal.SealedStore.Stored;
import dev.tms.seal.Sealer;
import dev.tms.seal.Sealer.Opened;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.session.TokenStore.LoadOutcome;
import dev.tms.store.StoreUnavailableException;
import dev.tms.web.CookiePolicy;
import dev.tms.web.Cookies;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps sessions in the store, each in one sealed entry that is named by a keyed hash of the
 * session's id and can be used only with the random secret in the browser's handle. The handle
 * changes at every login, not at refreshes; the entry is changed only by compare-and-set.
 * Thread-safe.
 */
final class ServerTokenStore implements TokenStore {
  private static final String LABEL = "session";

  // every store accepts 64 KiB, and the ledger adds its own fields to a session
  private static final int MOST_BYTES = 60_000;

  private static final Logger log = System.getLogger(ServerTokenStore.class.getName());

  private final SealedStore store;
  private final SealedCookie cookie;
  private final SessionIndex index;
  private final boolean keepIdToken;
  private final InstantSource clock;
  private final SecureRandom random;
  private final TmsListener events;
  private final Unsaved unsaved;
  private volatile boolean isDown;

  /** With {@code keepIdToken}, the raw ID token is kept if it fits. */
  ServerTokenStore(
      SealedStore store,
      CookiePolicy policy,
      Sealer sealer,
      SessionIndex index,
      boolean keepIdToken,
      InstantSource clock,
      SecureRandom random,
      TmsListener events) {
    this.store = store;
    this.cookie = new SealedCookie(policy, "", sealer, Purpose.HANDLE);
    this.index = index;
    this.keepIdToken = keepIdToken;
    this.clock = clock;
    this.random = random;
    this.events = events;
    this.unsaved = new Unsaved(clock);
  }

  @Override
  public LoadOutcome load(Cookies cookies) {
    SealedCookie.Read read = cookie.read(cookies);
    if (read instanceof SealedCookie.Absent) {
      return new LoadOutcome.Absent();
    }
    SessionHandle handle =
        read instanceof Opened opened ? SessionHandle.decode(opened.plain()).orElse(null) : null;
    if (handle == null) {
      return unopenable(read);
    }
    try {
      LoadOutcome outcome = load(handle, ((Opened) read).stale());
      reached();
      if (outcome instanceof LoadOutcome.Unopenable) {
        return unopenable(read);
      }
      return outcome;
    } catch (StoreUnavailableException e) {
      events.on(new TmsEvent.StoreFailed("session"));
      notReached(e);
      return new LoadOutcome.Unavailable();
    }
  }

  private LoadOutcome unopenable(SealedCookie.Read read) {
    if (read instanceof Opened) {
      cookie.unreadable(); // a cookie that did not open was reported already
    }
    return new LoadOutcome.Unopenable();
  }

  private LoadOutcome load(SessionHandle handle, boolean staleCookie) {
    Optional<Name> name = name(handle.session());
    if (name.isEmpty()) {
      return new LoadOutcome.Unopenable(); // its index key was retired
    }
    Stored stored = store.get(name.get());
    if (stored instanceof Missing) {
      boolean late = !clock.instant().isBefore(handle.session().deadline());
      return new LoadOutcome.Gone(late ? ErrorCode.ABSOLUTE_TIMEOUT : ErrorCode.NO_SESSION);
    }
    StoredSession entry = decode(stored);
    if (entry == null || !handle.hasSecret(entry.secret())) {
      return new LoadOutcome.Unopenable();
    }
    if (entry instanceof StoredSession.Over over) {
      return new LoadOutcome.Gone(over.reason());
    }
    Session session = newest(((StoredSession.Held) entry).session());
    return new LoadOutcome.Loaded(session, staleCookie || ((Found) stored).stale());
  }

  /** The session, or a newer generation that could not be written after its refresh. */
  private Session newest(Session stored) {
    Session newer = unsaved.newerThan(stored);
    if (newer == null) {
      return stored;
    }
    write(newer);
    unsaved.remove(stored.id());
    return newer;
  }

  @Override
  public List<SetCookie> begin(Session session, DeviceLabel device) {
    SessionHandle handle = SessionHandle.random(session.ref(), random);
    Session kept = fitting(session);
    Name name =
        name(session.ref())
            .orElseThrow(() -> new IllegalStateException("the index key of a new session is gone"));
    store.put(
        name,
        new StoredSession.Held(handle.secret(), kept).encode(),
        session.ref().timeToLive(clock.instant()));
    index.add(session, device);
    return cookie.write(handle.encode());
  }

  /** Sets no cookie: the handle stays the same across refreshes. */
  @Override
  public List<SetCookie> save(Session session) {
    Session kept = fitting(session);
    try {
      write(kept);
      unsaved.remove(session.id());
    } catch (StoreUnavailableException e) {
      events.on(new TmsEvent.PublishFailed());
      unsaved.add(kept);
    }
    return List.of();
  }

  private void write(Session session) {
    Name name = name(session.ref()).orElse(null);
    while (name != null) {
      Stored stored = store.get(name);
      if (!(stored instanceof Found found)
          || !(decode(stored) instanceof StoredSession.Held held)
          || held.session().generation() >= session.generation()) {
        return; // over, or newer already
      }
      byte[] next = new StoredSession.Held(held.secret(), session).encode();
      if (store
          .replace(name, found.version(), next, session.ref().timeToLive(clock.instant()))
          .isPresent()) {
        return;
      }
    }
  }

  @Override
  public List<SetCookie> reseal(Session session) {
    try {
      Name name = name(session.ref()).orElse(null);
      Stored stored = name == null ? new Missing() : store.get(name);
      if (name == null
          || !(stored instanceof Found found)
          || !(decode(stored) instanceof StoredSession.Held held)) {
        return List.of();
      }
      if (found.stale()) {
        // if another write comes first, it has resealed the entry
        var unused =
            store.replace(
                name, found.version(), found.value(), session.ref().timeToLive(clock.instant()));
      }
      return cookie.write(new SessionHandle(session.ref(), held.secret()).encode());
    } catch (StoreUnavailableException e) {
      return List.of(); // the next request tries again
    }
  }

  @Override
  public Optional<Session> end(SessionRef session, ErrorCode reason) {
    Name name = name(session).orElse(null);
    while (name != null) {
      Stored stored = store.get(name);
      if (!(stored instanceof Found found)
          || !(decode(stored) instanceof StoredSession.Held held)) {
        return Optional.empty();
      }
      byte[] over = new StoredSession.Over(held.secret(), reason).encode();
      if (store
          .replace(name, found.version(), over, session.timeToLive(clock.instant()))
          .isPresent()) {
        Session newer = unsaved.newerThan(held.session());
        unsaved.remove(session.id());
        return Optional.of(newer == null ? held.session() : newer);
      }
    }
    return Optional.empty();
  }

  @Override
  public void used(Session session, Instant activeUntil) {
    index.usedLater(session, activeUntil);
  }

  @Override
  public List<SetCookie> clear() {
    return cookie.clear();
  }

  private static @Nullable StoredSession decode(Stored stored) {
    return stored instanceof Found found ? StoredSession.decode(found.value()).orElse(null) : null;
  }

  private Session fitting(Session session) {
    Session kept = keepIdToken ? session : session.withTokens(session.tokens().withoutIdToken());
    int needed = SessionWriter.encode(kept).length;
    if (needed > MOST_BYTES) {
      kept = session.withTokens(session.tokens().withoutIdToken());
      needed = SessionWriter.encode(kept).length;
    }
    if (needed > MOST_BYTES) {
      throw new Session.TooLargeException(
          "the session needs "
              + needed
              + " bytes and "
              + MOST_BYTES
              + " are possible; "
              + SessionWeight.of(kept));
    }
    return kept;
  }

  private Optional<Name> name(SessionRef session) {
    return store.name(session.indexKeyId(), LABEL, session.id().value());
  }

  private void reached() {
    if (isDown) {
      isDown = false;
      log.log(Level.INFO, "the session store can be reached again");
    }
  }

  private void notReached(StoreUnavailableException e) {
    if (!isDown) {
      isDown = true;
      log.log(
          Level.WARNING,
          "the session store cannot be reached, requests with a session get 503: {0}",
          e.getMessage());
    }
  }

  /**
   * Refreshed sessions that could not be written because the store failed after the provider had
   * answered. Their one-time refresh tokens exist nowhere else, so this node keeps them until the
   * store is back. Bounded; thread-safe.
   */
  static final class Unsaved {
    private static final int MOST = 10_000;

    private final InstantSource clock;
    private final Map<SessionId, Session> sessions = new ConcurrentHashMap<>();

    Unsaved(InstantSource clock) {
      this.clock = clock;
    }

    void add(Session session) {
      if (sessions.size() >= MOST) {
        Instant now = clock.instant();
        sessions.values().removeIf(old -> !now.isBefore(old.deadline()));
      }
      if (sessions.size() < MOST || sessions.containsKey(session.id())) {
        sessions.merge(session.id(), session, (a, b) -> a.generation() > b.generation() ? a : b);
      }
    }

    @Nullable Session newerThan(Session session) {
      Session newer = sessions.get(session.id());
      return newer != null && newer.generation() > session.generation() ? newer : null;
    }

    void remove(SessionId id) {
      sessions.remove(id);
    }
  }
}

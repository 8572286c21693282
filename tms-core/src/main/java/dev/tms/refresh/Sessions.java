package dev.tms.refresh;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.http.Cookies;
import dev.tms.http.SetCookie;
import dev.tms.problem.ErrorCode;
import dev.tms.seal.Purpose;
import dev.tms.session.DeviceLabel;
import dev.tms.session.LastUseCookie;
import dev.tms.session.LoadOutcome;
import dev.tms.session.Session;
import dev.tms.session.SessionLifetime;
import dev.tms.session.SessionTooLargeException;
import dev.tms.session.TokenStore;
import dev.tms.store.StoreUnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Opens the session of a request: loads it, and checks its limits and its status. Thread-safe. */
public final class Sessions {
  private final TokenStore store;
  private final SessionEnder ender;
  private final LastUseCookie lastUse;
  private final SessionStatus status;
  private final SessionLifetime lifetime;
  private final InstantSource clock;
  private final TmsListener events;

  /** Sessions of this store; {@code ender} ends those that the provider has ended. */
  public Sessions(
      TokenStore store,
      SessionEnder ender,
      LastUseCookie lastUse,
      SessionStatus status,
      SessionLifetime lifetime,
      InstantSource clock,
      TmsListener events) {
    this.store = store;
    this.ender = ender;
    this.lastUse = lastUse;
    this.status = status;
    this.lifetime = lifetime;
    this.clock = clock;
    this.events = events;
  }

  /**
   * The session of these cookies, and whether it is live. Changes nothing and does not count as
   * use.
   */
  public OpenOutcome open(Cookies cookies) {
    LoadOutcome outcome = store.load(cookies);
    if (lastUse.isAmbiguous(cookies)) {
      events.on(
          new TmsEvent.OpenFailed(Purpose.LAST_USE.wire(), TmsEvent.OpenFailed.Reason.REPEATED));
    } else if (outcome instanceof LoadOutcome.Loaded loaded) {
      return check(loaded, cookies);
    } else if (outcome instanceof LoadOutcome.Unavailable) {
      return new OpenOutcome.Unavailable(null);
    } else if (outcome instanceof LoadOutcome.Gone gone) {
      return new OpenOutcome.Over(gone.reason(), null);
    }
    return new OpenOutcome.Over(ErrorCode.NO_SESSION, null);
  }

  private OpenOutcome check(LoadOutcome.Loaded loaded, Cookies cookies) {
    Session session = loaded.session();
    Instant now = clock.instant();
    if (!now.isBefore(session.deadline())) {
      return new OpenOutcome.Over(ErrorCode.ABSOLUTE_TIMEOUT, session);
    }
    SessionStatus.Verdict verdict = status.of(session);
    if (verdict instanceof SessionStatus.Over over) {
      return new OpenOutcome.Over(over.reason(), session);
    }
    if (verdict instanceof SessionStatus.Marked) {
      ender.later(() -> ender.endMarked(session.ref(), session));
      return new OpenOutcome.Over(ErrorCode.LOGGED_OUT, session);
    }
    if (verdict instanceof SessionStatus.Unknown) {
      return new OpenOutcome.Unavailable(session);
    }
    Instant activeUntil = lastUse.activeUntil(cookies, session);
    if (!now.isBefore(lifetime.idleDeadline(activeUntil, session.deadline()))
        && !status.hasNewer(session)) {
      return new OpenOutcome.Over(ErrorCode.IDLE_TIMEOUT, session);
    }
    return new OpenOutcome.Live(session, activeUntil, loaded.stale());
  }

  /**
   * The cookies of a new session.
   *
   * @param device what the user signed in with
   * @throws SessionTooLargeException if it does not fit
   * @throws StoreUnavailableException if it is to be kept in the store, and that cannot be reached
   */
  public List<SetCookie> begin(Session session, DeviceLabel device) {
    List<SetCookie> cookies = new ArrayList<>(store.begin(session, device));
    cookies.add(lastUse.write(session, session.issuedAt()));
    return cookies;
  }

  /**
   * The cookies of a newer generation of a session that was loaded before.
   *
   * @throws SessionTooLargeException if it does not fit
   */
  public List<SetCookie> save(Session session) {
    return store.save(session);
  }

  /**
   * The cookies of a session that was loaded before, sealed anew under the present keys.
   *
   * @throws SessionTooLargeException if it does not fit
   */
  public List<SetCookie> reseal(Session session) {
    return store.reseal(session);
  }

  /** Notes that a session was used, where that is kept; it counts as used until then. */
  public void used(Session session, Instant activeUntil) {
    store.used(session, activeUntil);
  }

  /** The cookies with which the browser forgets its session. */
  public List<SetCookie> clear() {
    List<SetCookie> cookies = new ArrayList<>(store.clear());
    cookies.add(lastUse.clear());
    return cookies;
  }

  /** How long sessions live. */
  public SessionLifetime lifetime() {
    return lifetime;
  }

  /** How the time of last use is kept. */
  public LastUseCookie lastUse() {
    return lastUse;
  }
}

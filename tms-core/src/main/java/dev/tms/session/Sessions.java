package dev.tms.session;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.http.Cookies;
import dev.tms.http.SetCookie;
import dev.tms.problem.ErrorCode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens the session of a request: loads it, and checks its limits and its standing. Thread-safe.
 */
public final class Sessions {
  private final TokenStore store;
  private final Activity activity;
  private final Standing standing;
  private final SessionLifetime lifetime;
  private final InstantSource clock;
  private final TmsListener events;

  /** Sessions of this store. */
  public Sessions(
      TokenStore store,
      Activity activity,
      Standing standing,
      SessionLifetime lifetime,
      InstantSource clock,
      TmsListener events) {
    this.store = store;
    this.activity = activity;
    this.standing = standing;
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
    boolean isAmbiguous = activity.isAmbiguous(cookies);
    if (outcome instanceof LoadOutcome.Loaded loaded && !isAmbiguous) {
      return check(loaded, cookies);
    }
    if (isAmbiguous || outcome instanceof LoadOutcome.Unopenable) {
      events.on(new TmsEvent.OpenFailed("session"));
    }
    return new OpenOutcome.Over(ErrorCode.NO_SESSION, null);
  }

  private OpenOutcome check(LoadOutcome.Loaded loaded, Cookies cookies) {
    Session session = loaded.session();
    Instant now = clock.instant();
    if (!now.isBefore(session.deadline())) {
      return new OpenOutcome.Over(ErrorCode.ABSOLUTE_TIMEOUT, session);
    }
    @Nullable ErrorCode over = standing.overBecause(session);
    if (over != null) {
      return new OpenOutcome.Over(over, session);
    }
    Instant activeUntil = activity.activeUntil(cookies, session);
    if (!now.isBefore(lifetime.idleDeadline(activeUntil, session.deadline()))
        && !standing.hasNewer(session)) {
      return new OpenOutcome.Over(ErrorCode.IDLE_TIMEOUT, session);
    }
    return new OpenOutcome.Live(session, activeUntil, loaded.stale());
  }

  /**
   * The cookies that hold a new session.
   *
   * @throws SessionTooLargeException if it does not fit
   */
  public List<SetCookie> begin(Session session) {
    List<SetCookie> cookies = new ArrayList<>(store.save(session));
    cookies.add(activity.write(session, session.issuedAt()));
    return cookies;
  }

  /**
   * The cookies that hold a session that was loaded before: a newer generation of it, or the same
   * sealed anew.
   *
   * @throws SessionTooLargeException if it does not fit
   */
  public List<SetCookie> save(Session session) {
    return store.save(session);
  }

  /** The cookies with which the browser forgets its session. */
  public List<SetCookie> clear() {
    List<SetCookie> cookies = new ArrayList<>(store.clear());
    cookies.add(activity.clear());
    return cookies;
  }

  /** How long sessions live. */
  public SessionLifetime lifetime() {
    return lifetime;
  }

  /** How the time of last use is kept. */
  public Activity activity() {
    return activity;
  }
}

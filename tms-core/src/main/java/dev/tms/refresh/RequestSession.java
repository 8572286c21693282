package dev.tms.refresh;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.http.SetCookie;
import dev.tms.problem.ErrorCode;
import dev.tms.session.Session;
import dev.tms.session.SessionTooLargeException;
import dev.tms.token.AccessToken;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request's session: who it is, an access token that works, and the cookies that the answer has
 * to set. Not thread-safe; lives as long as its request.
 */
public final class RequestSession {
  private static final Logger log = System.getLogger(RequestSession.class.getName());
  private static final Duration BETWEEN_FORCED = Duration.ofSeconds(30);
  private static final int MOST_GENERATIONS = 3;

  private final Sessions sessions;
  private final SessionStatus status;
  private final RefreshEngine engine;
  private final InstantSource clock;
  private final TmsListener events;
  private final @Nullable Instant activeUntil;
  private final boolean stale;
  private final boolean clears;
  private @Nullable Session session;
  private @Nullable ErrorCode over;
  private boolean isNewer;
  private boolean isEnded;
  private @Nullable Instant handedOutUntil;

  RequestSession(
      OpenOutcome outcome,
      Sessions sessions,
      SessionStatus status,
      RefreshEngine engine,
      InstantSource clock,
      TmsListener events) {
    this.sessions = sessions;
    this.status = status;
    this.engine = engine;
    this.clock = clock;
    this.events = events;
    if (outcome instanceof OpenOutcome.Live live) {
      session = live.session();
      activeUntil = live.activeUntil();
      stale = live.stale();
      clears = false;
    } else if (outcome instanceof OpenOutcome.Unavailable) {
      over = ErrorCode.STORE_UNAVAILABLE;
      activeUntil = null;
      stale = false;
      clears = false;
    } else {
      OpenOutcome.Over none = (OpenOutcome.Over) outcome;
      over = none.reason();
      activeUntil = null;
      stale = false;
      clears = none.isEnded() && !isTakenOver(none.reason(), none.session());
    }
  }

  /** The live session, refreshed where that was asked for; empty where there is none. */
  public Optional<Session> session() {
    return Optional.ofNullable(session);
  }

  /**
   * Why there is no live session; {@code NO_SESSION} where there never was one, {@code
   * STORE_UNAVAILABLE} where it is unknown now.
   */
  public ErrorCode overBecause() {
    return over == null ? ErrorCode.NO_SESSION : over;
  }

  /**
   * An access token that works, refreshed first where it is needed.
   *
   * @param force whether to renew a token that works and is not due yet, at most once per 30 s
   */
  public AccessOutcome accessToken(boolean force) {
    boolean forced = force;
    for (int i = 0; i < MOST_GENERATIONS; i++) {
      Session current = session;
      if (current == null) {
        return new AccessOutcome.Denied(overBecause());
      }
      Instant now = clock.instant();
      AccessToken token = working(current, now);
      forced = forced && !isThrottled(current, now);
      if (token != null && !forced && !isDue(current, token, now)) {
        return new AccessOutcome.Granted(token);
      }
      if (current.tokens().refreshToken() == null) {
        return token != null
            ? new AccessOutcome.Granted(token)
            : new AccessOutcome.Denied(ErrorCode.SESSION_EXPIRED);
      }
      RefreshOutcome outcome = engine.refresh(current, token == null || forced);
      if (outcome instanceof RefreshOutcome.Renewed renewed) {
        session = renewed.session();
        isNewer = true;
        forced = false;
      } else if (outcome instanceof RefreshOutcome.Over end) {
        return end(end.reason());
      } else if (token != null) {
        return new AccessOutcome.Granted(token);
      } else {
        return unavailable(outcome);
      }
    }
    return afterLastGeneration();
  }

  private static AccessOutcome unavailable(RefreshOutcome outcome) {
    return outcome instanceof RefreshOutcome.Unavailable failed
        ? unavailable(failed.retryAfter(), failed.isMisconfigured())
        : unavailable(Duration.ofSeconds(1), false);
  }

  private static AccessOutcome unavailable(Duration retryAfter, boolean isMisconfigured) {
    return isMisconfigured
        ? new AccessOutcome.Unavailable(retryAfter, ErrorCode.PROVIDER_MISCONFIGURED)
        : new AccessOutcome.Unavailable(retryAfter);
  }

  private AccessOutcome afterLastGeneration() {
    AccessToken token = session == null ? null : working(session, clock.instant());
    return token != null
        ? new AccessOutcome.Granted(token)
        // the provider hands out tokens that have expired, or that cannot be used
        : unavailable(Duration.ofSeconds(1), engine.isMisconfigured());
  }

  /**
   * While the store is down it is unknown who else refreshes, and after a refusal there is nothing
   * to send: a token that works is kept to its end.
   */
  private boolean isDue(Session current, AccessToken token, Instant now) {
    return RefreshTiming.isDue(current, token, now)
        && !engine.isStoreDown()
        && !status.isKnownToBeRefused(current);
  }

  private static @Nullable AccessToken working(Session session, Instant now) {
    AccessToken token = session.tokens().accessToken();
    return token != null && token.isValidAt(now) ? token : null;
  }

  private static boolean isThrottled(Session session, Instant now) {
    AccessToken token = session.tokens().accessToken();
    return session.generation() > 0
        && token != null
        && now.isBefore(token.issuedAt().plus(BETWEEN_FORCED));
  }

  /** Whether its cookies must not be cleared: those of the session after it have the same names. */
  private boolean isTakenOver(ErrorCode reason, @Nullable Session former) {
    return reason == ErrorCode.LOGGED_OUT && former != null && status.isTakenOver(former);
  }

  private AccessOutcome end(ErrorCode reason) {
    isEnded = reason != ErrorCode.SESSION_SUPERSEDED && !isTakenOver(reason, session);
    session = null;
    over = reason;
    return new AccessOutcome.Denied(reason);
  }

  /** Records that this token is handed out: the session stays active at least until it expires. */
  public void handOut(AccessToken token) {
    handedOutUntil = token.expiresAt();
  }

  /** What is left of the session, idle and absolute limit taken together; never negative. */
  public Duration expiresIn() {
    Session current = session;
    if (current == null) {
      return Duration.ZERO;
    }
    Instant now = clock.instant();
    Instant active = activeUntil != null && activeUntil.isAfter(now) ? activeUntil : now;
    return Duration.between(now, sessions.lifetime().idleDeadline(active, current.deadline()));
  }

  /** The cookies that the answer has to set for a request that counts as use. */
  public List<SetCookie> cookies() {
    Session current = session;
    if (current == null) {
      return clears || isEnded ? sessions.clear() : List.of();
    }
    List<SetCookie> cookies = new ArrayList<>();
    // a refresh that took long may have been overtaken: the browser may hold a newer one by now
    if ((isNewer || stale) && !status.isOvertaken(current)) {
      cookies.addAll(write(() -> isNewer ? sessions.save(current) : sessions.reseal(current)));
    }
    cookies.addAll(lastUse(current));
    return cookies;
  }

  private List<SetCookie> write(Supplier<List<SetCookie>> keeping) {
    try {
      List<SetCookie> cookies = keeping.get();
      if (!cookies.isEmpty()) {
        events.on(
            new TmsEvent.SessionWritten(cookies.stream().mapToInt(c -> c.value().length()).sum()));
      }
      return cookies;
    } catch (SessionTooLargeException e) {
      // the ledger keeps the new generation and answers the old cookie with it
      log.log(Level.ERROR, "a refreshed session cannot be written: {0}", e.getMessage());
      return List.of();
    }
  }

  private List<SetCookie> lastUse(Session current) {
    Instant now = clock.instant();
    Instant known = activeUntil == null ? current.issuedAt() : activeUntil;
    Instant until = handedOutUntil;
    Instant active = until != null && until.isAfter(now) ? until : now;
    Optional<SetCookie> cookie =
        active.isAfter(now)
            ? sessions.lastUse().handedOut(current, known, active)
            : sessions.lastUse().used(current, known, active);
    if (cookie.isEmpty()) {
      return List.of();
    }
    sessions.used(current, active);
    return List.of(cookie.get());
  }
}

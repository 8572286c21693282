package dev.tms.session;

import dev.tms.compact.CompactReader.MalformedException;
import dev.tms.event.TmsEvent;
import dev.tms.event.TmsEvent.OpenFailed;
import dev.tms.event.TmsListener;
import dev.tms.http.SetCookie;
import dev.tms.policy.SessionLifetime;
import dev.tms.problem.ErrorCode;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.session.RefreshEngine.Result;
import dev.tms.session.RequestSession.AccessOutcome;
import dev.tms.session.RequestSession.Use;
import dev.tms.session.TokenStore.LoadOutcome;
import dev.tms.store.StoreUnavailableException;
import dev.tms.token.AccessToken;
import dev.tms.web.Cookies;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens the sessions of requests: loads them, checks their limits and status, and refreshes them if
 * needed. Thread-safe.
 */
public final class Sessions {
  private static final Logger log = System.getLogger(Sessions.class.getName());
  private static final Duration BETWEEN_FORCED = Duration.ofSeconds(30);
  private static final Duration RETRY_SOON = Duration.ofSeconds(1);
  private static final Duration STORE_PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_GENERATIONS = 3;
  private static final AccessOutcome NOT_REQUESTED = new AccessOutcome.Denied(ErrorCode.NO_SESSION);

  private final TokenStore store;
  private final SessionEnder ender;
  private final LastUseCookie lastUse;
  private final SessionStatus status;
  private final RefreshEngine engine;
  private final SessionLifetime lifetime;
  private final InstantSource clock;
  private final TmsListener events;

  Sessions(
      TokenStore store,
      SessionEnder ender,
      LastUseCookie lastUse,
      SessionStatus status,
      RefreshEngine engine,
      SessionLifetime lifetime,
      InstantSource clock,
      TmsListener events) {
    this.store = store;
    this.ender = ender;
    this.lastUse = lastUse;
    this.status = status;
    this.engine = engine;
    this.lifetime = lifetime;
    this.clock = clock;
    this.events = events;
  }

  /** As {@link #read}, and starts the follow-up work. Does not count as use. */
  public OpenOutcome open(Cookies cookies) {
    OpenOutcome outcome = read(cookies);
    outcome.followUp().run();
    return outcome;
  }

  /** The session of these cookies, and whether it is live. Does not change the session. */
  public OpenOutcome read(Cookies cookies) {
    LoadOutcome outcome = store.load(cookies);
    if (lastUse.isAmbiguous(cookies)) {
      events.on(new TmsEvent.OpenFailed(Purpose.LAST_USE.wire(), OpenFailed.Reason.REPEATED));
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
    ErrorCode reason = verdict.reason();
    if (reason == ErrorCode.STORE_UNAVAILABLE) {
      return new OpenOutcome.Unavailable(session);
    }
    if (reason != null) {
      return new OpenOutcome.Over(
          reason,
          session,
          verdict.isMarked()
              ? () -> ender.later(() -> ender.endMarked(session.ref(), session))
              : verdict.followUp());
    }
    Instant activeUntil = lastUse.activeUntil(cookies, session);
    if (!now.isBefore(lifetime.idleDeadline(activeUntil, session.deadline()))
        && !status.hasNewer(session)) {
      return new OpenOutcome.Over(ErrorCode.IDLE_TIMEOUT, session, verdict.followUp());
    }
    return new OpenOutcome.Live(session, activeUntil, loaded.stale(), verdict.followUp());
  }

  /** Uses the session of these cookies. */
  public RequestSession use(Cookies cookies, Use use) {
    return use(read(cookies), use);
  }

  /** Uses a session that was read. */
  public RequestSession use(OpenOutcome read, Use use) {
    read.followUp().run();
    if (read instanceof OpenOutcome.Live live) {
      return use.handsOut() || isReadable(live.session())
          ? used(live, use == Use.SEEN ? seen(live) : token(live, use), use)
          : over(ErrorCode.NO_SESSION, null);
    }
    if (read instanceof OpenOutcome.Over over) {
      return over(over.reason(), over.session());
    }
    return new RequestSession(
        null,
        ErrorCode.STORE_UNAVAILABLE,
        Duration.ZERO,
        new AccessOutcome.Unavailable(STORE_PATIENCE, ErrorCode.STORE_UNAVAILABLE),
        List.of());
  }

  private RequestSession over(ErrorCode reason, @Nullable Session former) {
    // the cookies of the session that took over have the same names
    boolean clears =
        new OpenOutcome.Over(reason, former).isEnded()
            && !(reason == ErrorCode.LOGGED_OUT && former != null && status.isTakenOver(former));
    return new RequestSession(
        null,
        reason,
        Duration.ZERO,
        new AccessOutcome.Denied(reason),
        clears ? clear() : List.of());
  }

  /**
   * The result of a use: the newest generation and its access token.
   *
   * @param isOver whether the session has ended, for the reason for which access is denied
   */
  record UseResult(Session session, AccessOutcome access, boolean isOver) {}

  private static UseResult seen(OpenOutcome.Live live) {
    return new UseResult(live.session(), NOT_REQUESTED, false);
  }

  /** A valid access token; refreshes the session first if needed. */
  UseResult token(OpenOutcome.Live live, Use use) {
    Session current = live.session();
    boolean forced = use == Use.NEW_TOKEN_HANDED_OUT;
    for (int i = 0; i < MOST_GENERATIONS; i++) {
      Instant now = clock.instant();
      AccessToken token = validToken(current, now);
      forced = forced && !isThrottled(current, now);
      if (token != null && !forced && !isDue(current, token, now)) {
        return granted(current, token);
      }
      if (current.tokens().refreshToken() == null) {
        return token != null
            ? granted(current, token)
            : new UseResult(current, new AccessOutcome.Denied(ErrorCode.SESSION_EXPIRED), false);
      }
      if (!isReadable(current)) {
        return new UseResult(current, new AccessOutcome.Denied(ErrorCode.NO_SESSION), true);
      }
      Result outcome = engine.refresh(current, token == null || forced);
      if (outcome instanceof Result.Renewed renewed) {
        current = renewed.session();
        forced = false;
      } else if (outcome instanceof Result.Over over) {
        return new UseResult(current, new AccessOutcome.Denied(over.reason()), true);
      } else if (token != null) {
        return granted(current, token);
      } else if (outcome instanceof Result.Unavailable failed) {
        return unavailable(current, failed.retryAfter(), failed.isMisconfigured());
      } else {
        return unavailable(current, RETRY_SOON, false);
      }
    }
    AccessToken token = validToken(current, clock.instant());
    return token != null
        ? granted(current, token)
        // the provider issues tokens that are expired or unusable
        : unavailable(current, RETRY_SOON, engine.isMisconfigured());
  }

  /** Claims are decoded on first use. If they are malformed, it is as if nothing had opened. */
  private boolean isReadable(Session session) {
    try {
      session.user().claims().values();
      return true;
    } catch (MalformedException e) {
      events.on(new TmsEvent.OpenFailed(Purpose.SESSION.wire(), OpenFailed.Reason.UNREADABLE));
      return false;
    }
  }

  private static UseResult granted(Session session, AccessToken token) {
    return new UseResult(session, new AccessOutcome.Granted(token), false);
  }

  private static UseResult unavailable(
      Session session, Duration retryAfter, boolean isMisconfigured) {
    ErrorCode reason =
        isMisconfigured ? ErrorCode.PROVIDER_MISCONFIGURED : ErrorCode.PROVIDER_UNAVAILABLE;
    return new UseResult(session, new AccessOutcome.Unavailable(retryAfter, reason), false);
  }

  /**
   * A valid token is not refreshed early while the store is down, because another node may be
   * refreshing it, or after the provider has refused the refresh token.
   */
  private boolean isDue(Session current, AccessToken token, Instant now) {
    return current.isRefreshDue(token, now)
        && !engine.isStoreDown()
        && !status.isKnownToBeRefused(current);
  }

  private static @Nullable AccessToken validToken(Session session, Instant now) {
    AccessToken token = session.tokens().accessToken();
    return token != null && token.isValidAt(now) ? token : null;
  }

  private static boolean isThrottled(Session session, Instant now) {
    AccessToken token = session.tokens().accessToken();
    return session.generation() > 0
        && token != null
        && now.isBefore(token.issuedAt().plus(BETWEEN_FORCED));
  }

  /** Adds the cookies. */
  RequestSession used(OpenOutcome.Live live, UseResult result, Use use) {
    if (result.isOver) {
      return over(((AccessOutcome.Denied) result.access).reason(), result.session);
    }
    Session session = result.session;
    AccessToken handedOut =
        use.handsOut() && result.access instanceof AccessOutcome.Granted granted
            ? granted.token()
            : null;
    Instant now = clock.instant();
    Instant known = live.activeUntil();
    return new RequestSession(
        session,
        ErrorCode.NO_SESSION,
        Duration.between(
            now, lifetime.idleDeadline(known.isAfter(now) ? known : now, session.deadline())),
        result.access,
        use.handsOut() && handedOut == null ? List.of() : cookies(live, session, handedOut, now));
  }

  private List<SetCookie> cookies(
      OpenOutcome.Live live, Session session, @Nullable AccessToken handedOut, Instant now) {
    List<SetCookie> cookies = new ArrayList<>();
    boolean isNewer = session.generation() > live.session().generation();
    // after a slow refresh, the browser may already hold a newer generation
    if ((isNewer || live.stale()) && !status.isOvertaken(session)) {
      cookies.addAll(write(session, isNewer));
    }
    Instant until =
        handedOut != null && handedOut.expiresAt().isAfter(now) ? handedOut.expiresAt() : now;
    if (lastUse.isDue(live.activeUntil(), until, now)) {
      store.used(session, until);
      cookies.add(lastUse.write(session, until));
    }
    return cookies;
  }

  private List<SetCookie> write(Session session, boolean isNewer) {
    try {
      List<SetCookie> cookies = isNewer ? store.save(session) : store.reseal(session);
      if (!cookies.isEmpty()) {
        events.on(
            new TmsEvent.SessionWritten(cookies.stream().mapToInt(c -> c.value().length()).sum()));
      }
      return cookies;
    } catch (Session.TooLargeException e) {
      // the ledger keeps the new generation, and the old cookie leads to it
      log.log(Level.ERROR, "a refreshed session cannot be written: {0}", e.getMessage());
      return List.of();
    }
  }

  /**
   * Saves a new session and returns its cookies.
   *
   * @throws Session.TooLargeException if it does not fit
   * @throws StoreUnavailableException if sessions live in the store, and it cannot be reached
   */
  public List<SetCookie> begin(Session session, DeviceLabel device) {
    List<SetCookie> cookies = new ArrayList<>(store.begin(session, device));
    cookies.add(lastUse.write(session, session.issuedAt()));
    return cookies;
  }

  /** The cookies that delete the session from the browser. */
  public List<SetCookie> clear() {
    List<SetCookie> cookies = new ArrayList<>(store.clear());
    cookies.add(lastUse.clear());
    return cookies;
  }

  /** The session of a request. */
  public sealed interface OpenOutcome {
    /** Starts work after the check, such as confirming a generation; does not block. */
    Runnable followUp();

    /**
     * A live session.
     *
     * @param activeUntil until when it counts as used
     * @param stale whether its cookie was sealed under a key that is no longer the primary one
     */
    record Live(Session session, Instant activeUntil, boolean stale, Runnable followUp)
        implements OpenOutcome {}

    /**
     * The store cannot be reached: a 503, never a 401.
     *
     * @param session the session if the cookies hold it
     */
    record Unavailable(@Nullable Session session) implements OpenOutcome {
      @Override
      public Runnable followUp() {
        return SessionStatus.NOTHING;
      }
    }

    /**
     * No live session.
     *
     * @param reason the code of the 401
     * @param session the session that is over; null if there is none
     */
    record Over(ErrorCode reason, @Nullable Session session, Runnable followUp)
        implements OpenOutcome {
      Over(ErrorCode reason, @Nullable Session session) {
        this(reason, session, SessionStatus.NOTHING);
      }

      /** Whether the session is known to have ended, so that its cookies can be cleared. */
      public boolean isEnded() {
        return reason != ErrorCode.NO_SESSION
            && reason != ErrorCode.IDLE_TIMEOUT
            && reason != ErrorCode.ABSOLUTE_TIMEOUT
            && reason != ErrorCode.SESSION_SUPERSEDED;
      }
    }
  }
}

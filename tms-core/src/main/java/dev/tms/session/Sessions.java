package dev.tms.session;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.http.Cookies;
import dev.tms.http.SetCookie;
import dev.tms.problem.ErrorCode;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.session.RefreshEngine.Result;
import dev.tms.session.RequestSession.AccessOutcome;
import dev.tms.session.RequestSession.Use;
import dev.tms.session.TokenStore.LoadOutcome;
import dev.tms.store.StoreUnavailableException;
import dev.tms.token.AccessToken;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of requests: loaded, checked by their limits and their status, and used, which may
 * refresh them. Thread-safe.
 */
public final class Sessions {
  private static final Logger log = System.getLogger(Sessions.class.getName());
  private static final Duration BETWEEN_FORCED = Duration.ofSeconds(30);
  private static final Duration RETRY_SOON = Duration.ofSeconds(1);
  private static final Duration STORE_PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_GENERATIONS = 3;
  private static final AccessOutcome NOT_ASKED = new AccessOutcome.Denied(ErrorCode.NO_SESSION);

  private final TokenStore store;
  private final SessionEnder ender;
  private final LastUseCookie lastUse;
  private final SessionStatus status;
  private final RefreshEngine engine;
  private final SessionLifetime lifetime;
  private final InstantSource clock;
  private final TmsListener events;

  /** Sessions of this store; {@code ender} ends those that the provider has ended. */
  public Sessions(
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

  /**
   * The session of these cookies, and whether it is live. Does not count as use; what is to be done
   * after this was seen is done.
   */
  public OpenOutcome open(Cookies cookies) {
    OpenOutcome outcome = read(cookies);
    outcome.followUp().run();
    return outcome;
  }

  /** The session of these cookies, and whether it is live. Changes nothing. */
  public OpenOutcome read(Cookies cookies) {
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

  /** The session of these cookies after this use of it, and what the answer has to set. */
  public RequestSession use(Cookies cookies, Use use) {
    return use(read(cookies), use);
  }

  /** The session that was read, after this use of it, and what the answer has to set. */
  public RequestSession use(OpenOutcome read, Use use) {
    read.followUp().run();
    if (read instanceof OpenOutcome.Live live) {
      return used(live, use == Use.SEEN ? seen(live) : token(live, use), use);
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
    // the cookies of a session that has taken over have the same names
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
   * What came of asking for a token.
   *
   * @param session the newest generation
   * @param isOver whether it is over, for the reason for which access is denied
   */
  record Tried(Session session, AccessOutcome access, boolean isOver) {}

  private static Tried seen(OpenOutcome.Live live) {
    return new Tried(live.session(), NOT_ASKED, false);
  }

  /** An access token that works, refreshed first where it is needed. */
  Tried token(OpenOutcome.Live live, Use use) {
    Session current = live.session();
    boolean forced = use == Use.NEW_TOKEN_HANDED_OUT;
    for (int i = 0; i < MOST_GENERATIONS; i++) {
      Instant now = clock.instant();
      AccessToken token = working(current, now);
      forced = forced && !isThrottled(current, now);
      if (token != null && !forced && !isDue(current, token, now)) {
        return granted(current, token);
      }
      if (current.tokens().refreshToken() == null) {
        return token != null
            ? granted(current, token)
            : new Tried(current, new AccessOutcome.Denied(ErrorCode.SESSION_EXPIRED), false);
      }
      Result outcome = engine.refresh(current, token == null || forced);
      if (outcome instanceof Result.Renewed renewed) {
        current = renewed.session();
        forced = false;
      } else if (outcome instanceof Result.Over over) {
        return new Tried(current, new AccessOutcome.Denied(over.reason()), true);
      } else if (token != null) {
        return granted(current, token);
      } else if (outcome instanceof Result.Unavailable failed) {
        return unavailable(current, failed.retryAfter(), failed.isMisconfigured());
      } else {
        return unavailable(current, RETRY_SOON, false);
      }
    }
    AccessToken token = working(current, clock.instant());
    return token != null
        ? granted(current, token)
        // the provider hands out tokens that have expired, or that cannot be used
        : unavailable(current, RETRY_SOON, engine.isMisconfigured());
  }

  private static Tried granted(Session session, AccessToken token) {
    return new Tried(session, new AccessOutcome.Granted(token), false);
  }

  private static Tried unavailable(Session session, Duration retryAfter, boolean isMisconfigured) {
    ErrorCode reason =
        isMisconfigured ? ErrorCode.PROVIDER_MISCONFIGURED : ErrorCode.PROVIDER_UNAVAILABLE;
    return new Tried(session, new AccessOutcome.Unavailable(retryAfter, reason), false);
  }

  /**
   * While the store is down it is unknown who else refreshes, and after a refusal there is nothing
   * to send: a token that works is kept to its end.
   */
  private boolean isDue(Session current, AccessToken token, Instant now) {
    return RefreshPolicy.isDue(current, token, now)
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

  /** What the request has of its session, and the last thing that is done for it: its cookies. */
  RequestSession used(OpenOutcome.Live live, Tried tried, Use use) {
    if (tried.isOver) {
      return over(((AccessOutcome.Denied) tried.access).reason(), tried.session);
    }
    Session session = tried.session;
    AccessToken handedOut =
        use.handsOut() && tried.access instanceof AccessOutcome.Granted granted
            ? granted.token()
            : null;
    Instant now = clock.instant();
    Instant known = live.activeUntil();
    return new RequestSession(
        session,
        ErrorCode.NO_SESSION,
        Duration.between(
            now, lifetime.idleDeadline(known.isAfter(now) ? known : now, session.deadline())),
        tried.access,
        use.handsOut() && handedOut == null ? List.of() : cookies(live, session, handedOut, now));
  }

  private List<SetCookie> cookies(
      OpenOutcome.Live live, Session session, @Nullable AccessToken handedOut, Instant now) {
    List<SetCookie> cookies = new ArrayList<>();
    boolean isNewer = session.generation() > live.session().generation();
    // a refresh that took long may have been overtaken: the browser may hold a newer one by now
    if ((isNewer || live.stale()) && !status.isOvertaken(session)) {
      cookies.addAll(write(session, isNewer));
    }
    Instant expiry = handedOut == null ? now : handedOut.expiresAt();
    boolean staysActive = expiry.isAfter(now);
    Instant until = staysActive ? expiry : now;
    Optional<SetCookie> noted =
        staysActive
            ? lastUse.handedOut(session, live.activeUntil(), until)
            : lastUse.used(session, live.activeUntil(), until);
    if (noted.isPresent()) {
      store.used(session, until);
      cookies.add(noted.get());
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
    } catch (SessionTooLargeException e) {
      // the ledger keeps the new generation and answers the old cookie with it
      log.log(Level.ERROR, "a refreshed session cannot be written: {0}", e.getMessage());
      return List.of();
    }
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

  /** The cookies with which the browser forgets its session. */
  public List<SetCookie> clear() {
    List<SetCookie> cookies = new ArrayList<>(store.clear());
    cookies.add(lastUse.clear());
    return cookies;
  }

  /** Whether a request comes with a live session. */
  public sealed interface OpenOutcome {
    /**
     * What is to be done after this was seen: to confirm a generation, to end a session. Does not
     * wait.
     */
    Runnable followUp();

    /**
     * A live session.
     *
     * @param session the session of the request's cookies
     * @param activeUntil until when it counts as used
     * @param stale whether its cookie was sealed under a key that is not the primary one any more
     */
    record Live(Session session, Instant activeUntil, boolean stale, Runnable followUp)
        implements OpenOutcome {}

    /**
     * It is unknown now, because the store cannot be reached: a 503, never a 401.
     *
     * @param session the session of the request's cookies, where they hold it
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
     * @param session the session that is over; null where there is none
     */
    record Over(ErrorCode reason, @Nullable Session session, Runnable followUp)
        implements OpenOutcome {
      Over(ErrorCode reason, @Nullable Session session) {
        this(reason, session, SessionStatus.NOTHING);
      }

      /** Whether the session is known to be ended, so that its cookies can be cleared. */
      public boolean isEnded() {
        return reason != ErrorCode.NO_SESSION
            && reason != ErrorCode.IDLE_TIMEOUT
            && reason != ErrorCode.ABSOLUTE_TIMEOUT
            && reason != ErrorCode.SESSION_SUPERSEDED;
      }
    }
  }
}

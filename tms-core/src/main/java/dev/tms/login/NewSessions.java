package dev.tms.login;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.home.EndedSessions;
import dev.tms.home.SessionTooLargeException;
import dev.tms.home.Sessions;
import dev.tms.http.SetCookie;
import dev.tms.oidc.Identity;
import dev.tms.oidc.RedeemOutcome;
import dev.tms.problem.ErrorCode;
import dev.tms.seal.KeyedHash;
import dev.tms.session.DeviceLabel;
import dev.tms.session.Session;
import dev.tms.session.SessionId;
import dev.tms.session.SessionLifetime;
import dev.tms.session.User;
import dev.tms.store.StoreUnavailableException;
import dev.tms.token.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sets up the session of a user who has just signed in, in place of the one before. Thread-safe.
 */
public final class NewSessions {
  private final Sessions sessions;
  private final EndedSessions ended;
  private final KeyedHash hash;
  private final SessionLifetime lifetime;
  private final List<String> userClaims;
  private final Consumer<Secret> revoke;
  private final InstantSource clock;
  private final SecureRandom random;
  private final TmsListener events;

  /**
   * New sessions that keep these claims of the user; {@code revoke} is called for tokens nobody
   * needs any more.
   */
  public NewSessions(
      Sessions sessions,
      EndedSessions ended,
      KeyedHash hash,
      SessionLifetime lifetime,
      List<String> userClaims,
      Consumer<Secret> revoke,
      InstantSource clock,
      SecureRandom random,
      TmsListener events) {
    this.sessions = sessions;
    this.ended = ended;
    this.hash = hash;
    this.lifetime = lifetime;
    this.userClaims = List.copyOf(userClaims);
    this.revoke = revoke;
    this.clock = clock;
    this.random = random;
    this.events = events;
  }

  /**
   * The cookies of the new session; the session before it is ended.
   *
   * @param present the live session of the callback's own cookies, where there is one
   * @param device what the user signed in with
   * @throws StoreUnavailableException if the session is to be kept in the store, and that cannot be
   *     reached
   * @throws SessionTooLargeException if the session does not fit; then the one before lives on
   */
  List<SetCookie> begin(
      PendingLogin login,
      RedeemOutcome.Redeemed redeemed,
      @Nullable Session present,
      DeviceLabel device) {
    Session session = newSession(login, redeemed);
    List<SetCookie> cookies = write(session, device);
    if (present != null) {
      replace(PendingLogin.Previous.of(present), present, session);
    }
    PendingLogin.Previous previous = login.previous();
    if (previous != null && (present == null || !previous.ref().id().equals(present.id()))) {
      replace(previous, null, session);
    }
    User user = session.user();
    events.on(
        new TmsEvent.LoginCompleted(
            user.issuer(),
            user.subject(),
            session.tenant(),
            Duration.between(login.begunAt(), clock.instant())));
    return cookies;
  }

  private Session newSession(PendingLogin login, RedeemOutcome.Redeemed redeemed) {
    Identity identity = redeemed.identity();
    User user =
        new User(
            identity.issuer(),
            identity.subject(),
            identity.sid(),
            identity.issuedAt(),
            identity.authenticatedAt(),
            identity.acr(),
            identity.claims().only(userClaims));
    Instant now = clock.instant();
    // a new id at every login: nobody can have planted it before (session fixation)
    return new Session(
        SessionId.random(random),
        0,
        hash.primaryId(),
        "",
        login.tenant(),
        user,
        now,
        lifetime.deadline(now),
        login.antiforgery(),
        redeemed.tokens());
  }

  private List<SetCookie> write(Session session, DeviceLabel device) {
    try {
      List<SetCookie> cookies = sessions.begin(session, device);
      events.on(
          new TmsEvent.SessionWritten(cookies.stream().mapToInt(c -> c.value().length()).sum()));
      return cookies;
    } catch (SessionTooLargeException | StoreUnavailableException e) {
      Secret unused = session.tokens().refreshToken();
      if (unused != null) {
        revoke.accept(unused);
      }
      throw e;
    }
  }

  private void replace(PendingLogin.Previous previous, @Nullable Session inHand, Session session) {
    @Nullable Secret newest = end(previous, inHand);
    if (newest != null
        && previous.isApartFrom(session.user())
        && !newest.equals(session.tokens().refreshToken())) {
      revoke.accept(newest);
    }
  }

  private @Nullable Secret end(PendingLogin.Previous previous, @Nullable Session inHand) {
    try {
      EndedSessions.Ended outcome =
          ended.end(
              previous.ref(),
              previous.generation(),
              ErrorCode.LOGGED_OUT,
              TmsEvent.SessionEnded.Cause.REPLACED);
      Session newest = inHand == null ? outcome.newest() : outcome.newestOr(inHand);
      return newest == null ? null : newest.tokens().refreshToken();
    } catch (StoreUnavailableException e) {
      // the new session is there; the one before lives until its limits, without a browser
      events.on(new TmsEvent.StoreFailed("end"));
      return null;
    }
  }
}

package dev.tms.login;

import dev.tms.event.TmsEvent;
import dev.tms.http.SetCookie;
import dev.tms.oidc.OidcClient.RedeemOutcome;
import dev.tms.policy.SessionPolicy;
import dev.tms.seal.KeyedHash;
import dev.tms.session.DeviceLabel;
import dev.tms.session.Session;
import dev.tms.session.SessionId;
import dev.tms.session.SessionParts;
import dev.tms.session.SessionParts.World;
import dev.tms.session.TakeOver;
import dev.tms.store.StoreUnavailableException;
import dev.tms.token.Secret;
import dev.tms.token.User;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Creates the session of a user who has just signed in and ends the previous one. Thread-safe. */
final class NewSessions {
  private static final Logger log = System.getLogger(NewSessions.class.getName());

  private final SessionParts parts;
  private final KeyedHash hash;
  private final SessionPolicy policy;
  private final boolean asksForOfflineAccess;
  private final World world;
  private final AtomicBoolean hasReportedMissing = new AtomicBoolean();
  private final AtomicBoolean hasReportedUnnamed = new AtomicBoolean();

  /** {@code asksForOfflineAccess}: a login without a refresh token is incomplete. */
  NewSessions(
      SessionParts parts,
      KeyedHash hash,
      SessionPolicy policy,
      boolean asksForOfflineAccess,
      World world) {
    this.parts = parts;
    this.hash = hash;
    this.policy = policy;
    this.asksForOfflineAccess = asksForOfflineAccess;
    this.world = world;
  }

  /**
   * Begins the new session, ends the previous one, and returns the cookies. If a silent login
   * yields no refresh token, the new session keeps that of the previous session of the same user
   * and client. Empty, with nothing changed, if a pending refresh of that session does not end in
   * time.
   *
   * @param present the live session of the callback's own cookies, if any
   * @throws StoreUnavailableException if the session must be written to the store, which is
   *     unavailable
   * @throws Session.TooLargeException if the session does not fit; the previous session goes on
   */
  Optional<List<SetCookie>> begin(
      PendingLogin login,
      RedeemOutcome.Redeemed redeemed,
      @Nullable Session present,
      DeviceLabel device) {
    Session session = newSession(login, redeemed);
    boolean lacks = session.tokens().refreshToken() == null;
    TakeOver.Outcome kept =
        lacks && login.isSilent() ? keep(login, present, session, device) : new TakeOver.Nothing();
    if (kept instanceof TakeOver.Busy) {
      return Optional.empty();
    }
    boolean isKept = kept instanceof TakeOver.Begun;
    List<SetCookie> cookies =
        kept instanceof TakeOver.Begun begun ? begun.cookies() : write(session, device);
    if (present != null && !isKept) {
      replace(PendingLogin.Previous.of(present), present, session);
    }
    if (lacks && asksForOfflineAccess) {
      missing(isKept);
    }
    PendingLogin.Previous previous = login.previous();
    if (previous != null && (present == null || !previous.ref().id().equals(present.id()))) {
      replace(previous, null, session);
    }
    User user = session.user();
    parts.succeeded();
    world
        .events()
        .on(
            new TmsEvent.LoginCompleted(
                user.issuer(),
                user.subject(),
                session.tenant(),
                Duration.between(login.begunAt(), world.clock().instant())));
    return Optional.of(cookies);
  }

  private TakeOver.Outcome keep(
      PendingLogin login, @Nullable Session present, Session session, DeviceLabel device) {
    if (present != null) {
      return isSameUserAndClient(present, session)
          ? parts.takeOver().begin(present, session, successor -> begun(successor, device))
          : new TakeOver.Nothing();
    }
    if (login.previous() != null && hasReportedUnnamed.compareAndSet(false, true)) {
      log.log(
          Level.WARNING,
          "a silent login brought no refresh token, and the one of the session before it is not"
              + " kept, because the cookie of that session did not come with the callback. Browsers"
              + " send none with Client.ResponseMode form_post or Session.SameSite Strict: set"
              + " query and Lax. This is logged once");
    }
    return new TakeOver.Nothing();
  }

  private static boolean isSameUserAndClient(Session one, Session other) {
    return one.user().issuer().equals(other.user().issuer())
        && one.user().subject().equals(other.user().subject())
        && one.registration().equals(other.registration());
  }

  private void missing(boolean isKept) {
    world.events().on(new TmsEvent.RefreshTokenMissing(isKept));
    if (!isKept && hasReportedMissing.compareAndSet(false, true)) {
      log.log(
          Level.WARNING,
          "a login asked for offline_access, and the provider gave no refresh token: its session"
              + " ends with its access token. Likely causes: the provider gives one only where the"
              + " user is asked for consent (set Client.OfflineAccessConsent to true); the user"
              + " lacks the role, or the client the scope, for offline access; the provider gives"
              + " none to public clients (set Client.ClientSecret). To do without, set"
              + " Client.UseOfflineAccess to false. This is logged once;"
              + " tms_refresh_tokens_missing_total counts");
    }
  }

  private Session newSession(PendingLogin login, RedeemOutcome.Redeemed redeemed) {
    User user = redeemed.user();
    Instant now = world.clock().instant();
    // a new id at every login prevents session fixation
    return new Session(
        SessionId.random(world.random()),
        0,
        hash.primaryId(),
        "",
        login.tenant(),
        user.withClaims(user.claims().only(policy.userClaims())),
        now,
        policy.lifetime().deadline(now),
        login.antiforgery(),
        redeemed.tokens());
  }

  private List<SetCookie> begun(Session session, DeviceLabel device) {
    List<SetCookie> cookies = parts.sessions().begin(session, device);
    world
        .events()
        .on(new TmsEvent.SessionWritten(cookies.stream().mapToInt(c -> c.value().length()).sum()));
    return cookies;
  }

  private List<SetCookie> write(Session session, DeviceLabel device) {
    try {
      return begun(session, device);
    } catch (Session.TooLargeException | StoreUnavailableException e) {
      var unused = parts.ender().revoke(session.tokens().refreshToken());
      throw e;
    }
  }

  private void replace(PendingLogin.Previous previous, @Nullable Session inHand, Session session) {
    Secret own = session.tokens().refreshToken();
    try {
      var unused =
          parts
              .ender()
              .end(
                  previous.ref(),
                  inHand,
                  TmsEvent.SessionEnded.Cause.REPLACED,
                  (wasLive, last) ->
                      previous.isApartFrom(session.user())
                          && !Objects.equals(last.refreshToken(), own));
    } catch (StoreUnavailableException e) {
      // the new session exists; the old one goes on until its limits, without a browser
      world.events().on(new TmsEvent.StoreFailed("end"));
    }
  }
}

package dev.tms.logout;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.http.SetCookie;
import dev.tms.session.Session;
import dev.tms.session.SessionEnder;
import dev.tms.session.Sessions;
import dev.tms.session.Sessions.OpenOutcome;
import dev.tms.token.User;
import dev.tms.web.Cookies;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Front-Channel Logout 1.0: the provider's page loads our URL in a frame. Because any page can do
 * so, this ends only the session of the request's cookies, and only if it is the one named.
 * Thread-safe.
 */
public final class FrontChannelLogout {
  private static final Logger log = System.getLogger(FrontChannelLogout.class.getName());

  private final Sessions sessions;
  private final SessionEnder ender;
  private final String issuer;
  private final boolean isOn;
  private final boolean sidIsSubject;
  private final TmsListener events;
  private final AtomicBoolean isTold = new AtomicBoolean();

  /** {@code isOn}: session cookies arrive in cross-site frames ({@code SameSite=None}). */
  public FrontChannelLogout(
      Sessions sessions,
      SessionEnder ender,
      String issuer,
      boolean isOn,
      boolean sidIsSubject,
      TmsListener events) {
    this.sessions = sessions;
    this.ender = ender;
    this.issuer = issuer;
    this.isOn = isOn;
    this.sidIsSubject = sidIsSubject;
    this.events = events;
  }

  /**
   * Ends the session of these cookies if it is the one named; returns the cookies to clear.
   *
   * @param mayBeFrame false if the browser states that it loads no iframe
   */
  public List<SetCookie> logOut(
      Cookies cookies, @Nullable String iss, @Nullable String sid, boolean mayBeFrame) {
    // section 2: if either of iss and sid is included, both MUST be
    if (!issuer.equals(iss) || sid == null) {
      return List.of();
    }
    if (!isOn) {
      sayThatItIsOff();
      return List.of();
    }
    Session session = sessionOf(sessions.open(cookies));
    if (session == null || !isNamed(session.user(), sid, mayBeFrame)) {
      return List.of();
    }
    ender.endOfProvider(session.ref(), session, TmsEvent.SessionEnded.Cause.FRONT_CHANNEL);
    events.on(
        new TmsEvent.LogoutReceived(
            "front", TmsEvent.LogoutReceived.Verdict.ACCEPTED, "its session is over"));
    return sessions.clear();
  }

  private boolean isNamed(User user, String sid, boolean mayBeFrame) {
    String own = user.providerSession();
    boolean isNamed =
        own == null ? sidIsSubject && mayBeFrame && sid.equals(user.subject()) : sid.equals(own);
    return isNamed && issuer.equals(user.issuer());
  }

  /** Logs this once: operators who configured the provider expect the logout to work. */
  private void sayThatItIsOff() {
    if (isTold.compareAndSet(false, true)) {
      log.log(
          Level.WARNING,
          "a front-channel logout came and did nothing: browsers do not send session cookies to a"
              + " frame of another site. Set Session.SameSite to None, or have the provider use the"
              + " back channel");
    }
  }

  private static @Nullable Session sessionOf(OpenOutcome outcome) {
    if (outcome instanceof OpenOutcome.Live live) {
      return live.session();
    }
    return outcome instanceof OpenOutcome.Unavailable unavailable
        ? unavailable.session()
        : ((OpenOutcome.Over) outcome).session();
  }
}

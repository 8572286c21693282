package dev.tms.logout;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.home.EndedSessions;
import dev.tms.home.OpenOutcome;
import dev.tms.home.Sessions;
import dev.tms.http.Cookies;
import dev.tms.http.SetCookie;
import dev.tms.problem.ErrorCode;
import dev.tms.session.Session;
import dev.tms.session.User;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Front-Channel Logout 1.0: the provider's page loads an address of ours in a frame. Anybody can do
 * that, so it acts only on the session of the request's own cookies, and only where that is the one
 * named. Thread-safe.
 */
public final class FrontChannelLogout {
  private final Sessions sessions;
  private final EndedSessions ended;
  private final ProviderLogouts logouts;
  private final boolean isOn;
  private final TmsListener events;

  /**
   * Ends sessions that were named to it.
   *
   * @param isOn whether session cookies arrive in a frame of another site, {@code SameSite=None};
   *     nothing is ever done without
   */
  public FrontChannelLogout(
      Sessions sessions,
      EndedSessions ended,
      ProviderLogouts logouts,
      boolean isOn,
      TmsListener events) {
    this.sessions = sessions;
    this.ended = ended;
    this.logouts = logouts;
    this.isOn = isOn;
    this.events = events;
  }

  /** Ends the session of these cookies where it is the one named; the cookies to clear. */
  public List<SetCookie> logOut(Cookies cookies, @Nullable String iss, @Nullable String sid) {
    if (!isOn || iss == null || sid == null) {
      return List.of();
    }
    Session session = sessionOf(sessions.open(cookies));
    if (session == null || !isNamed(session.user(), iss, sid)) {
      return List.of();
    }
    EndedSessions.Ended outcome =
        ended.end(
            session.ref(),
            session.generation(),
            ErrorCode.LOGGED_OUT,
            TmsEvent.SessionEnded.Cause.FRONT_CHANNEL);
    if (outcome.wasLive()) {
      logouts.revokeLater(outcome.newestOr(session));
    }
    events.on(
        new TmsEvent.LogoutReceived(
            "front", TmsEvent.LogoutReceived.Verdict.ACCEPTED, "its session is over"));
    return sessions.clear();
  }

  private static boolean isNamed(User user, String iss, String sid) {
    return iss.equals(user.issuer()) && sid.equals(user.providerSession());
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

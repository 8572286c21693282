package dev.tms.event;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Writes to the log what people should find there without a listener. Thread-safe. */
final class EventLog implements TmsListener {
  private static final Logger log = System.getLogger(EventLog.class.getName());

  @Override
  public void on(TmsEvent event) {
    if (event instanceof TmsEvent.LoginFailed failed) {
      log.log(
          level(failed.reason()),
          "login failed with {0}: {1}",
          failed.reason(),
          failed.detail().replaceAll("\\p{Cntrl}", "?"));
    } else if (event instanceof TmsEvent.LogoutReceived logout) {
      log.log(
          level(logout.verdict()),
          "{0}-channel logout {1}: {2}",
          logout.channel(),
          logout.verdict(),
          logout.detail());
    }
  }

  private static Level level(TmsEvent.LogoutReceived.Verdict verdict) {
    return switch (verdict) {
      case ACCEPTED -> Level.DEBUG;
      case REFUSED, REPLAYED -> Level.INFO; // anybody can send such a token, any number of times
      case UNAVAILABLE -> Level.WARNING;
    };
  }

  private static Level level(String reason) {
    return switch (reason) {
      case "access_denied", "login_required" -> Level.DEBUG; // the user's choice: nothing is wrong
      case "login_invalid" -> Level.INFO; // anybody can send such a callback, any number of times
      default -> Level.WARNING;
    };
  }
}

package dev.tms.event;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;

/**
 * Writes to the log what people should find there without a listener; at level TRACE, every event
 * as it is. Thread-safe.
 */
final class EventLog implements TmsListener {
  private static final Logger log = System.getLogger(EventLog.class.getName());

  private final ThrottledLog throttled;

  EventLog(InstantSource clock) {
    throttled = new ThrottledLog(log, clock);
  }

  @Override
  public void on(TmsEvent event) {
    if (log.isLoggable(Level.TRACE)) {
      log.log(Level.TRACE, "{0}", oneLine(event.toString()));
    }
    if (event instanceof TmsEvent.LoginFailed failed) {
      String what = "login failed with " + failed.reason();
      say(level(failed), what, what + ": " + oneLine(failed.detail()));
    } else if (event instanceof TmsEvent.LogoutReceived logout) {
      String what = logout.channel() + "-channel logout " + logout.verdict();
      say(level(logout.verdict()), what, what + ": " + logout.detail());
    } else if (event instanceof TmsEvent.SessionEnded ended) {
      String what = "a session ended with " + ended.reason();
      say(level(ended), what, what + ": " + ended.cause());
    } else if (event instanceof TmsEvent.SessionSuperseded old) {
      String what = "an old copy of a session was refused";
      say(
          Level.WARNING,
          what,
          what
              + ": generation "
              + old.generation()
              + ", while a newer one is in use; it was forgotten somewhere, or stolen");
    }
  }

  /**
   * What is not loud enough to be on by default is said each time: it was switched on to be seen.
   */
  private void say(Level level, String kind, String text) {
    if (level.getSeverity() < Level.INFO.getSeverity()) {
      log.log(level, "{0}", text);
    } else {
      throttled.log(level, kind, text);
    }
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private static Level level(TmsEvent.LogoutReceived.Verdict verdict) {
    return switch (verdict) {
      case ACCEPTED -> Level.DEBUG;
      case REFUSED -> Level.INFO; // anyone can send such a token, any number of times
      case INVALID, REPLAYED, UNAVAILABLE -> Level.WARNING;
    };
  }

  private static Level level(TmsEvent.SessionEnded ended) {
    return switch (ended.reason()) {
      case "session_lost", "identity_changed" -> Level.WARNING; // not by anyone's wish
      default -> Level.DEBUG;
    };
  }

  private static Level level(TmsEvent.LoginFailed failed) {
    if (failed.detail().startsWith(TmsEvent.LoginFailed.ERROR_WITHOUT_STATE)) {
      return Level.INFO; // some providers refuse a request so, and say why nowhere else
    }
    return switch (failed.reason()) {
      case "access_denied", "login_required" -> Level.DEBUG; // the user's choice: nothing is wrong
      // anyone can send such a request, any number of times
      case "login_unknown", "tenant_unknown", "domain_required" -> Level.DEBUG;
      case "login_invalid", "tenant_unavailable" -> Level.INFO;
      // where none was begun, who could not reach the provider has said so
      default -> failed.after() == null ? Level.INFO : Level.WARNING;
    };
  }
}

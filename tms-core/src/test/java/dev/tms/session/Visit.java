package dev.tms.session;

import dev.tms.http.SetCookie;
import dev.tms.session.RequestSession.AccessOutcome;
import dev.tms.web.Cookies;
import java.time.Instant;
import java.util.List;

/** One request of a browser, and its answer. */
final class Visit {
  final int number;
  final Browser browser;
  final Login login;
  final Cookies cookies;

  /** The session that it comes with; null for none. */
  final Session session;

  final Instant begun;
  final int begunAt;

  /** The newest generation that the store knew when it began. */
  final int newestKnown;

  AccessOutcome outcome;
  List<SetCookie> answer = List.of();

  Visit(int number, Browser browser, Instant begun, int begunAt, int newestKnown) {
    this.number = number;
    this.browser = browser;
    this.login = browser.login;
    this.cookies = browser.cookies();
    this.session = browser.session();
    this.begun = begun;
    this.begunAt = begunAt;
    this.newestKnown = newestKnown;
  }

  @Override
  public String toString() {
    return "request "
        + number
        + " ("
        + browser
        + (session == null ? ", no session)" : ", generation " + session.generation() + ")");
  }
}

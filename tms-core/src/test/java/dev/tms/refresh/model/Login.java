package dev.tms.refresh.model;

import dev.tms.home.LoadOutcome;
import dev.tms.http.Cookies;
import dev.tms.session.Session;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One user's session, and what is known of it from outside. */
final class Login {
  final Session first;
  final ModelProvider.Family family;

  /** When a request first presented each generation. */
  final Map<Integer, Instant> presented = new HashMap<>();

  /** The same, since all is quiet. */
  final Map<Integer, Instant> presentedQuietly = new HashMap<>();

  private final Map<String, Session> opened = new HashMap<>();

  /** Whether somebody has begun to end it. */
  boolean endBegun;

  /** When it was known to be ended in the store; null where it was not. */
  Instant endedAt;

  int endedSince;

  Login(Session first, ModelProvider.Family family) {
    this.first = first;
    this.family = family;
  }

  /** The session in this cookie, which is opened once. */
  Session opened(String cookie) {
    return opened.computeIfAbsent(cookie, Login::open);
  }

  private static Session open(String cookie) {
    Cookies cookies = Cookies.parse(List.of(ModelNode.COOKIES.name("") + "=" + cookie));
    return ((LoadOutcome.Loaded) ModelNode.TOKENS.load(cookies)).session();
  }

  void ended(Instant now, int tick) {
    if (endedAt == null) {
      endedAt = now;
      endedSince = tick;
    }
  }

  @Override
  public String toString() {
    return "login " + family.number;
  }
}

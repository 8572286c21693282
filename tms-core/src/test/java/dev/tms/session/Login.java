package dev.tms.session;

import dev.tms.session.TokenStore.LoadOutcome;
import dev.tms.web.Cookies;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One session, and what is known of it from outside. */
final class Login {
  final Session first;
  final ModelProvider.Family family;

  /** When a request first presented each generation. */
  final Map<Integer, Instant> presented = new HashMap<>();

  /** The same, since all is quiet. */
  final Map<Integer, Instant> presentedQuietly = new HashMap<>();

  /** When a refusal of each generation was first seen in the store. */
  final Map<Integer, Instant> refusalSeen = new HashMap<>();

  private final Map<String, Session> opened = new HashMap<>();

  /** Whether someone has begun to end it. */
  boolean endBegun;

  /** When it was known to be ended in the store; null where it was not. */
  Instant endedAt;

  int endedSince;

  /** Whether a silent login may have ended it by now. */
  boolean takeOverBegun;

  /** Whether a login has ended it that found nothing to keep: then no token is revoked. */
  boolean isReplaced;

  /** Whether it has begun with the refresh token of a session before. */
  boolean hasTakenOver;

  /** When it was kept as it began, last; null for one that has not tried to take over. */
  Instant keptAt;

  /** The same, as a tick. */
  int keptSince;

  /** When its login came. */
  int cameAt;

  Login(Session first, ModelProvider.Family family) {
    this.first = first;
    this.family = family;
    family.logins.add(this);
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
    return "login " + family.number + "." + family.logins.indexOf(this);
  }
}

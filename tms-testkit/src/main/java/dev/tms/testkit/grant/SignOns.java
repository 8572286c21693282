package dev.tms.testkit.grant;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The single sign-on sessions, by the value of the browser's cookie. Thread-safe. */
public final class SignOns {
  private final Map<String, SignOn> byCookie = new LinkedHashMap<>(); // guarded by this

  /** A sign-on and the new value of its cookie. */
  public record Started(String cookie, SignOn signOn) {}

  /**
   * Signs a user on. Where the cookie already belongs to the same user, the session goes on with a
   * new cookie value; another user's session is left alone.
   */
  public synchronized Started start(
      @Nullable String cookie, String subject, Instant now, @Nullable String acr) {
    SignOn before = cookie == null ? null : byCookie.get(cookie);
    boolean same = before != null && before.subject().equals(subject);
    if (same) {
      byCookie.remove(cookie);
    }
    String sid = same && before != null ? before.sid() : RandomText.next();
    SignOn signOn = new SignOn(sid, subject, now, acr, RandomText.next());
    String value = RandomText.next();
    byCookie.put(value, signOn);
    return new Started(value, signOn);
  }

  /** The session of a cookie. */
  public synchronized Optional<SignOn> find(String cookie) {
    return Optional.ofNullable(byCookie.get(cookie));
  }

  /** Ends a session; nothing happens where it has ended before. */
  public synchronized void end(String sid) {
    byCookie.values().removeIf(s -> s.sid().equals(sid));
  }

  /** All sessions, oldest first. */
  public synchronized List<SignOn> all() {
    return List.copyOf(byCookie.values());
  }

  /**
   * A user signed on at the provider in one browser.
   *
   * @param sid the session's id, as in ID tokens; stays when the same user authenticates again
   * @param subject the user's {@code sub}
   * @param authTime the last active authentication
   * @param acr the authentication context, where one was asked for
   * @param confirmation proves that a logout was confirmed on the provider's own page
   */
  public record SignOn(
      String sid, String subject, Instant authTime, @Nullable String acr, String confirmation) {}
}

package dev.tms.testkit.grant;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Single sign-on sessions by cookie value. Thread-safe. */
public final class SignOns {
  private final Map<String, SignOn> byCookie = new LinkedHashMap<>(); // guarded by this

  public record Started(String cookie, SignOn signOn) {}

  /**
   * Signs a user on. The user's own session continues with a new cookie value; another user's
   * session remains unchanged.
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

  public synchronized Optional<SignOn> find(String cookie) {
    return Optional.ofNullable(byCookie.get(cookie));
  }

  public synchronized void end(String sid) {
    byCookie.values().removeIf(s -> s.sid().equals(sid));
  }

  public synchronized List<SignOn> all() {
    return List.copyOf(byCookie.values());
  }

  /**
   * A user's session in one browser. {@code sid} stays the same when the user authenticates again.
   * {@code confirmation} proves that the user confirmed a logout on the provider's page.
   */
  public record SignOn(
      String sid, String subject, Instant authTime, @Nullable String acr, String confirmation) {}
}

package dev.tms.session;

import dev.tms.http.SetCookie;
import dev.tms.policy.SessionLifetime;
import dev.tms.seal.Sealer;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.token.AccessToken;
import dev.tms.web.CookiePolicy;
import dev.tms.web.Cookies;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * The cookie that records until when a session counts as used: the later of its last use and the
 * expiry of the last access token handed out. It is sealed, bound to the session's id, and separate
 * from the large token cookie, which is written only at login and refresh. Format: a version byte,
 * and seconds since 1970 in four bytes, until 2106.
 */
final class LastUseCookie {
  private static final String SUFFIX = "-use";
  private static final byte VERSION = 1;
  private static final int LENGTH = 5;
  private static final long MOST_SECONDS = 0xFFFF_FFFFL;

  private final CookiePolicy policy;
  private final String name;
  private final Sealer sealer;
  private final SessionLifetime lifetime;

  LastUseCookie(CookiePolicy policy, Sealer sealer, SessionLifetime lifetime) {
    this.policy = policy;
    this.name = policy.name(SUFFIX);
    this.sealer = sealer;
    this.lifetime = lifetime;
  }

  /** Until when the session counts as used; without the cookie, its login or last refresh. */
  Instant activeUntil(Cookies cookies, Session session) {
    Instant known = session.issuedAt();
    AccessToken token = session.tokens().accessToken();
    if (token != null && token.issuedAt().isAfter(known)) {
      known = token.issuedAt();
    }
    String text = cookies.value(name);
    Instant recorded =
        text == null
            ? known
            : sealer
                .openText(Purpose.LAST_USE, text, session.id().bytes())
                .flatMap(opened -> decode(opened.plain()))
                .orElse(known);
    return recorded.isAfter(known) ? recorded : known;
  }

  /** Whether the cookie occurs twice with different values. */
  boolean isAmbiguous(Cookies cookies) {
    return cookies.isAmbiguous(name);
  }

  /**
   * Whether the recorded time must be written again: a later expiry always, the time of a use only
   * at intervals.
   */
  boolean isDue(Instant activeUntil, Instant until, Instant now) {
    return until.isAfter(now)
        ? until.isAfter(activeUntil)
        : !now.isBefore(activeUntil.plus(lifetime.writeInterval()));
  }

  SetCookie write(Session session, Instant activeUntil) {
    return policy.set(
        SUFFIX, sealer.sealText(Purpose.LAST_USE, encode(activeUntil), session.id().bytes()));
  }

  SetCookie clear() {
    return policy.clear(SUFFIX);
  }

  /** Rounds down to whole seconds. */
  static byte[] encode(Instant time) {
    long seconds = time.getEpochSecond();
    if (seconds < 0 || seconds > MOST_SECONDS) {
      throw new IllegalArgumentException("a time of use lies between 1970 and 2106, got " + time);
    }
    return ByteBuffer.allocate(LENGTH).put(VERSION).putInt((int) seconds).array();
  }

  /** Empty if the bytes are damaged or of another version. */
  static Optional<Instant> decode(byte[] bytes) {
    if (bytes.length != LENGTH || bytes[0] != VERSION) {
      return Optional.empty();
    }
    return Optional.of(
        Instant.ofEpochSecond(Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt(1))));
  }
}

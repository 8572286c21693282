package dev.tms.session;

import dev.tms.http.CookiePolicy;
import dev.tms.http.Cookies;
import dev.tms.http.SetCookie;
import dev.tms.seal.SealedCookie.SmallSealedCookie;
import dev.tms.seal.Sealer;
import dev.tms.seal.Sealer.Opened;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.token.AccessToken;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * The small cookie that says until when a session counts as used: the later of its last use and the
 * expiry of the last access token that was handed out. It is sealed and bound to the session's id,
 * and apart from the token cookie, so that the large one is written at login and refresh only. Its
 * bytes: a version, and the second since 1970 in four bytes, which last until 2106.
 */
final class LastUseCookie {
  private static final String SUFFIX = "-use";
  private static final byte VERSION = 1;
  private static final int LENGTH = 5;
  private static final long MOST_SECONDS = 0xFFFF_FFFFL;

  private final SmallSealedCookie cookie;
  private final SessionLifetime lifetime;

  /** Cookies written by this policy, sealed by this sealer. */
  LastUseCookie(CookiePolicy policy, Sealer sealer, SessionLifetime lifetime) {
    this.cookie = new SmallSealedCookie(policy, SUFFIX, sealer, Purpose.LAST_USE);
    this.lifetime = lifetime;
  }

  /**
   * Until when the session counts as used; without a cookie of its own, the time of its login or
   * last refresh.
   */
  Instant activeUntil(Cookies cookies, Session session) {
    Instant known = session.issuedAt();
    AccessToken token = session.tokens().accessToken();
    if (token != null && token.issuedAt().isAfter(known)) {
      known = token.issuedAt();
    }
    Instant said = said(cookies, session).orElse(known);
    return said.isAfter(known) ? said : known;
  }

  /** Whether the cookie occurs twice with different values. */
  boolean isAmbiguous(Cookies cookies) {
    return cookies.isAmbiguous(cookie.name());
  }

  /** The cookie that records a use now; empty where what is recorded is recent enough. */
  Optional<SetCookie> used(Session session, Instant activeUntil, Instant now) {
    return now.isBefore(activeUntil.plus(lifetime.writeInterval()))
        ? Optional.empty()
        : Optional.of(write(session, now));
  }

  /**
   * The cookie that records that the session stays active until then; empty where it does so
   * already.
   */
  Optional<SetCookie> handedOut(Session session, Instant activeUntil, Instant until) {
    return until.isAfter(activeUntil) ? Optional.of(write(session, until)) : Optional.empty();
  }

  /** The cookie with this moment. */
  SetCookie write(Session session, Instant activeUntil) {
    return cookie.write(encode(activeUntil), session.id().bytes());
  }

  /** The cookie to set so that the browser forgets it. */
  SetCookie clear() {
    return cookie.clear();
  }

  private Optional<Instant> said(Cookies cookies, Session session) {
    return cookie.read(cookies, session.id().bytes()) instanceof Opened opened
        ? decode(opened.plain())
        : Optional.empty();
  }

  /**
   * The time in whole seconds, cut towards the past.
   *
   * @throws IllegalArgumentException if it is before 1970 or after 2106
   */
  static byte[] encode(Instant time) {
    long seconds = time.getEpochSecond();
    if (seconds < 0 || seconds > MOST_SECONDS) {
      throw new IllegalArgumentException("a time of use lies between 1970 and 2106, got " + time);
    }
    return ByteBuffer.allocate(LENGTH).put(VERSION).putInt((int) seconds).array();
  }

  /** The time of these bytes; empty where they are damaged or of another version. */
  static Optional<Instant> decode(byte[] bytes) {
    if (bytes.length != LENGTH || bytes[0] != VERSION) {
      return Optional.empty();
    }
    return Optional.of(
        Instant.ofEpochSecond(Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt(1))));
  }
}

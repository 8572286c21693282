package dev.tms.demo.cluster;

import dev.tms.http.SameSite;
import dev.tms.seal.KeyRing;
import dev.tms.seal.Keys;
import dev.tms.seal.SealedCookie;
import dev.tms.seal.Sealer;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.seal.Sealer.SealScope;
import dev.tms.session.Session;
import dev.tms.session.SessionReader;
import dev.tms.web.CookiePolicy;
import dev.tms.web.Cookies;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** Opens what the nodes have sealed, with the keyset that they share. Thread-safe. */
final class Keyhole {
  private static final CookiePolicy COOKIES = new CookiePolicy("tms", SameSite.LAX, false);

  private final SealedCookie sessions;

  /** Makes the keyset where it is not there. */
  Keyhole(Path keys, String issuer, String clientId, String publicUrl) {
    KeyRing ring = Keys.file(keys).open(InstantSource.system(), event -> {});
    Sealer sealer = new Sealer(ring, new SealScope("tms", issuer, clientId, publicUrl));
    this.sessions = new SealedCookie(COOKIES, "", sealer, Purpose.SESSION);
  }

  /** The session in these cookies. */
  Session open(Visitor visitor) {
    if (sessions.read(Cookies.parse(List.of(visitor.cookieHeader())))
        instanceof Sealer.Opened opened) {
      return SessionReader.decode(opened.plain()).orElseThrow();
    }
    throw new AssertionError("the cookies hold no session");
  }

  /** The session that a visitor has who gets this answer. */
  Session open(Visitor visitor, Answer answer) {
    Visitor next = visitor.copy();
    next.take(answer);
    return open(next);
  }
}

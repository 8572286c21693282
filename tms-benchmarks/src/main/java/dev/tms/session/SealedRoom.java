package dev.tms.session;

import dev.tms.benchmarks.KeycloakTokens;
import dev.tms.event.TmsListener;
import dev.tms.http.SameSite;
import dev.tms.http.SetCookie;
import dev.tms.seal.KeyRing;
import dev.tms.seal.KeyedHash;
import dev.tms.seal.Keys;
import dev.tms.seal.SealedCookie;
import dev.tms.seal.Sealer;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.seal.Sealer.SealScope;
import dev.tms.web.CookiePolicy;
import java.time.InstantSource;
import java.util.List;

/** Keys and what seals with them, as a service with these settings has them. */
public final class SealedRoom {
  /** The public URL. */
  public static final String ORIGIN = "https://tms.shop.example";

  /** Kept in memory. */
  public final Keys keys = Keys.inMemory();

  final Sealer sealer;

  /** Names entries of stores. */
  public final KeyedHash hash;

  final SealedCookie cookie;

  /** Makes new keys. */
  public SealedRoom() {
    CookiePolicy policy = new CookiePolicy("tms", SameSite.LAX, true);
    KeyRing ring = keys.open(InstantSource.system(), quiet());
    SealScope scope =
        new SealScope(policy.name(""), KeycloakTokens.ISSUER, KeycloakTokens.CLIENT, ORIGIN);
    sealer = new Sealer(ring, scope);
    hash = new KeyedHash(ring);
    cookie = new SealedCookie(policy, "", sealer, Purpose.SESSION);
  }

  /** The cookies that carry the session. */
  public List<SetCookie> cookies(Session session) {
    return cookie.write(SessionWriter.encode(session));
  }

  static TmsListener quiet() {
    return event -> {};
  }
}

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
import dev.tms.seal.Sealer.Opened;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.seal.Sealer.SealScope;
import dev.tms.web.CookiePolicy;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Keys and what seals with them, as a service with these settings has them. */
public final class SealedRoom {
  /** The public URL. */
  public static final String ORIGIN = "https://tms.shop.example";

  /** Kept in memory. */
  public final Keys keys;

  final Sealer sealer;

  /** Names entries of stores. */
  public final KeyedHash hash;

  final SealedCookie cookie;

  /** Makes new keys. */
  public SealedRoom() {
    this(Keys.inMemory());
  }

  /** With these keys, as they are now. */
  public SealedRoom(Keys keys) {
    this.keys = keys;
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

  /** What is sealed for the cookies. */
  public byte[] encode(Session session) {
    return SessionWriter.encode(session);
  }

  /** The reverse of {@link #encode}. */
  public Optional<Session> decode(byte[] encoded) {
    return SessionReader.decode(encoded);
  }

  /** Bytes in, bytes out. */
  public byte[] seal(byte[] plain) {
    return sealer.seal(Purpose.SESSION, plain);
  }

  /** The reverse of {@link #seal}; empty for what other keys have sealed. */
  public Optional<Opened> open(byte[] sealed) {
    return sealer.open(Purpose.SESSION, sealed);
  }

  static TmsListener quiet() {
    return event -> {};
  }
}

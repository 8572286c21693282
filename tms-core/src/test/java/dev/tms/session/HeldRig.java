package dev.tms.session;

import dev.tms.contract.SwitchableStore;
import dev.tms.event.TmsEvent;
import dev.tms.http.SameSite;
import dev.tms.http.SetCookie;
import dev.tms.policy.SessionLifetime;
import dev.tms.seal.KeyRing;
import dev.tms.seal.KeyedHash;
import dev.tms.seal.Keys;
import dev.tms.seal.SealedStore;
import dev.tms.seal.Sealer;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.seal.Sealer.SealScope;
import dev.tms.session.TokenStore.LoadOutcome;
import dev.tms.testkit.ManualClock;
import dev.tms.token.AccessToken;
import dev.tms.token.Claims;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import dev.tms.token.User;
import dev.tms.web.CookiePolicy;
import dev.tms.web.Cookies;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A node that holds sessions in a store, and sessions to hold. */
public final class HeldRig {
  public static final String ISSUER = "https://id.example";
  public static final CookiePolicy COOKIES = new CookiePolicy("tms", SameSite.LAX, true);

  public final SecureRandom random = new SecureRandom();
  public final List<TmsEvent> events = new CopyOnWriteArrayList<>();
  public final ManualClock clock;
  public final SwitchableStore store;
  public final KeyRing ring;
  public final Sealer sealer;
  public final KeyedHash hash;
  public final SealedStore held;
  public final SessionIndex index;
  public final LogoutMarks marks;
  public final ServerTokenStore tokens;

  public HeldRig() {
    this(new ManualClock(), null, Keys.inMemory());
  }

  private HeldRig(ManualClock clock, SwitchableStore store, Keys keys) {
    this.clock = clock;
    this.store = store == null ? new SwitchableStore(clock) : store;
    ring = keys.open(clock, events::add);
    sealer = new Sealer(ring, new SealScope("tms", ISSUER, "shop", "https://shop.example"));
    hash = new KeyedHash(ring);
    held = new SealedStore(this.store, sealer, hash, Purpose.STORED_SESSION);
    index = new SessionIndex(held, clock, Runnable::run, events::add);
    marks =
        new LogoutMarks(
            new SealedStore(this.store, sealer, hash, Purpose.MARK),
            SessionLifetime.DEFAULT,
            clock,
            null,
            events::add);
    tokens = tokens(true);
  }

  public static HeldRig with(Keys keys) {
    return new HeldRig(new ManualClock(), null, keys);
  }

  /** Another node with the same store and clock. */
  public HeldRig another(Keys keys) {
    return new HeldRig(clock, store, keys);
  }

  public ServerTokenStore tokens(boolean keepIdToken) {
    return new ServerTokenStore(
        held, COOKIES, sealer, index, keepIdToken, clock, random, events::add);
  }

  public Session session(String subject, String sid, String refreshToken) {
    Instant now = clock.instant();
    AccessToken accessToken =
        new AccessToken(
            Secret.of("at-" + refreshToken), now, now.plusSeconds(300), Scopes.of("openid"));
    return new Session(
        SessionId.random(random),
        0,
        hash.primaryId(),
        "",
        null,
        new User(ISSUER, subject, sid, now, null, null, Claims.of("sub", subject)),
        now,
        SessionLifetime.DEFAULT.deadline(now),
        Antiforgery.Value.random(random),
        new TokenSet(
            Map.of("", accessToken), Secret.of(refreshToken), null, Secret.of("id-token")));
  }

  public Session session() {
    return session("alice", "sid-1", "rt-0");
  }

  public static Session renewed(Session session, int generation) {
    TokenSet old = session.tokens();
    return session
        .withTokens(
            new TokenSet(old.accessTokens(), Secret.of("rt-" + generation), null, old.idToken()))
        .withGeneration(generation);
  }

  public static Cookies cookies(List<SetCookie> set) {
    return Cookies.parse(
        List.of(
            set.stream()
                .filter(cookie -> !cookie.clear())
                .map(cookie -> cookie.name() + "=" + cookie.value())
                .collect(Collectors.joining("; "))));
  }

  public Session load(Cookies cookies) {
    return ((LoadOutcome.Loaded) tokens.load(cookies)).session();
  }

  public void pass(Duration time) {
    clock.advance(time);
  }
}

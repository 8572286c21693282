package dev.tms.session;

import dev.tms.contract.SwitchableStore;
import dev.tms.event.TmsEvent;
import dev.tms.http.SameSite;
import dev.tms.http.SetCookie;
import dev.tms.oidc.OidcClient.RenewOutcome;
import dev.tms.policy.RefreshPolicy;
import dev.tms.policy.SessionLifetime;
import dev.tms.problem.ErrorCode;
import dev.tms.seal.KeyRing;
import dev.tms.seal.KeyedHash;
import dev.tms.seal.Keys;
import dev.tms.seal.SealedStore;
import dev.tms.seal.Sealer;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.seal.Sealer.SealScope;
import dev.tms.session.RefreshEngine.Renewer;
import dev.tms.session.Sessions.OpenOutcome;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sessions in cookies, with the ledger behind them, on a clock that stands. */
public final class SessionRig {
  public static final SessionLifetime LIFETIME =
      new SessionLifetime(Duration.ofMinutes(20), Duration.ofHours(1));
  public static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);
  public static final CookiePolicy POLICY = new CookiePolicy("tms", SameSite.LAX, true);

  private final SecureRandom random = new SecureRandom();
  public final ManualClock clock = new ManualClock();
  public final List<TmsEvent> events = new ArrayList<>();
  private final KeyRing keys = Keys.inMemory().open(clock, events::add);
  public final Sealer sealer =
      new Sealer(
          keys, new SealScope("__Host-tms", "https://id.example", "shop", "https://shop.example"));
  private final KeyedHash hash = new KeyedHash(keys);
  public final SwitchableStore store = new SwitchableStore(clock);
  public final Ledger ledger =
      new Ledger(new SealedStore(store, sealer, hash, Purpose.LEDGER), clock);
  public final LogoutMarks marks = marks();
  public final List<Secret> revoked = new ArrayList<>();
  public final SessionStatus status =
      new SessionStatus(
          ledger,
          marks,
          true,
          clock,
          CHECK_INTERVAL,
          Duration.ofMinutes(1),
          Runnable::run,
          events::add);
  public final LastUseCookie lastUse = new LastUseCookie(POLICY, sealer, LIFETIME);
  private final TokenStore tokens = new CookieTokenStore(POLICY, sealer, true);
  public final SessionEnder ender =
      new SessionEnder(ledger, status, tokens, revoked::add, true, Runnable::run, events::add);
  public final Sessions sessions =
      new Sessions(tokens, ender, lastUse, status, engine(), LIFETIME, clock, events::add);

  /** Of a provider that is never asked. */
  private RefreshEngine engine() {
    return new RefreshEngine(
        ledger,
        status,
        new Renewer() {
          @Override
          public RenewOutcome renew(Session session) {
            throw new AssertionError("nothing is refreshed here");
          }

          @Override
          public void revoke(Secret refreshToken) {
            throw new AssertionError("nothing is refreshed here");
          }
        },
        false,
        LIFETIME,
        RefreshPolicy.DEFAULT,
        clock,
        random,
        time -> {},
        Runnable::run,
        events::add);
  }

  /** The marks as another node sees them. */
  public LogoutMarks marks() {
    return new LogoutMarks(
        new SealedStore(store, sealer, hash, Purpose.MARK), LIFETIME, clock, null, event -> {});
  }

  /** A session that begins now, on a whole second. */
  public Session login() {
    clock.advance(Duration.ofNanos(1_000_000_000L - clock.instant().getNano()));
    Instant now = clock.instant();
    User user = new User("https://id.example", "alice", "sid", now, null, null, Claims.NONE);
    TokenSet tokens =
        new TokenSet(
            Map.of(
                TokenSet.DEFAULT_RESOURCE,
                new AccessToken(
                    Secret.of("access"), now, now.plusSeconds(300), Scopes.of("openid"))),
            Secret.of("refresh"),
            null,
            null);
    return new Session(
        SessionId.random(random),
        0,
        hash.primaryId(),
        "",
        null,
        user,
        now,
        LIFETIME.deadline(now),
        Antiforgery.Value.random(random),
        tokens);
  }

  /** A request's cookies after this was set. */
  public static Cookies cookies(List<SetCookie> set) {
    return Cookies.parse(
        set.stream().filter(c -> !c.clear()).map(c -> c.name() + "=" + c.value()).toList());
  }

  /** Why the session of these cookies is over; null where it is live. */
  public ErrorCode over(Cookies cookies) {
    return sessions.open(cookies) instanceof OpenOutcome.Over over ? over.reason() : null;
  }
}

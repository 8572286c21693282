package dev.tms.session;

import dev.tms.event.TmsEvent.SessionEnded.Cause;
import dev.tms.event.TmsListener;
import dev.tms.http.SameSite;
import dev.tms.http.SetCookie;
import dev.tms.policy.RefreshPolicy;
import dev.tms.policy.SessionLifetime;
import dev.tms.seal.KeyRing;
import dev.tms.seal.KeyedHash;
import dev.tms.seal.Keys;
import dev.tms.seal.SealedStore;
import dev.tms.seal.Sealer;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.seal.Sealer.SealScope;
import dev.tms.session.RefreshEngine.Renewer;
import dev.tms.session.Sessions.OpenOutcome;
import dev.tms.web.CookiePolicy;
import dev.tms.web.Cookies;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One life of one node: everything between a request's cookies and the provider, for real. */
final class ModelNode {
  static final CookiePolicy COOKIES = new CookiePolicy("tms", SameSite.LAX, true);
  static final SessionLifetime LIFETIME = SessionLifetime.DEFAULT;
  static final RefreshPolicy POLICY = RefreshPolicy.DEFAULT;
  static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);
  static final KeyRing RING = Keys.inMemory().open(() -> Instant.EPOCH, event -> {});
  static final Sealer SEALER =
      new Sealer(RING, new SealScope("tms", "https://id.example", "shop", "https://shop.example"));
  static final KeyedHash HASH = new KeyedHash(RING);
  static final CookieTokenStore TOKENS = new CookieTokenStore(COOKIES, SEALER, true);
  static final LastUseCookie LAST_USE = new LastUseCookie(COOKIES, SEALER, LIFETIME);

  private final World world;
  private final int number;
  private final int life;
  private final Renewer renewer;
  private final SessionEnder ender;
  final LogoutMarks marks;
  final Sessions sessions;
  final TakeOver takeOver;
  boolean isDead;
  boolean isFrozen;
  boolean isCut;
  int lastFrozen = -1;

  ModelNode(World world, int number, int life) {
    this.world = world;
    this.number = number;
    this.life = life;
    TmsListener events = TmsListener.NONE;
    NodeStore store = new NodeStore(world, this);
    Ledger ledger = new Ledger(sealed(store, Purpose.LEDGER), world.clock);
    marks = new LogoutMarks(sealed(store, Purpose.MARK), LIFETIME, world.clock, null, event -> {});
    SessionStatus status =
        new SessionStatus(
            ledger,
            marks,
            true,
            world.clock,
            CHECK_INTERVAL,
            POLICY.grace(),
            work -> world.begin("confirmation", this, work),
            events);
    renewer = world.provider.of(this);
    ender =
        new SessionEnder(
            ledger,
            status,
            TOKENS,
            renewer::revoke,
            true,
            work -> world.begin("end of a session", this, work),
            events);
    RefreshEngine engine =
        new RefreshEngine(
            ledger,
            status,
            renewer,
            false,
            LIFETIME,
            POLICY,
            world.clock,
            world.random,
            world.new Waiting(this),
            work -> world.begin("refresh", this, work),
            events);
    sessions = new Sessions(TOKENS, ender, LAST_USE, status, engine, LIFETIME, world.clock, events);
    takeOver =
        new TakeOver(
            ledger, ender, POLICY, world.clock, world.random, world.new Waiting(this), events);
  }

  static SealedStore sealed(dev.tms.store.ExpiringStore store, Purpose purpose) {
    return new SealedStore(store, SEALER, HASH, purpose);
  }

  /** The same node after a restart: whatever was in its memory is gone. */
  ModelNode restarted() {
    ModelNode next = new ModelNode(world, number, life + 1);
    next.isCut = isCut;
    return next;
  }

  /** What a sign-out does: live or idle, but not for a session that is known to be over. */
  List<SetCookie> logOut(Cookies cookies) {
    OpenOutcome outcome = sessions.open(cookies);
    if (outcome instanceof OpenOutcome.Live live) {
      signOut(live.session());
    } else if (outcome instanceof OpenOutcome.Over over
        && over.session() != null
        && !over.isEnded()) {
      signOut(over.session());
    }
    return sessions.clear();
  }

  /** What a login does with the session before it. */
  void replace(Session former) {
    var unused = ender.end(former.ref(), former, Cause.REPLACED, (wasLive, last) -> false);
  }

  private void signOut(Session session) {
    var unused =
        ender.end(session.ref(), session, Cause.SIGN_OUT, SessionEnder.RevokePolicy.ALWAYS);
  }

  @Override
  public String toString() {
    return "node " + number + (life == 0 ? "" : " (restarted)");
  }
}

package dev.tms.session;

import dev.tms.event.TmsEvent;
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
import dev.tms.session.RequestSession.AccessOutcome;
import dev.tms.session.RequestSession.Use;
import dev.tms.session.Sessions.OpenOutcome;
import dev.tms.session.TokenStore.LoadOutcome;
import dev.tms.store.ExpiringStore;
import dev.tms.token.Claims;
import dev.tms.token.TokenSet;
import dev.tms.token.User;
import dev.tms.web.CookiePolicy;
import dev.tms.web.Cookies;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * One node: everything between a request's cookies and the provider. Nodes with one store and key
 * set are a cluster.
 */
final class Node {
  static final CookiePolicy COOKIES = new CookiePolicy("tms", SameSite.LAX, true);
  static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);

  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock;
  private final StrictProvider provider;
  private final KeyedHash hash;
  final List<TmsEvent> events = new CopyOnWriteArrayList<>();
  final Ledger ledger;
  private final TokenStore tokens;
  final Sessions sessions;
  private final SessionLifetime lifetime;
  final SessionEnder ender;
  private final TakeOver takeOver;

  Node(
      InstantSource clock,
      ExpiringStore store,
      Keys keys,
      StrictProvider provider,
      SessionLifetime lifetime,
      Executor executor,
      Pause pause) {
    this(clock, store, keys, provider, lifetime, executor, pause, RefreshPolicy.DEFAULT, false);
  }

  /** A node of this patience, whose sessions are held in the store, where {@code held}. */
  Node(
      InstantSource clock,
      ExpiringStore store,
      Keys keys,
      StrictProvider provider,
      SessionLifetime lifetime,
      Executor executor,
      Pause pause,
      RefreshPolicy policy,
      boolean held) {
    this.clock = clock;
    this.provider = provider;
    KeyRing ring = keys.open(clock, events::add);
    Sealer sealer =
        new Sealer(
            ring, new SealScope("tms", "https://id.example", "shop", "https://shop.example"));
    hash = new KeyedHash(ring);
    ledger = new Ledger(new SealedStore(store, sealer, hash, Purpose.LEDGER), clock);
    LogoutMarks marks =
        new LogoutMarks(
            new SealedStore(store, sealer, hash, Purpose.MARK), lifetime, clock, null, event -> {});
    SessionStatus status =
        new SessionStatus(
            ledger,
            marks,
            !held,
            clock,
            CHECK_INTERVAL,
            policy.grace(),
            Runnable::run,
            events::add);
    SealedStore sessionsHeld = new SealedStore(store, sealer, hash, Purpose.STORED_SESSION);
    tokens =
        held
            ? new ServerTokenStore(
                sessionsHeld,
                COOKIES,
                sealer,
                new SessionIndex(sessionsHeld, clock, Runnable::run, events::add),
                true,
                clock,
                random,
                events::add)
            : new CookieTokenStore(COOKIES, sealer, true);
    this.lifetime = lifetime;
    ender =
        new SessionEnder(
            ledger, status, tokens, provider::revoke, true, Runnable::run, events::add);
    RefreshEngine engine =
        new RefreshEngine(
            ledger,
            status,
            provider,
            held,
            lifetime,
            policy,
            clock,
            random,
            pause,
            executor,
            events::add);
    sessions =
        new Sessions(
            tokens,
            ender,
            new LastUseCookie(COOKIES, sealer, lifetime),
            status,
            engine,
            lifetime,
            clock,
            events::add);
    takeOver = new TakeOver(ledger, ender, policy, clock, random, pause, events::add);
  }

  /** A browser that has just signed in here. */
  BrowserJar signIn(String subject) {
    BrowserJar browser = new BrowserJar();
    browser.apply(begin(session(subject, provider.firstTokens())));
    return browser;
  }

  private Session session(String subject, TokenSet tokens) {
    Instant now = clock.instant();
    return new Session(
        SessionId.random(random),
        0,
        hash.primaryId(),
        "",
        null,
        new User(
            "https://id.example", subject, "sid-1", now, null, null, Claims.of("sub", subject)),
        now,
        lifetime.deadline(now),
        Antiforgery.Value.random(random),
        tokens);
  }

  List<SetCookie> begin(Session session) {
    return sessions.begin(session, DeviceLabel.UNKNOWN);
  }

  /** What the callback of a silent login does whose answer had no refresh token. */
  TakeOver.Outcome silently(BrowserJar browser) {
    return silently(browser, this::begin);
  }

  TakeOver.Outcome silently(BrowserJar browser, Function<Session, List<SetCookie>> begin) {
    return silently(live(browser.cookies()).orElseThrow(), begin);
  }

  TakeOver.Outcome silently(Session former, Function<Session, List<SetCookie>> begin) {
    return takeOver.begin(former, session("alice", provider.silentTokens()), begin);
  }

  /** What RetrieveToken does, its answer delivered to the browser. */
  AccessOutcome retrieve(BrowserJar browser) {
    return retrieve(browser, false);
  }

  AccessOutcome retrieve(BrowserJar browser, boolean force) {
    Reply reply = answer(browser, force);
    browser.apply(reply.cookies());
    return reply.outcome();
  }

  /** What RetrieveToken does, its answer still on its way. */
  Reply answer(BrowserJar browser, boolean force) {
    RequestSession used =
        sessions.use(browser.cookies(), force ? Use.NEW_TOKEN_HANDED_OUT : Use.TOKEN_HANDED_OUT);
    return new Reply(used.access(), used.cookies());
  }

  void logOut(BrowserJar browser) {
    Session session = live(browser.cookies()).orElseThrow();
    var unused =
        ender.end(
            session.ref(),
            session,
            TmsEvent.SessionEnded.Cause.SIGN_OUT,
            SessionEnder.RevokePolicy.ALWAYS);
  }

  /** The live session of these cookies. */
  Optional<Session> live(Cookies cookies) {
    return sessions.open(cookies) instanceof OpenOutcome.Live live
        ? Optional.of(live.session())
        : Optional.empty();
  }

  /** The session of these cookies, live or not. */
  Session load(Cookies cookies) {
    return ((LoadOutcome.Loaded) tokens.load(cookies)).session();
  }

  int generationOf(BrowserJar browser) {
    return live(browser.cookies()).orElseThrow().generation();
  }

  SessionId idOf(BrowserJar browser) {
    return live(browser.cookies()).orElseThrow().id();
  }
}

package dev.tms.session;

import dev.tms.event.TmsListener;
import dev.tms.oidc.OidcClient;
import dev.tms.policy.RefreshPolicy;
import dev.tms.policy.SessionHome;
import dev.tms.policy.SessionPolicy;
import dev.tms.seal.KeyedHash;
import dev.tms.seal.SealedStore;
import dev.tms.seal.Sealer;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.store.ExpiringStore;
import dev.tms.web.CookiePolicy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Assembles what stores, refreshes and ends sessions. Thread-safe. */
public final class SessionParts implements AutoCloseable {
  private final Executor executor;
  private final @Nullable EndedFile file;
  private final Ledger ledger;
  private final LogoutMarks marks;
  private final @Nullable SessionIndex index;
  private final SessionEnder ender;
  private final Sessions sessions;
  private final TakeOver takeOver;

  /**
   * The configuration of sessions.
   *
   * @param checkInterval how long a session's status is cached
   * @param trustsLastKnown whether a cookie-held session that is not known to have ended stays live
   *     while the store is unreachable
   * @param revokesOffline whether offline refresh tokens are revoked if the provider has ended the
   *     session
   * @param endedFile keeps ended sessions over a restart if the store does not; or null
   */
  public record Settings(
      SessionPolicy sessions,
      RefreshPolicy refresh,
      Duration checkInterval,
      boolean trustsLastKnown,
      boolean revokesOffline,
      @Nullable Path endedFile) {}

  /** The runtime: clock, randomness, threads and listeners. */
  public record World(
      InstantSource clock,
      SecureRandom random,
      Pause pause,
      Executor executor,
      TmsListener events) {}

  public SessionParts(
      Settings settings,
      CookiePolicy cookies,
      ExpiringStore store,
      Sealer sealer,
      KeyedHash hash,
      OidcClient provider,
      World world) {
    SessionPolicy policy = settings.sessions();
    RefreshPolicy refresh = settings.refresh();
    InstantSource clock = world.clock();
    TmsListener events = world.events();
    boolean isStoreHeld = policy.home() == SessionHome.STORE;
    executor = world.executor();
    Path path = settings.endedFile();
    file = path == null ? null : EndedFile.open(path, sealer, clock, events);
    ledger = new Ledger(new SealedStore(store, sealer, hash, Purpose.LEDGER), clock, file);
    SealedStore markStore = new SealedStore(store, sealer, hash, Purpose.MARK);
    marks = new LogoutMarks(markStore, policy.lifetime(), clock, file, events);
    if (file != null) {
      file.restoreTo(ledger, marks);
    }
    SessionStatus status =
        new SessionStatus(
            ledger,
            marks,
            !isStoreHeld && settings.trustsLastKnown(),
            clock,
            settings.checkInterval(),
            refresh.grace(),
            executor,
            events);
    SealedStore sessionStore = new SealedStore(store, sealer, hash, Purpose.STORED_SESSION);
    index = isStoreHeld ? new SessionIndex(sessionStore, clock, executor, events) : null;
    boolean keepIdToken = policy.keepIdToken();
    TokenStore tokens =
        index == null
            ? new CookieTokenStore(cookies, sealer, keepIdToken)
            : new ServerTokenStore(
                sessionStore, cookies, sealer, index, keepIdToken, clock, world.random(), events);
    ender =
        new SessionEnder(
            ledger, status, tokens, provider::revoke, settings.revokesOffline(), executor, events);
    RefreshEngine engine =
        new RefreshEngine(
            ledger,
            status,
            RefreshEngine.Renewer.at(provider),
            isStoreHeld,
            policy.lifetime(),
            refresh,
            clock,
            world.random(),
            world.pause(),
            executor,
            events);
    sessions =
        new Sessions(
            tokens,
            ender,
            new LastUseCookie(cookies, sealer, policy.lifetime()),
            status,
            engine,
            policy.lifetime(),
            clock,
            events);
    takeOver = new TakeOver(ledger, ender, refresh, clock, world.random(), world.pause(), events);
  }

  public LogoutMarks marks() {
    return marks;
  }

  /** Null if sessions are held in cookies. */
  public @Nullable SessionIndex index() {
    return index;
  }

  public SessionEnder ender() {
    return ender;
  }

  public Sessions sessions() {
    return sessions;
  }

  public TakeOver takeOver() {
    return takeOver;
  }

  /** Records a successful token request of this client. */
  public void succeeded() {
    ledger.succeeded(executor);
  }

  /** Whether ended sessions are recorded in a file that survives a restart. */
  public boolean keepsEnds() {
    return file != null && file.isOpen();
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }
}

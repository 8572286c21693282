package dev.tms.session;

import dev.tms.event.TmsListener;
import dev.tms.http.CookiePolicy;
import dev.tms.oidc.OidcClient;
import dev.tms.seal.KeyedHash;
import dev.tms.seal.SealedStore;
import dev.tms.seal.Sealer;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.store.ExpiringStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Where sessions are kept, and what refreshes and ends them, put together. Thread-safe. */
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
   * What is set up.
   *
   * @param checkInterval how long what is known of a session counts
   * @param trustsLastKnown whether a session in cookies that was not known to be over goes on while
   *     the store cannot be reached
   * @param revokesOffline whether offline refresh tokens are revoked where the provider has ended
   *     the session
   * @param endedFile what survives a restart where the store does not; null for nothing
   */
  public record Settings(
      SessionPolicy sessions,
      RefreshPolicy refresh,
      Duration checkInterval,
      boolean trustsLastKnown,
      boolean revokesOffline,
      @Nullable Path endedFile) {}

  /** Time, chance, threads and listeners. */
  public record World(
      InstantSource clock,
      SecureRandom random,
      Pause pause,
      Executor executor,
      TmsListener events) {}

  /** Sessions of this provider in these cookies, or in this store. */
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
    SealedStore marked = new SealedStore(store, sealer, hash, Purpose.MARK);
    marks = new LogoutMarks(marked, policy.lifetime(), clock, file, events);
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
    SealedStore held = new SealedStore(store, sealer, hash, Purpose.STORED_SESSION);
    index = isStoreHeld ? new SessionIndex(held, clock, executor, events) : null;
    boolean keepIdToken = policy.keepIdToken();
    TokenStore tokens =
        index == null
            ? new CookieTokenStore(cookies, sealer, keepIdToken)
            : new ServerTokenStore(
                held, cookies, sealer, index, keepIdToken, clock, world.random(), events);
    ender =
        new SessionEnder(
            ledger, status, tokens, provider::revoke, settings.revokesOffline(), executor, events);
    RefreshEngine engine =
        new RefreshEngine(
            ledger,
            status,
            Renewer.at(provider),
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

  /** The marks of logouts. */
  public LogoutMarks marks() {
    return marks;
  }

  /** The sessions of each user; null where they are held in cookies. */
  public @Nullable SessionIndex index() {
    return index;
  }

  /** What ends sessions. */
  public SessionEnder ender() {
    return ender;
  }

  /** The sessions of requests. */
  public Sessions sessions() {
    return sessions;
  }

  /** What begins sessions in place of others. */
  public TakeOver takeOver() {
    return takeOver;
  }

  /** Notes that a token request of this client has succeeded. */
  public void succeeded() {
    ledger.succeeded(executor);
  }

  /** Whether it is kept over a restart which sessions have ended. */
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

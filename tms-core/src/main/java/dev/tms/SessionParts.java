package dev.tms;

import dev.tms.event.Events;
import dev.tms.http.CookiePolicy;
import dev.tms.logout.LogoutPolicy;
import dev.tms.oidc.OidcClient;
import dev.tms.refresh.EndedFile;
import dev.tms.refresh.Ledger;
import dev.tms.refresh.LogoutMarks;
import dev.tms.refresh.Pause;
import dev.tms.refresh.RefreshEngine;
import dev.tms.refresh.SessionEnder;
import dev.tms.refresh.SessionStatus;
import dev.tms.refresh.Sessions;
import dev.tms.seal.KeyedHash;
import dev.tms.seal.Purpose;
import dev.tms.seal.SealedStore;
import dev.tms.seal.Sealer;
import dev.tms.session.CookieTokenStore;
import dev.tms.session.LastUseCookie;
import dev.tms.session.ServerTokenStore;
import dev.tms.session.SessionHome;
import dev.tms.session.SessionIndex;
import dev.tms.session.SessionPolicy;
import dev.tms.session.TokenStore;
import dev.tms.store.ExpiringStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Where sessions are kept and what ends them, put together. */
final class SessionParts {
  static final Pause SLEEPING = time -> Thread.sleep(time.toMillis());

  private static final Logger log = System.getLogger(Tms.class.getName());

  private final boolean isStoreHeld;
  final @Nullable EndedFile file;
  final Ledger ledger;
  final LogoutMarks marks;
  final SessionStatus status;
  final @Nullable SessionIndex index;
  final SessionEnder ender;
  final Sessions sessions;

  SessionParts(
      TmsBuilder builder,
      CookiePolicy cookies,
      ExpiringStore store,
      Sealer sealer,
      KeyedHash hash,
      OidcClient provider,
      Executor executor,
      Events events) {
    SessionPolicy policy = builder.sessions;
    LogoutPolicy logout = builder.logout;
    isStoreHeld = policy.home() == SessionHome.STORE;
    Path path = builder.endedFile();
    file = path == null ? null : EndedFile.open(path, sealer, builder.clock, events);
    ledger = new Ledger(new SealedStore(store, sealer, hash, Purpose.LEDGER), builder.clock, file);
    marks =
        new LogoutMarks(
            new SealedStore(store, sealer, hash, Purpose.MARK),
            policy.lifetime(),
            builder.clock,
            file,
            events);
    if (file != null) {
      file.restoreTo(ledger, marks);
    }
    if (builder.isInMemory()) {
      sayWhatOneNodeCannotGuarantee();
    }
    status =
        new SessionStatus(
            ledger,
            marks,
            !isStoreHeld && logout.onStoreFailure() == LogoutPolicy.OnStoreFailure.ALLOW,
            builder.clock,
            logout.checkInterval(),
            builder.refresh.grace(),
            executor,
            events);
    SealedStore held = new SealedStore(store, sealer, hash, Purpose.STORED_SESSION);
    index = isStoreHeld ? new SessionIndex(held, builder.clock, executor, events) : null;
    TokenStore tokens =
        index == null
            ? new CookieTokenStore(cookies, sealer, policy.keepIdToken())
            : new ServerTokenStore(
                held,
                cookies,
                sealer,
                index,
                policy.keepIdToken(),
                builder.clock,
                builder.random,
                events);
    ender =
        new SessionEnder(
            ledger, status, tokens, provider::revoke, logout.revokeOffline(), executor, events);
    RefreshEngine engine =
        new RefreshEngine(
            ledger,
            status,
            new ProviderRenewer(provider),
            isStoreHeld,
            policy.lifetime(),
            builder.refresh,
            builder.clock,
            builder.random,
            SLEEPING,
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
            builder.clock,
            events);
  }

  void close() {
    if (file != null) {
      file.close();
    }
  }

  /** Once, at the start; with one node there is nothing wrong with it. */
  private void sayWhatOneNodeCannotGuarantee() {
    if (isStoreHeld) {
      log.log(
          Level.WARNING,
          "sessions are held in the memory of this process: they end with it, and no other node"
              + " knows them; run one node, or give all nodes one store");
    } else {
      log.log(
          Level.INFO,
          "there is no shared store. One node refreshes each session once however many ask, and a"
              + " session that has ended stays so{0}. With several nodes sessions are good on each,"
              + " but two may redeem the same refresh token, which a strict provider answers by"
              + " ending the session, and a sign-out is seen by one node alone: give them one"
              + " store",
          file != null && file.isOpen() ? ", also after a restart" : " until the process ends");
    }
  }
}

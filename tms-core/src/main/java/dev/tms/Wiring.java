package dev.tms;

import dev.tms.endpoint.Router;
import dev.tms.endpoint.Routes;
import dev.tms.http.FrontEnd;
import dev.tms.http.PublicUrl;
import dev.tms.http.ReturnUrls;
import dev.tms.http.SameSite;
import dev.tms.login.CachedDirectory;
import dev.tms.login.Login;
import dev.tms.logout.BackChannelLogout;
import dev.tms.logout.FrontChannelLogout;
import dev.tms.logout.Logout;
import dev.tms.logout.OwnSessions;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.Provider;
import dev.tms.oauth.ResponseMode;
import dev.tms.oidc.OidcClient;
import dev.tms.outbound.HttpClientSender;
import dev.tms.outbound.Sender;
import dev.tms.policy.LogoutPolicy;
import dev.tms.policy.SessionHome;
import dev.tms.policy.SessionLifetime;
import dev.tms.seal.KeyRecord;
import dev.tms.seal.KeyRing;
import dev.tms.seal.KeyedHash;
import dev.tms.seal.SealedStore;
import dev.tms.seal.Sealer;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.seal.Sealer.SealScope;
import dev.tms.session.Antiforgery;
import dev.tms.session.Pause;
import dev.tms.session.SessionParts;
import dev.tms.store.ExpiringStore;
import dev.tms.tenant.DiscoverySettings;
import dev.tms.tenant.TenantDirectory;
import dev.tms.trace.Trace;
import dev.tms.web.CookiePolicy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Assembles the service: every dependency between rooms is set here. */
final class Wiring {
  private static final Logger log = System.getLogger(Tms.class.getName());
  private static final Pause SLEEPING = time -> Thread.sleep(time.toMillis());

  private final TmsBuilder builder;
  private final PublicUrl publicUrl;
  private final ClientSettings client;
  private final CookiePolicy cookies;
  private final HttpClientSender sender;
  private final @Nullable Trace trace;
  private final KeyRing keys;
  private final Events events;
  private final InstantSource clock;
  private final SecureRandom random;
  private final SessionParts.World world;
  private final SessionLifetime lifetime;
  private final Workers executor;
  private final ExpiringStore store;
  private final ReadinessCheck readiness;
  private final Sealer sealer;
  private final KeyedHash hash;
  private final OidcClient provider;
  private final Antiforgery antiforgery;
  private final FrontEnd frontEnd;
  private final ReturnUrls returnUrls;
  private final SharedKeys sharedKeys;

  Wiring(
      TmsBuilder builder,
      PublicUrl publicUrl,
      Provider openIdProvider,
      ClientSettings client,
      FrontEnd frontEnd,
      CookiePolicy cookies,
      HttpClientSender sender,
      KeyRing keys,
      ExpiringStore store,
      Events events,
      Workers executor) {
    this.builder = builder;
    this.publicUrl = publicUrl;
    this.client = client;
    this.cookies = cookies;
    this.sender = sender;
    this.keys = keys;
    this.events = events;
    this.frontEnd = frontEnd;
    clock = builder.clock;
    random = builder.random;
    lifetime = builder.sessions.lifetime();
    this.executor = executor;
    world = new SessionParts.World(clock, random, SLEEPING, executor, events);
    this.store = ObservedStore.of(store, events, System::nanoTime);
    SealScope scope =
        new SealScope(
            cookies.name(""), openIdProvider.issuer(), client.clientId(), publicUrl.origin());
    sealer = new Sealer(keys, scope);
    hash = new KeyedHash(keys);
    sharedKeys =
        new SharedKeys(
            new KeyRecord(this.store, scope, keys),
            events,
            CompletableFuture.delayedExecutor(10, TimeUnit.SECONDS, executor));
    readiness =
        new ReadinessCheck(
            store,
            builder.sessions.home() == SessionHome.STORE,
            List.of(keys::problem, sharedKeys::problem),
            clock);
    trace = builder.trace == null ? null : Trace.into(builder.trace, clock, random);
    provider = new OidcClient(openIdProvider, client, this::sender, events, clock, random);
    antiforgery = new Antiforgery(sealer, cookies);
    returnUrls = new ReturnUrls(frontEnd, publicUrl);
  }

  Tms wire() {
    if (isShared()) {
      try {
        sharedKeys.check();
      } catch (InvalidConfigurationException e) {
        close();
        throw e;
      }
    }
    LogoutPolicy logout = builder.logout;
    SessionParts parts =
        new SessionParts(
            new SessionParts.Settings(
                builder.sessions,
                builder.refresh,
                logout.checkInterval(),
                logout.onStoreFailure() == LogoutPolicy.OnStoreFailure.ALLOW,
                logout.revokeOffline(),
                builder.endedFile()),
            cookies,
            store,
            sealer,
            hash,
            provider,
            world);
    if (builder.isInMemory()) {
      sayWhatOneNodeCannotGuarantee(parts.keepsEnds());
    }
    return new Tms(
        publicUrl,
        router(parts),
        parts.sessions(),
        keys,
        builder.sessions.nameClaim(),
        clock,
        readiness,
        isShared() ? this::tellOfKeys : () -> {},
        provider::forgetProvider,
        () -> {
          close();
          parts.close();
        });
  }

  private void sayWhatOneNodeCannotGuarantee(boolean keepsEnds) {
    if (builder.sessions.home() == SessionHome.STORE) {
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
          keepsEnds ? ", also after a restart" : " until the process ends");
    }
  }

  private boolean isShared() {
    return !builder.isInMemory();
  }

  private Router router(SessionParts parts) {
    LogoutPolicy policy = builder.logout;
    BackChannelLogout back =
        new BackChannelLogout(
            provider,
            parts.marks(),
            new SealedStore(store, sealer, hash, Purpose.MARK),
            parts.index(),
            parts.ender(),
            clock,
            events);
    FrontChannelLogout front =
        new FrontChannelLogout(
            parts.sessions(),
            parts.ender(),
            provider.issuer(),
            builder.sessions.sameSite() == SameSite.NONE,
            policy.frontChannelSidIsSubject(),
            events);
    OwnSessions own =
        parts.index() == null
            ? null
            : new OwnSessions(parts.index(), parts.marks(), parts.ender(), lifetime, clock);
    Paths paths = builder.paths;
    return new Routes(publicUrl, frontEnd, returnUrls, antiforgery, trace, events, clock, random)
        .login(
            new Login(
                tenants(),
                provider,
                client,
                builder.sessions,
                parts,
                cookies,
                sealer,
                hash,
                new SealedStore(store, sealer, hash, Purpose.LOGIN),
                isShared(),
                antiforgery,
                returnUrls,
                world),
            client.loginParameters(),
            paths.callback(),
            client.responseMode() == ResponseMode.FORM_POST)
        .sessions(parts.sessions(), own, paths.retrieveToken())
        .logout(logout(parts), paths.signedOutCallback(), back, front, provider.issuer())
        .router(cookies.name(""));
  }

  private TenantDirectory tenants() {
    DiscoverySettings discovery = builder.discovery;
    return discovery == null
        ? builder.tenants
        : CachedDirectory.discovery(discovery, sender(), clock);
  }

  private Logout logout(SessionParts parts) {
    URI signedOut = publicUrl.resolve(builder.paths.signedOutCallback());
    return new Logout(
        parts.sessions(),
        parts.ender(),
        antiforgery,
        provider,
        returnUrls.frontEnd(),
        signedOut,
        random);
  }

  private void tellOfKeys() {
    try {
      executor.execute(sharedKeys::changed);
    } catch (RejectedExecutionException e) {
      sharedKeys.changed(); // rare enough to run on the thread of a request
    }
  }

  /** Returns a sender with its own limit of concurrent calls, traced if there is a trace. */
  private Sender sender() {
    Sender apart = sender.apart();
    return trace == null ? apart : trace.around(apart);
  }

  private void close() {
    sharedKeys.close();
    executor.close();
    if (builder.store == null) {
      store.close();
    }
  }
}

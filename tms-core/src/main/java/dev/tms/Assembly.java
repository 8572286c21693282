package dev.tms;

import dev.tms.InvalidConfigurationException.Problem;
import dev.tms.browser.FrontEnd;
import dev.tms.event.Events;
import dev.tms.http.CookiePolicy;
import dev.tms.http.PublicUrl;
import dev.tms.http.SameSite;
import dev.tms.oauth.ClientAuthentication;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.Provider;
import dev.tms.oauth.ResponseMode;
import dev.tms.outbound.HttpClientSender;
import dev.tms.seal.InvalidKeysException;
import dev.tms.seal.KeyRing;
import dev.tms.seal.Keys;
import dev.tms.session.SessionHome;
import dev.tms.store.ExpiringStore;
import dev.tms.store.InMemoryStore;
import dev.tms.store.StoreSettings;
import dev.tms.tenant.DiscoverySettings;
import dev.tms.token.Scopes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks all settings of a builder at once, and has the service wired when there is nothing wrong
 * with them.
 */
final class Assembly {
  private static final Logger log = System.getLogger(Tms.class.getName());

  private static final String OPENID = "openid";
  private static final PublicUrl ANY_URL = PublicUrl.of("https://tms.example");

  private final TmsBuilder builder;
  private final List<Problem> problems = new ArrayList<>();

  Assembly(TmsBuilder builder) {
    this.builder = builder;
  }

  Tms build() {
    Workers threads = new Workers(builder.executor, builder.clock);
    Events events =
        Listening.events(builder.quickListeners, builder.listeners, threads, builder.clock);
    PublicUrl publicUrl = required("publicUrl", builder.publicUrl, PublicUrl::of);
    Provider provider = usable(builder.provider);
    Paths paths = tried("paths", builder.paths::requireUsable);
    // whatever does not hang on a URL that is missing or wrong is checked all the same
    PublicUrl assumed = publicUrl == null ? ANY_URL : publicUrl;
    ClientSettings client = client(assumed);
    FrontEnd frontEnd = frontEnd(assumed);
    if (builder.discovery != null && builder.discovery.needsAllowedDomains()) {
      problems.add(new Problem("tenants", DiscoverySettings.NEEDS_ALLOWED_DOMAINS));
    }
    if (provider != null && client != null) {
      provider
          .check(client)
          .forEach(
              finding ->
                  problems.add(new Problem("client", finding.setting() + " " + finding.message())));
    }
    CookiePolicy cookies = cookies(assumed);
    HttpClientSender sender =
        tried("httpClient", () -> HttpClientSender.of(builder.httpClient, builder.network));
    if (publicUrl != null && frontEnd != null) {
      checkSite(publicUrl, frontEnd);
    }
    if (builder.isInMemory()) {
      sayWhatOneNodeCannotGuarantee();
    }
    if (client != null && builder.refresh.lease().compareTo(client.timeout()) <= 0) {
      problems.add(
          new Problem(
              "refresh",
              "the lease ("
                  + builder.refresh.lease()
                  + ") must be longer than the timeout of a provider call ("
                  + client.timeout()
                  + ")"));
    }
    // nodes that each create a keyset of their own read nothing of what the others have sealed
    KeyRing keys =
        required(
            "keys",
            builder.keys,
            source ->
                (needsKeyset(source) ? source.mustExist() : source).open(builder.clock, events));
    if (publicUrl == null
        || provider == null
        || client == null
        || frontEnd == null
        || cookies == null
        || sender == null
        || keys == null
        || paths == null
        || !problems.isEmpty()) {
      throw new InvalidConfigurationException(problems);
    }
    weaknesses(publicUrl, provider, client).forEach(warnings());
    // last, because from here on it has to be closed
    ExpiringStore store = tried("store", this::store);
    if (store == null) {
      throw new InvalidConfigurationException(problems);
    }
    return new Wiring(
            builder, publicUrl, provider, client, frontEnd, cookies, sender, keys, store, events,
            threads)
        .wire();
  }

  /** What weakens the service; empty where settings are missing or wrong. */
  List<Problem> weaknesses() {
    PublicUrl publicUrl = required("publicUrl", builder.publicUrl, PublicUrl::of);
    Provider provider = usable(builder.provider);
    ClientSettings client = publicUrl == null ? null : client(publicUrl);
    return publicUrl == null || client == null || provider == null
        ? List.of()
        : weaknesses(publicUrl, provider, client);
  }

  private List<Problem> weaknesses(PublicUrl publicUrl, Provider provider, ClientSettings client) {
    Weaknesses all = new Weaknesses().of(publicUrl).of(provider).of(builder.discovery).of(client);
    all.of(builder.sessions.sameSite());
    return builder.keys == null ? all.found() : all.of(builder.keys).found();
  }

  private Consumer<Problem> warnings() {
    Consumer<Problem> given = builder.onWarning;
    return given != null ? given : warning -> log.log(Level.WARNING, "{0}", warning);
  }

  private @Nullable Provider usable(@Nullable Provider provider) {
    return provider != null && lists("provider", provider.problems())
        ? null
        : required("provider", provider, same -> same);
  }

  private boolean lists(String path, List<String> messages) {
    messages.forEach(message -> problems.add(new Problem(path, message)));
    return !messages.isEmpty();
  }

  /** Whether other nodes need the same keyset file; keys in memory cannot be created twice. */
  private boolean needsKeyset(Keys keys) {
    boolean isStoreShared =
        builder.opensStore != null
            || (builder.store != null && !(builder.store instanceof InMemoryStore));
    return isStoreShared && keys.path().isPresent();
  }

  /** Once, at the start; with one node there is nothing wrong with it. */
  private void sayWhatOneNodeCannotGuarantee() {
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
          builder.endedFile() == null ? " until the process ends" : ", also after a restart");
    }
  }

  private ExpiringStore store() {
    ExpiringStore given = builder.store;
    if (given != null) {
      return given;
    }
    Function<StoreSettings, ExpiringStore> open = builder.opensStore;
    return open == null
        ? new InMemoryStore(builder.clock)
        : open.apply(StoreSettings.of(builder.clock, builder.random));
  }

  private @Nullable ClientSettings client(PublicUrl publicUrl) {
    String id = builder.clientId;
    if (id == null || id.isBlank()) {
      problems.add(new Problem("client", "is missing"));
      return null;
    }
    ClientSettings settings =
        tried(
            "client",
            () -> {
              ClientSettings defaults = defaults(id, builder.clientSecret, publicUrl);
              return asked(defaults, builder.protocol.apply(defaults));
            });
    if (settings != null) {
      if (settings.responseMode() == ResponseMode.FORM_POST && !publicUrl.isSecure()) {
        problems.add(
            new Problem(
                "protocol",
                "response_mode=form_post needs an https public URL (SameSite=None cookies)"));
      }
    }
    return settings;
  }

  private ClientSettings defaults(String id, @Nullable ClientSecret secret, PublicUrl publicUrl) {
    return ClientSettings.of(
        id,
        secret == null ? ClientAuthentication.none() : ClientAuthentication.basic(secret),
        publicUrl.resolve(builder.paths.callback()),
        Scopes.of(builder.scopes).and(OPENID));
  }

  /**
   * With the scopes of the builder, now that it is known whether the identity needs {@code openid}.
   */
  private ClientSettings asked(ClientSettings defaults, ClientSettings settings) {
    return settings.scopes().equals(defaults.scopes())
        ? settings.withScopes(Scopes.of(builder.scopes))
        : settings;
  }

  private @Nullable FrontEnd frontEnd(PublicUrl publicUrl) {
    FrontEnd given = builder.frontEnd;
    FrontEnd used = given != null ? given : FrontEnd.at(publicUrl.origin() + "/");
    return lists("frontEnd", used.problems()) ? null : used;
  }

  private @Nullable CookiePolicy cookies(PublicUrl publicUrl) {
    return tried(
        "sessions",
        () ->
            new CookiePolicy(
                builder.sessions.cookieName(), builder.sessions.sameSite(), publicUrl.isSecure()));
  }

  private void checkSite(PublicUrl publicUrl, FrontEnd frontEnd) {
    if (builder.sessions.sameSite() == SameSite.NONE) {
      return;
    }
    frontEnd
        .siteProblem(publicUrl)
        .ifPresent(
            problem ->
                problems.add(
                    new Problem(
                        "frontEnd", problem + ": put all on one site, or set SameSite=None")));
  }

  private <A, B> @Nullable B required(String path, @Nullable A value, Function<A, B> make) {
    if (value == null) {
      problems.add(new Problem(path, "is missing"));
      return null;
    }
    return tried(path, () -> make.apply(value));
  }

  private <T> @Nullable T tried(String path, Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException | IllegalStateException | InvalidKeysException e) {
      problems.add(new Problem(path, String.valueOf(e.getMessage())));
      return null;
    }
  }
}

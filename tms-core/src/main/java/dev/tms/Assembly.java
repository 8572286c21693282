package dev.tms;

import dev.tms.InvalidConfigurationException.Problem;
import dev.tms.http.FrontEnd;
import dev.tms.http.PublicUrl;
import dev.tms.http.SameSite;
import dev.tms.oauth.ClientAuthentication;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.Provider;
import dev.tms.oauth.ResponseMode;
import dev.tms.outbound.HttpClientSender;
import dev.tms.seal.KeyRing;
import dev.tms.store.ExpiringStore;
import dev.tms.store.InMemoryStore;
import dev.tms.store.StoreSettings;
import dev.tms.tenant.DiscoverySettings;
import dev.tms.token.Scopes;
import dev.tms.web.CookiePolicy;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Checks all settings of a builder and, if they are valid, wires the service. */
final class Assembly {

  private static final String OPENID = "openid";
  private static final PublicUrl ANY_URL = PublicUrl.of("https://tms.example");

  private final TmsBuilder builder;
  private final Findings found = new Findings(List.of());

  Assembly(TmsBuilder builder) {
    this.builder = builder;
  }

  Tms build() {
    Workers threads = new Workers(builder.executor, builder.clock);
    Events events = new Events(builder.quickListeners, builder.listeners, threads, builder.clock);
    PublicUrl publicUrl = found.required("publicUrl", builder.publicUrl, PublicUrl::of);
    Provider provider = provider();
    Paths paths = found.check("paths", builder.paths) ? builder.paths : Paths.DEFAULT;
    // settings that do not depend on the public URL are checked even if it is missing or invalid
    PublicUrl assumed = publicUrl == null ? ANY_URL : publicUrl;
    ClientSettings client = client(assumed, paths);
    FrontEnd frontEnd = frontEnd(assumed);
    DiscoverySettings discovery = builder.discovery;
    if (discovery == null) {
      found.check("tenants", builder.tenants);
    } else if (found.check("tenants", discovery) && discovery.needsAllowedDomains()) {
      found.add("tenants", DiscoverySettings.NEEDS_ALLOWED_DOMAINS);
    }
    if (provider != null && client != null) {
      provider
          .check(client)
          .forEach(finding -> found.add("client", finding.setting() + " " + finding.message()));
    }
    found.check("sessions", builder.sessions);
    CookiePolicy cookies = cookies(assumed);
    HttpClientSender sender = found.sender(builder.httpClient, builder.network);
    if (publicUrl != null && frontEnd != null) {
      checkSite(publicUrl, frontEnd);
    }
    boolean isUsable = found.check("refresh", builder.refresh);
    if (isUsable && client != null && builder.refresh.lease().compareTo(client.timeout()) <= 0) {
      found.add(
          "refresh",
          "the lease ("
              + builder.refresh.lease()
              + ") must be longer than the timeout of a provider call ("
              + client.timeout()
              + ")");
    }
    found.check("logout", builder.logout);
    boolean isStoreShared = builder.opensStore != null || Findings.isShared(builder.store);
    KeyRing keys =
        found.keys(
            "keys", builder.keys, isStoreShared, source -> source.open(builder.clock, events));
    if (publicUrl == null
        || provider == null
        || client == null
        || frontEnd == null
        || cookies == null
        || sender == null
        || keys == null
        || found.any()) {
      throw found.invalid();
    }
    weaknesses(publicUrl, provider, client).forEach(Weaknesses.sink(builder.onWarning, Tms.class));
    // last, because it must be closed from here on
    ExpiringStore store = found.tried("store", this::store);
    if (store == null) {
      throw found.invalid();
    }
    return new Wiring(
            builder, publicUrl, provider, client, frontEnd, cookies, sender, keys, store, events,
            threads)
        .wire();
  }

  List<Problem> weaknesses() {
    PublicUrl publicUrl = found.required("publicUrl", builder.publicUrl, PublicUrl::of);
    Provider provider = provider();
    ClientSettings client = publicUrl == null ? null : client(publicUrl, builder.paths);
    return publicUrl == null || client == null || provider == null
        ? List.of()
        : weaknesses(publicUrl, provider, client);
  }

  private List<Problem> weaknesses(PublicUrl publicUrl, Provider provider, ClientSettings client) {
    Weaknesses all = new Weaknesses().of(publicUrl).of(provider).of(builder.discovery).of(client);
    all.of(builder.sessions.sameSite());
    return builder.keys == null ? all.found() : all.of(builder.keys).found();
  }

  private @Nullable Provider provider() {
    return found.required("provider", builder.provider, same -> same);
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

  private @Nullable ClientSettings client(PublicUrl publicUrl, Paths paths) {
    String id = Objects.requireNonNullElse(builder.clientId, "");
    boolean isNamed = !id.isBlank();
    if (!isNamed) {
      found.add("client", "is missing");
    }
    ClientSettings settings =
        found.tried(
            "client",
            () -> {
              ClientSettings defaults =
                  defaults(isNamed ? id : "unnamed", publicUrl.resolve(paths.callback()));
              return asked(defaults, builder.protocol.apply(defaults));
            });
    if (settings != null
        && settings.responseMode() == ResponseMode.FORM_POST
        && !publicUrl.isSecure()) {
      found.add(
          "protocol", "response_mode=form_post needs an https public URL (SameSite=None cookies)");
    }
    return isNamed ? settings : null;
  }

  private ClientSettings defaults(String id, URI redirectUri) {
    ClientSecret secret = builder.clientSecret;
    return ClientSettings.of(
        id,
        secret == null ? ClientAuthentication.none() : ClientAuthentication.basic(secret),
        redirectUri,
        Scopes.of(builder.scopes).and(OPENID));
  }

  /** Reapplies the builder's scopes: the identity source decides whether to add {@code openid}. */
  private ClientSettings asked(ClientSettings defaults, ClientSettings settings) {
    return settings.scopes().equals(defaults.scopes())
        ? settings.withScopes(Scopes.of(builder.scopes))
        : settings;
  }

  private @Nullable FrontEnd frontEnd(PublicUrl publicUrl) {
    FrontEnd given = builder.frontEnd;
    return found.tried(
        "frontEnd", () -> given != null ? given : FrontEnd.at(publicUrl.origin() + "/"));
  }

  private @Nullable CookiePolicy cookies(PublicUrl publicUrl) {
    return found.tried(
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
                found.add("frontEnd", problem + ": put all on one site, or set SameSite=None"));
  }
}

package dev.tms;

import dev.tms.InvalidConfigurationException.Problem;
import dev.tms.browser.FrontEnd;
import dev.tms.event.TmsListener;
import dev.tms.logout.LogoutPolicy;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.Provider;
import dev.tms.outbound.NetworkSettings;
import dev.tms.seal.Keys;
import dev.tms.session.RefreshPolicy;
import dev.tms.session.SessionHome;
import dev.tms.session.SessionPolicy;
import dev.tms.store.ExpiringStore;
import dev.tms.store.StoreSettings;
import dev.tms.tenant.DiscoverySettings;
import dev.tms.tenant.TenantDirectory;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of a {@link Tms}. Required: {@link #publicUrl}, {@link #provider}, {@link
 * #client} and {@link #keys}; everything else has a default. Not thread-safe.
 */
public final class TmsBuilder {
  @Nullable String publicUrl;
  @Nullable Provider provider;
  @Nullable String clientId;
  @Nullable ClientSecret clientSecret;
  UnaryOperator<ClientSettings> protocol = UnaryOperator.identity();
  List<String> scopes = List.of("openid", "offline_access");
  @Nullable Keys keys;
  @Nullable FrontEnd frontEnd;
  TenantDirectory tenants = TenantDirectory.single();
  @Nullable DiscoverySettings discovery;
  Paths paths = Paths.DEFAULT;
  SessionPolicy sessions = SessionPolicy.DEFAULT;
  RefreshPolicy refresh = RefreshPolicy.DEFAULT;
  LogoutPolicy logout = LogoutPolicy.DEFAULT;
  @Nullable ExpiringStore store;
  @Nullable Function<StoreSettings, ExpiringStore> opensStore;
  final List<TmsListener> listeners = new ArrayList<>();
  final List<TmsListener> quickListeners = new ArrayList<>();
  @Nullable HttpClient httpClient;
  NetworkSettings network = NetworkSettings.DEFAULT;
  @Nullable Consumer<String> trace;
  @Nullable Consumer<Problem> onWarning;
  @Nullable Executor executor;
  InstantSource clock = InstantSource.system();
  SecureRandom random = new SecureRandom();

  TmsBuilder() {}

  /**
   * Where browsers reach this service: an https URL (http for loopback hosts), with the path below
   * which its endpoints are, for example {@code https://shop.example} or {@code
   * https://shop.example/tms}.
   */
  public TmsBuilder publicUrl(String url) {
    publicUrl = url;
    return this;
  }

  /** The OpenID Provider. */
  public TmsBuilder provider(Provider openIdProvider) {
    provider = openIdProvider;
    return this;
  }

  /** The client as registered at the provider, with its secret. */
  public TmsBuilder client(String id, ClientSecret secret) {
    clientId = id;
    clientSecret = secret;
    return this;
  }

  /** The client as registered at the provider, without a secret: PKCE is then required. */
  public TmsBuilder publicClient(String id) {
    clientId = id;
    clientSecret = null;
    return this;
  }

  /**
   * Changes how the client presents itself, for example {@code settings ->
   * settings.withUserInfo()}. Default: {@code client_secret_basic}, PKCE, answers by query, 10 s
   * for a call.
   */
  public TmsBuilder protocol(UnaryOperator<ClientSettings> change) {
    protocol = change;
    return this;
  }

  /** What is asked for; default {@code openid offline_access}. */
  public TmsBuilder scopes(String... values) {
    scopes = List.of(values);
    return this;
  }

  /** The keys that cookies are sealed with. */
  public TmsBuilder keys(Keys source) {
    keys = source;
    return this;
  }

  /** The front ends that this service works for; default: the root of the public URL's origin. */
  public TmsBuilder frontEnd(FrontEnd front) {
    frontEnd = front;
    return this;
  }

  /**
   * How customer domains are looked up; default: {@link TenantDirectory#single} without domains.
   */
  public TmsBuilder tenants(TenantDirectory directory) {
    tenants = directory;
    discovery = null;
    return this;
  }

  /**
   * A tenant directory that is asked over HTTP, through the same client as the provider. {@link
   * #build} refuses settings by which callers would choose the host that is asked.
   */
  public TmsBuilder tenants(DiscoverySettings settings) {
    discovery = settings;
    return this;
  }

  /** The paths of those endpoints that the provider knows, and which endpoints are on. */
  public TmsBuilder paths(Paths endpointPaths) {
    paths = endpointPaths;
    return this;
  }

  /** How sessions are kept; default {@link SessionPolicy#DEFAULT}. */
  public TmsBuilder sessions(SessionPolicy policy) {
    sessions = policy;
    return this;
  }

  /** How patient refreshes are; default {@link RefreshPolicy#DEFAULT}. */
  public TmsBuilder refresh(RefreshPolicy policy) {
    refresh = policy;
    return this;
  }

  /** How logouts at the provider reach sessions here; default {@link LogoutPolicy#DEFAULT}. */
  public TmsBuilder logout(LogoutPolicy policy) {
    logout = policy;
    return this;
  }

  /**
   * Where everything is kept that is not in cookies: the ledger, the marks of logouts, and sessions
   * whose home is the store. Default: in memory, for one node. It is not closed with the service.
   */
  public TmsBuilder store(ExpiringStore expiringStore) {
    store = expiringStore;
    opensStore = null;
    return this;
  }

  /**
   * As {@link #store(ExpiringStore)}, with a store that the service opens when it is built and
   * closes when it is closed.
   *
   * @param open makes it from settings with the clock and the randomness of this builder; an {@link
   *     IllegalArgumentException} becomes a problem of the configuration
   */
  public TmsBuilder store(Function<StoreSettings, ExpiringStore> open) {
    store = null;
    opensStore = open;
    return this;
  }

  /**
   * Adds a listener for what happens. It is told a little later, of one event after the other, on a
   * thread of the {@link #executor}: however slow it is, no request waits for it. Where more than
   * 10,000 events wait, further ones are lost, and the log says so.
   */
  public TmsBuilder listener(TmsListener listener) {
    listeners.add(listener);
    return this;
  }

  /**
   * Adds a listener that is told at once, on the thread where it happens, which may be that of a
   * request: for one that counts, and never waits for anything.
   */
  public TmsBuilder quickListener(TmsListener listener) {
    quickListeners.add(listener);
    return this;
  }

  /**
   * Which certificates are trusted besides the JDK's, and which proxy is used, for every call to
   * the provider and to the tenant directory; default {@link NetworkSettings#DEFAULT}. Not beside
   * {@link #httpClient}.
   */
  public TmsBuilder network(NetworkSettings settings) {
    network = settings;
    return this;
  }

  /**
   * The client for calls to the provider and to the tenant directory: for what {@link #network}
   * cannot say, such as mTLS. One that follows redirects is refused.
   */
  public TmsBuilder httpClient(HttpClient client) {
    httpClient = client;
    return this;
  }

  /**
   * Writes down every exchange with the provider and with the tenant directory, masked: a block of
   * text for each exchange, with method, address, header fields, form, status, JSON answer and the
   * time it took, or why there was no answer; and each request by which a browser is sent to the
   * provider or comes back from it. To see what goes wrong; not for production.
   *
   * <p>Masked means: only values whose names are known to be harmless are shown (such as {@code
   * grant_type}, {@code scope} or {@code error}). Of everything else stand there its length and a
   * mark, by which equal values are known while this process runs; of a JWT also how it is signed,
   * by whom, for whom, and when. What is masked is masked where the provider quotes it, too. But
   * who signs in where and when can be seen, and an error text may name a user.
   *
   * @param sink receives whole blocks, whose lines end in a line feed, on the thread of the
   *     exchange, of several threads at once; the exchange waits for it. What it throws is logged.
   *     Default: none, at no cost
   */
  public TmsBuilder trace(Consumer<String> sink) {
    trace = sink;
    return this;
  }

  /**
   * Receives what weakens the service, once for each, when it is built: plain http, cookies for all
   * sites, a missing PKCE and the like. Default: the log, at WARNING.
   */
  public TmsBuilder onWarning(Consumer<Problem> sink) {
    onWarning = sink;
    return this;
  }

  /**
   * Runs token calls apart from the requests that wait for them; default: daemon threads of the
   * service's own.
   */
  public TmsBuilder executor(Executor own) {
    executor = own;
    return this;
  }

  /** The time; default: the system's. */
  public TmsBuilder clock(InstantSource source) {
    clock = source;
    return this;
  }

  /** The randomness; default: the platform's. */
  public TmsBuilder random(SecureRandom source) {
    random = source;
    return this;
  }

  /**
   * What weakens the service as it is set up now, as {@link #onWarning} will receive it. Empty
   * where the public URL, the provider or the client is missing or wrong.
   */
  public List<Problem> weaknesses() {
    return new Assembly(this).weaknesses();
  }

  /** Whether what is not in cookies is kept by this process alone. */
  boolean isInMemory() {
    return store == null && opensStore == null;
  }

  /**
   * Where ended sessions are kept over a restart; null where that is off, or has no use: a shared
   * store remembers, and sessions in the memory of this process, or sealed under keys that are
   * there, do not outlive it.
   */
  @Nullable Path endedFile() {
    Path keyset = keys == null ? null : keys.path().orElse(null);
    if (!logout.keepsEnded()
        || !isInMemory()
        || sessions.home() == SessionHome.STORE
        || keyset == null) {
      return null;
    }
    Path given = logout.endedFile();
    return given != null ? given : keyset.resolveSibling(keyset.getFileName() + ".ended");
  }

  /**
   * The service.
   *
   * @throws InvalidConfigurationException if settings are missing, malformed or contradict each
   *     other; lists them all
   */
  public Tms build() {
    return new Assembly(this).build();
  }
}

package dev.tms;

import dev.tms.InvalidConfigurationException.Problem;
import dev.tms.event.TmsListener;
import dev.tms.http.FrontEnd;
import dev.tms.http.NetworkSettings;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.Provider;
import dev.tms.policy.LogoutPolicy;
import dev.tms.policy.RefreshPolicy;
import dev.tms.policy.SessionHome;
import dev.tms.policy.SessionPolicy;
import dev.tms.seal.Keys;
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
 * A builder of a {@link Tms}. Required: {@link #publicUrl}, {@link #provider}, {@link #client} and
 * {@link #keys}; everything else has a default. Not thread-safe.
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
   * Sets the URL at which browsers reach this service: https (http for loopback hosts), with the
   * base path of the endpoints, for example {@code https://shop.example} or {@code
   * https://shop.example/tms}.
   */
  public TmsBuilder publicUrl(String url) {
    publicUrl = url;
    return this;
  }

  /** Sets the OpenID Provider. */
  public TmsBuilder provider(Provider openIdProvider) {
    provider = openIdProvider;
    return this;
  }

  /** Sets the client ID and secret, as registered at the provider. */
  public TmsBuilder client(String id, ClientSecret secret) {
    clientId = id;
    clientSecret = secret;
    return this;
  }

  /** Sets the client ID of a public client, as registered at the provider; requires PKCE. */
  public TmsBuilder publicClient(String id) {
    clientId = id;
    clientSecret = null;
    return this;
  }

  /**
   * Changes the protocol settings of the client, for example {@code settings ->
   * settings.withUserInfo()}. Default: {@code client_secret_basic}, PKCE, response mode {@code
   * query}, a timeout of 10 s per call.
   */
  public TmsBuilder protocol(UnaryOperator<ClientSettings> change) {
    protocol = change;
    return this;
  }

  /** Sets the requested scopes; default {@code openid offline_access}. */
  public TmsBuilder scopes(String... values) {
    scopes = List.of(values);
    return this;
  }

  /** Sets the keys that seal cookies. */
  public TmsBuilder keys(Keys source) {
    keys = source;
    return this;
  }

  /** Sets the front ends; default: the root of the public URL's origin. */
  public TmsBuilder frontEnd(FrontEnd front) {
    frontEnd = front;
    return this;
  }

  /** Sets the tenant directory; default: {@link TenantDirectory#single} without domains. */
  public TmsBuilder tenants(TenantDirectory directory) {
    tenants = directory;
    discovery = null;
    return this;
  }

  /**
   * Looks up customer domains over HTTP, through the same client as the provider. {@link #build}
   * rejects settings that let callers choose the host of the lookup.
   */
  public TmsBuilder tenants(DiscoverySettings settings) {
    discovery = settings;
    return this;
  }

  /** Sets the paths that the provider knows, and whether access tokens are handed out. */
  public TmsBuilder paths(Paths endpointPaths) {
    paths = endpointPaths;
    return this;
  }

  /** Sets how sessions are kept; default {@link SessionPolicy#DEFAULT}. */
  public TmsBuilder sessions(SessionPolicy policy) {
    sessions = policy;
    return this;
  }

  /** Sets the time limits of refreshes; default {@link RefreshPolicy#DEFAULT}. */
  public TmsBuilder refresh(RefreshPolicy policy) {
    refresh = policy;
    return this;
  }

  /** Sets how logouts at the provider end sessions; default {@link LogoutPolicy#DEFAULT}. */
  public TmsBuilder logout(LogoutPolicy policy) {
    logout = policy;
    return this;
  }

  /**
   * Sets the store of everything that is not in cookies: the ledger, logout marks, and sessions
   * whose home is the store. Default: in memory, for one node. Closing the service does not close
   * the store.
   */
  public TmsBuilder store(ExpiringStore expiringStore) {
    store = expiringStore;
    opensStore = null;
    return this;
  }

  /**
   * Sets a factory of the store; the service opens the store when it is built and closes it when it
   * is closed. See {@link #store(ExpiringStore)}.
   *
   * @param open receives the clock and randomness of this builder; an {@link
   *     IllegalArgumentException} is reported as a configuration problem
   */
  public TmsBuilder store(Function<StoreSettings, ExpiringStore> open) {
    store = null;
    opensStore = open;
    return this;
  }

  /**
   * Adds a listener. It receives events one at a time, with a short delay, on a thread of the
   * {@link #executor}, so a slow listener delays no request. If more than 10,000 events are
   * waiting, further ones are lost and the log says so.
   */
  public TmsBuilder listener(TmsListener listener) {
    listeners.add(listener);
    return this;
  }

  /** Adds a listener that runs on the thread of the event. For counters; it must not block. */
  public TmsBuilder quickListener(TmsListener listener) {
    quickListeners.add(listener);
    return this;
  }

  /**
   * Sets additional trusted certificates and the proxy for calls to the provider and the tenant
   * directory; default {@link NetworkSettings#DEFAULT}. Cannot be combined with {@link
   * #httpClient}.
   */
  public TmsBuilder network(NetworkSettings settings) {
    network = settings;
    return this;
  }

  /**
   * Sets the client for calls to the provider and the tenant directory, for what {@link #network}
   * does not cover, such as mTLS. It must not follow redirects.
   */
  public TmsBuilder httpClient(HttpClient client) {
    httpClient = client;
    return this;
  }

  /**
   * Traces all exchanges with the provider and the tenant directory, masked: one block of text per
   * exchange, with method, URL, header fields, form, status, JSON response and duration, or the
   * reason for a missing response. Also traces the requests that send a browser to the provider or
   * return from it. For troubleshooting; not for production.
   *
   * <p>Only values with names known to be harmless are shown, such as {@code grant_type}, {@code
   * scope} or {@code error}. Of any other value the trace shows its length and a mark that is the
   * same for equal values while this process runs; of a JWT also its algorithm, issuer, audience
   * and times. Masked values stay masked where the provider quotes them. The trace still reveals
   * who signs in where and when, and an error text may name a user.
   *
   * @param sink receives whole blocks of lines that end in a line feed, from several threads at
   *     once, on the thread of the exchange, which waits for it. Its exceptions are logged.
   *     Default: no trace
   */
  public TmsBuilder trace(Consumer<String> sink) {
    trace = sink;
    return this;
  }

  /**
   * Sets the receiver of weaknesses, such as plain http, {@code SameSite=None} or missing PKCE;
   * {@link #build} reports each once. Default: the log, at WARNING.
   */
  public TmsBuilder onWarning(Consumer<Problem> sink) {
    onWarning = sink;
    return this;
  }

  /** Sets the executor of token requests; default: daemon threads of the service. */
  public TmsBuilder executor(Executor own) {
    executor = own;
    return this;
  }

  /** Sets the clock; default: the system clock. */
  public TmsBuilder clock(InstantSource source) {
    clock = source;
    return this;
  }

  /** Sets the source of randomness; default: the platform's. */
  public TmsBuilder random(SecureRandom source) {
    random = source;
    return this;
  }

  /**
   * The weaknesses of the current settings, as {@link #onWarning} will receive them. Empty if the
   * public URL, the provider or the client is missing or invalid.
   */
  public List<Problem> weaknesses() {
    return new Assembly(this).weaknesses();
  }

  boolean isInMemory() {
    return store == null && opensStore == null;
  }

  /**
   * Returns the file that keeps ended sessions across restarts. Null if turned off or useless: a
   * shared store remembers them, and sessions in memory, or sealed under keys in memory, do not
   * survive a restart.
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
   * Builds the service.
   *
   * @throws InvalidConfigurationException if settings are missing, malformed or contradictory;
   *     lists every problem
   */
  public Tms build() {
    return new Assembly(this).build();
  }
}

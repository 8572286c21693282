package dev.tms.config;

import dev.tms.InvalidConfigurationException;
import dev.tms.MachineTokensBuilder;
import dev.tms.Tms;
import dev.tms.TmsBuilder;
import dev.tms.endpoint.Routes;
import dev.tms.http.FrontEnd;
import dev.tms.http.NetworkSettings;
import dev.tms.http.PublicUrl;
import dev.tms.http.SameSite;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.Provider;
import dev.tms.policy.SessionPolicy;
import dev.tms.seal.KeyRecord;
import dev.tms.seal.KeyRing;
import dev.tms.seal.Keys;
import dev.tms.store.ExpiringStore;
import dev.tms.store.StoreFactory;
import dev.tms.store.StoreSettings;
import dev.tms.token.Secret;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A validated configuration: JSON with comments and case-insensitive keys, overridden by
 * environment variables that begin with {@code TMS_}. {@code docs/configuration.md} lists every
 * key. Immutable and thread-safe.
 */
public final class TmsConfiguration {
  private static final Logger log = System.getLogger(TmsConfiguration.class.getName());

  private final Reading reading;

  private TmsConfiguration(Reading reading) {
    this.reading = reading;
  }

  /**
   * Loads a configuration file. Paths in it are relative to its folder.
   *
   * @param environment environment variables, as returned by {@link System#getenv()}
   * @throws InvalidConfigurationException with all problems, each with the path of its key, or with
   *     one problem if the file cannot be read as a JSON object
   */
  public static TmsConfiguration load(Path file, Map<String, String> environment) {
    return load(file, environment, false);
  }

  /**
   * Loads the configuration file of an application that embeds TMS, with the builder's defaults:
   * {@code Server.PublicUrl} is required, {@code Tenants.Mode} is {@code single}, and the front end
   * is the root of the application's own origin. Otherwise like {@link #load}.
   *
   * @param environment environment variables, as returned by {@link System#getenv()}
   * @throws InvalidConfigurationException as {@link #load} does
   */
  public static TmsConfiguration loadForApplication(Path file, Map<String, String> environment) {
    return load(file, environment, true);
  }

  private static TmsConfiguration load(
      Path file, Map<String, String> environment, boolean isEmbedded) {
    Path absolute = file.toAbsolutePath();
    Path parent = absolute.getParent();
    String text = JsonFile.read(file);
    return new TmsConfiguration(
        Reading.of(
            file.toString(),
            text,
            parent == null ? absolute : parent,
            environment,
            absolute,
            isEmbedded));
  }

  /**
   * Parses a configuration.
   *
   * @param folder base of relative paths
   * @param environment environment variables, as returned by {@link System#getenv()}
   * @throws InvalidConfigurationException with all problems, each with the path of its key, or with
   *     one problem if the text is not a JSON object
   */
  public static TmsConfiguration parse(String json, Path folder, Map<String, String> environment) {
    return new TmsConfiguration(
        Reading.of("configuration", json, folder.toAbsolutePath(), environment, null, false));
  }

  /**
   * Returns a new builder with these settings, to which a listener, an executor or a clock can be
   * added. When it builds, it logs whatever weakens security, by configuration key.
   *
   * @throws InvalidConfigurationException if the configuration has only clients in section {@code
   *     Machine} and none that signs users in
   */
  public TmsBuilder builder() {
    return reading.requireClient().builder();
  }

  /**
   * Builds the service.
   *
   * @throws InvalidConfigurationException if the keys cannot be opened; names the configuration key
   */
  public Tms toTms() {
    return toTms(builder -> {});
  }

  /**
   * Builds the service with additions to the builder.
   *
   * @throws InvalidConfigurationException if the keys cannot be opened or an addition is invalid;
   *     names the configuration key if there is one
   */
  public Tms toTms(Consumer<TmsBuilder> additions) {
    TmsBuilder builder = builder();
    reading.problems().warnings().forEach(line -> log.log(Level.WARNING, "{0}", line));
    additions.accept(builder);
    try {
      return builder.build();
    } catch (InvalidConfigurationException e) {
      throw BuilderPaths.toKeys(e);
    }
  }

  /**
   * Returns a new builder with all clients of section {@code Machine}, named in lower case. It
   * builds nothing if there are none.
   */
  public MachineTokensBuilder machineTokens() {
    return reading.machineTokens();
  }

  /** Returns the names of the clients in section {@code Machine}, in lower case. */
  public Set<String> machineClients() {
    return Collections.unmodifiableSet(reading.machine().keySet());
  }

  /**
   * Returns the store shared by all nodes, or empty if each node keeps its state in memory. {@link
   * #builder} opens the store when it builds, and the service closes it. A database needs a
   * connection pool, passed in with {@code builder.store(base ->
   * shared.open(base.withDataSource(pool)))}.
   */
  public Optional<SharedStore> sharedStore() {
    return Optional.ofNullable(reading.store());
  }

  /**
   * Deletes the key record of the nodes from this store, for a deliberate change of all keys.
   *
   * @return whether there was a record
   * @throws dev.tms.store.StoreUnavailableException if the store cannot be reached
   */
  public boolean forgetKeys(ExpiringStore store) {
    return KeyRecord.forget(store, reading.scope());
  }

  /**
   * Whether nodes with other keys use this store: none of the enabled keys is in the key record.
   * Writes nothing; false if the store cannot be reached.
   *
   * @throws dev.tms.seal.Keys.InvalidKeysException if the keys cannot be opened
   */
  public boolean hasForeignKeys(ExpiringStore store) {
    KeyRing here = keys().mustExist().open(() -> Instant.EPOCH, event -> {});
    return new KeyRecord(store, reading.scope(), here).peek() == KeyRecord.Comparison.FOREIGN;
  }

  Reading reading() {
    return reading;
  }

  /** Returns the listener settings of a standalone server. */
  public ServerSettings server() {
    return reading.server();
  }

  /** Returns what the provider must have registered for this client. */
  public ExpectedRegistration expectedRegistration() {
    return new ExpectedRegistration(reading.requireClient());
  }

  /** Whether there is a client that signs users in; otherwise there are only machine clients. */
  public boolean hasClient() {
    return !reading.problems().hasSetAside();
  }

  /** Returns the provider. */
  public Provider provider() {
    return reading.requireClient().provider();
  }

  /** Returns the client settings, including the redirect URI. */
  public ClientSettings client() {
    return reading
        .requireClient()
        .client()
        .settings()
        .withRedirectUri(expectedRegistration().redirectUri());
  }

  /** Returns the trusted certificates and the proxy for connections to the provider. */
  public NetworkSettings network() {
    return reading.network();
  }

  /** Returns the allowed front ends. */
  public FrontEnd frontEnd() {
    return reading.frontEnd();
  }

  /** Returns the session policy. */
  public SessionPolicy sessions() {
    return reading.sessions();
  }

  /** Returns the path of the keyset file, which need not exist. */
  public Path keysFile() {
    return reading.keys().file();
  }

  /** Returns the keyset file with its protection. */
  public Keys keys() {
    return reading.keys().keys();
  }

  /** Returns notes for operators, one line each, beginning with a key's path. */
  public List<String> notices() {
    return reading.problems().notices();
  }

  /**
   * Returns settings that weaken security or have no effect, one line each, beginning with a key's
   * path. {@link #toTms} logs them at WARNING.
   */
  public List<String> warnings() {
    return reading.warnings().toList();
  }

  /**
   * The configured shared store. Immutable.
   *
   * @param kind {@code jdbc} or {@code redis}
   * @param url without user and password
   * @param user null if not set
   * @param password null if not set
   * @param timeout per operation
   */
  public record SharedStore(
      String kind, String url, @Nullable String user, @Nullable Secret password, Duration timeout) {

    /**
     * Opens the store by the {@link StoreFactory} of its kind, without contacting the server.
     *
     * @param base clock and randomness; for a database with {@link StoreSettings#withDataSource}
     * @throws IllegalArgumentException if the URL is invalid, a database has no data source, or the
     *     class path has no store of this kind
     */
    public ExpiringStore open(StoreSettings base) {
      StoreSettings settings = base.withUrl(url).withTimeout(timeout);
      return StoreFactory.of(kind)
          .open(password == null ? settings : settings.withCredentials(user, password.reveal()));
    }

    /** Shows kind and timeout only: a URL can contain secrets. */
    @Override
    public String toString() {
      return "SharedStore[" + kind + ", " + timeout + "]";
    }
  }

  /**
   * Listener settings of a standalone server. Immutable.
   *
   * @param host name or address to listen on; default {@code 127.0.0.1}
   * @param port 1 to 65535; default 7182
   * @param publicUrl URL for browsers, including the base path; default {@code
   *     https://localhost:<port>}
   * @param keyStore PKCS#12 file with key and certificate; null for a self-signed certificate
   * @param keyStorePassword null for none
   * @param tls whether the listener uses TLS; default {@link Tls#AUTO}
   * @param managementHost name or address of the management listener; default {@code 127.0.0.1}
   * @param managementPort port for health and metrics; null for the main port
   * @param metrics access to metrics; default {@link Metrics#AUTO}
   */
  public record ServerSettings(
      String host,
      int port,
      PublicUrl publicUrl,
      @Nullable Path keyStore,
      @Nullable Secret keyStorePassword,
      Tls tls,
      String managementHost,
      @Nullable Integer managementPort,
      Metrics metrics) {

    /** Where TLS is terminated. */
    public enum Tls {
      /** The listener terminates TLS if the public URL is https. */
      AUTO,
      /** A reverse proxy terminates TLS: the listener uses plain http under an https public URL. */
      OFF
    }

    /** Access to {@code /metrics}. */
    public enum Metrics {
      /**
       * On the management port, any client. Without one, only clients on this machine, and only if
       * the public URL is a loopback URL.
       */
      AUTO,
      /** Any client of the management port or, without one, of the main port. */
      ON,
      /** Disabled: nothing is counted. */
      OFF
    }

    /** Returns the base path: empty, or beginning with a slash. */
    public String basePath() {
      return publicUrl.basePath();
    }

    /** Whether the listener uses TLS. */
    public boolean listensWithTls() {
      return tls == Tls.AUTO && publicUrl.isSecure();
    }
  }

  /** The client registration that logins and logouts require at the provider. Immutable. */
  public static final class ExpectedRegistration {
    private final Reading reading;

    ExpectedRegistration(Reading reading) {
      this.reading = Objects.requireNonNull(reading, "reading");
    }

    /** Returns the provider's configured issuer. */
    public String issuer() {
      return reading.provider().issuer();
    }

    /** Returns the client id. */
    public String clientId() {
      return reading.client().settings().clientId();
    }

    /** Whether the client authenticates with a secret. */
    public boolean isConfidential() {
      return reading.client().settings().authentication().isConfidential();
    }

    /** Returns the client secret; empty for a public client. */
    public Optional<Secret> secret() {
      return Optional.ofNullable(reading.client().secret()).map(ClientSecret::value);
    }

    /** Returns {@code client_secret_basic}, {@code client_secret_post} or {@code none}. */
    public String clientAuthentication() {
      return reading.client().authenticationName();
    }

    /** Returns the redirect URI for authorization responses. */
    public URI redirectUri() {
      return reading.server().publicUrl().resolve(reading.paths().callback());
    }

    /** Returns the redirect URI after a logout. */
    public URI postLogoutRedirectUri() {
      return reading.server().publicUrl().resolve(reading.paths().signedOutCallback());
    }

    /** Returns the URI for logout tokens (OpenID Connect Back-Channel Logout 1.0). */
    public URI backChannelLogoutUri() {
      return reading.server().publicUrl().resolve(Routes.BACK_CHANNEL_LOGOUT);
    }

    /**
     * Returns the URI for OpenID Connect Front-Channel Logout 1.0; empty if browsers would not send
     * the session's cookies to it in a frame.
     */
    public Optional<URI> frontChannelLogoutUri() {
      boolean works = reading.sessions().sameSite() == SameSite.NONE;
      return works
          ? Optional.of(reading.server().publicUrl().resolve(Routes.FRONT_CHANNEL_LOGOUT))
          : Optional.empty();
    }

    /** Returns the requested scopes, {@code offline_access} included if requested. */
    public List<String> scopes() {
      return reading.provider().quirks().adapt(reading.client().settings()).scopes().values();
    }

    /** Whether PKCE (RFC 7636) with method S256 is used. */
    public boolean usesPkce() {
      return reading.client().settings().usePkce();
    }

    @Override
    public String toString() {
      return "ExpectedRegistration[" + clientId() + "]";
    }
  }
}

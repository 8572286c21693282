package dev.tms.config;

import dev.tms.InvalidConfigurationException;
import dev.tms.MachineTokensBuilder;
import dev.tms.Tms;
import dev.tms.TmsBuilder;
import dev.tms.browser.FrontEnd;
import dev.tms.endpoint.Routes;
import dev.tms.http.PublicUrl;
import dev.tms.http.SameSite;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.Provider;
import dev.tms.outbound.NetworkSettings;
import dev.tms.seal.KeyRecord;
import dev.tms.seal.KeyRing;
import dev.tms.seal.Keys;
import dev.tms.session.SessionPolicy;
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
 * A configuration that was read and checked: JSON with comments, keys without regard to case, and
 * environment variables that begin with {@code TMS_} over it. {@code docs/configuration.md} lists
 * every key. Immutable and thread-safe.
 */
public final class TmsConfiguration {
  private static final Logger log = System.getLogger(TmsConfiguration.class.getName());

  private final Reading reading;

  private TmsConfiguration(Reading reading) {
    this.reading = reading;
  }

  /**
   * The configuration in a file. Paths in it are relative to the file's folder.
   *
   * @param environment environment variables, as of {@link System#getenv()}
   * @throws InvalidConfigurationException listing every problem at once, each with the path of its
   *     key; one problem where the file cannot be read as a JSON object
   */
  public static TmsConfiguration load(Path file, Map<String, String> environment) {
    return load(file, environment, false);
  }

  /**
   * The configuration in the file of an application that has TMS inside, with the defaults of the
   * builder: {@code Server.PublicUrl} is required, {@code Tenants.Mode} is {@code single}, and the
   * front end is the root of the application's own origin. Otherwise as {@link #load}.
   *
   * @param environment environment variables, as of {@link System#getenv()}
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
   * The configuration in this text.
   *
   * @param folder what paths in it are relative to
   * @param environment environment variables, as of {@link System#getenv()}
   * @throws InvalidConfigurationException listing every problem at once, each with the path of its
   *     key; one problem where the text is not a JSON object
   */
  public static TmsConfiguration parse(String json, Path folder, Map<String, String> environment) {
    return new TmsConfiguration(
        Reading.of("configuration", json, folder.toAbsolutePath(), environment, null, false));
  }

  /**
   * A new builder with all these settings, for a listener, an executor or a clock to be added. What
   * weakens the service is written to the log when it builds, under the paths of keys.
   *
   * @throws InvalidConfigurationException if the configuration has clients in the section {@code
   *     Machine} alone, none that signs users in
   */
  public TmsBuilder builder() {
    return reading.requireClient().builder();
  }

  /**
   * The service.
   *
   * @throws InvalidConfigurationException if the keys cannot be opened; names the configuration key
   */
  public Tms toTms() {
    return toTms(builder -> {});
  }

  /**
   * The service, with additions to the builder.
   *
   * @throws InvalidConfigurationException if the keys cannot be opened, or for what was added;
   *     names the configuration key where there is one
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
   * A new builder of tokens by client credentials, with all clients of the section {@code Machine};
   * their names are in lower case. Where there are none it builds nothing.
   */
  public MachineTokensBuilder machineTokens() {
    return reading.machineTokens();
  }

  /** The names of the clients in the section {@code Machine}, in lower case. */
  public Set<String> machineClients() {
    return Collections.unmodifiableSet(reading.machine().keySet());
  }

  /**
   * The store that nodes share; empty where each has its own, in memory. {@link #builder} opens it
   * when it builds, and the service closes it; a database needs a pool of connections, which must
   * be handed in: {@code builder.store(base -> shared.open(base.withDataSource(pool)))}.
   */
  public Optional<SharedStore> sharedStore() {
    return Optional.ofNullable(reading.store());
  }

  /**
   * Forgets which keys the nodes have recorded in this store, for when all of them have new ones on
   * purpose.
   *
   * @return whether any were recorded
   * @throws dev.tms.store.StoreUnavailableException if the store cannot be reached
   */
  public boolean forgetKeys(ExpiringStore store) {
    return KeyRecord.forget(store, reading.scope());
  }

  /**
   * Whether nodes with other keys use this store: none of the enabled keys is one that the nodes
   * have recorded. Writes nothing; false where the store cannot be reached.
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

  /** Where a standalone server listens. */
  public ServerSettings server() {
    return reading.server();
  }

  /** What the provider must have registered for this configuration's client. */
  public ExpectedRegistration expectedRegistration() {
    return new ExpectedRegistration(reading.requireClient());
  }

  /** Whether it has a client for users; otherwise it has those of the section Machine alone. */
  public boolean hasClient() {
    return !reading.problems().hasSetAside();
  }

  /** The provider. */
  public Provider provider() {
    return reading.requireClient().provider();
  }

  /** How the service presents itself to the provider, redirect URI included. */
  public ClientSettings client() {
    return reading
        .requireClient()
        .client()
        .settings()
        .withRedirectUri(expectedRegistration().redirectUri());
  }

  /** How the provider is reached: trusted certificates and proxy. */
  public NetworkSettings network() {
    return reading.network();
  }

  /** The front ends that the service works for. */
  public FrontEnd frontEnd() {
    return reading.frontEnd();
  }

  /** How sessions are kept. */
  public SessionPolicy sessions() {
    return reading.sessions();
  }

  /** The keyset file, whether it exists or not. */
  public Path keysFile() {
    return reading.keys().file();
  }

  /** The keyset file with how it is protected. */
  public Keys keys() {
    return reading.keys().keys();
  }

  /** What operators should know: one line each, beginning with a key's path. */
  public List<String> notices() {
    return reading.problems().notices();
  }

  /**
   * What weakens the service, or has no effect: one line each, beginning with a key's path. {@link
   * #toTms} writes them to the log, at WARNING, so that no caller has to.
   */
  public List<String> warnings() {
    return reading.warnings().toList();
  }

  /**
   * The store that nodes share, as it is configured. Immutable.
   *
   * @param kind {@code jdbc} or {@code redis}
   * @param url its address, without user and password
   * @param user null where none is set
   * @param password null where none is set
   * @param timeout for one call
   */
  public record SharedStore(
      String kind, String url, @Nullable String user, @Nullable Secret password, Duration timeout) {

    /**
     * Opens it, by the {@link StoreFactory} of its kind. Whether it can be reached is not asked.
     *
     * @param base clock and randomness; for a database with {@link StoreSettings#withDataSource}
     * @throws IllegalArgumentException if the address is wrong, a database has no data source, or
     *     the class path has no such store
     */
    public ExpiringStore open(StoreSettings base) {
      StoreSettings settings = base.withUrl(url).withTimeout(timeout);
      return StoreFactory.of(kind)
          .open(password == null ? settings : settings.withCredentials(user, password.reveal()));
    }

    /** Kind and time-out: an address can hold more than it should. */
    @Override
    public String toString() {
      return "SharedStore[" + kind + ", " + timeout + "]";
    }
  }

  /**
   * Where a standalone server listens. Immutable.
   *
   * @param host name or address to listen on; default {@code 127.0.0.1}
   * @param port 1 to 65535; default 7182
   * @param publicUrl where browsers reach it, with the base path; default {@code
   *     https://localhost:<port>}
   * @param keyStore PKCS#12 file with key and certificate; null for a self-signed certificate
   * @param keyStorePassword of the key store; null for none
   * @param tls whether the listener's encryption follows the public URL; default {@link Tls#AUTO}
   * @param managementHost name or address that the management port listens on; default {@code
   *     127.0.0.1}
   * @param managementPort where health and metrics are served; null for the main port
   * @param metrics who is shown metrics; default {@link Metrics#AUTO}
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

    /** Who encrypts. */
    public enum Tls {
      /** The listener does where the public URL is https. */
      AUTO,
      /** A proxy in front does: the listener speaks clear http, the public URL stays https. */
      OFF
    }

    /** Who is shown {@code /metrics}. */
    public enum Metrics {
      /**
       * On the management port, anyone who reaches that. Without one, requests of this machine
       * alone, and only where the public URL is a loopback one; otherwise no one.
       */
      AUTO,
      /** Anyone who reaches the management port; without one, the main port. */
      ON,
      /** No one: nothing is counted either. */
      OFF
    }

    /** The path below which the service answers: empty, or one that begins with a slash. */
    public String basePath() {
      return publicUrl.basePath();
    }

    /** Whether the listener itself speaks TLS. */
    public boolean listensWithTls() {
      return tls == Tls.AUTO && publicUrl.isSecure();
    }
  }

  /**
   * What the provider must have registered for the client of a configuration, so that logins and
   * logouts succeed. Immutable.
   */
  public static final class ExpectedRegistration {
    private final Reading reading;

    ExpectedRegistration(Reading reading) {
      this.reading = Objects.requireNonNull(reading, "reading");
    }

    /** The provider's issuer, as configured. */
    public String issuer() {
      return reading.provider().issuer();
    }

    /** The client id. */
    public String clientId() {
      return reading.client().settings().clientId();
    }

    /** Whether the client authenticates with a secret. */
    public boolean isConfidential() {
      return reading.client().settings().authentication().isConfidential();
    }

    /** The client's secret in clear; empty for a public client. */
    public Optional<Secret> secret() {
      return Optional.ofNullable(reading.client().secret()).map(ClientSecret::value);
    }

    /**
     * How the client authenticates: {@code client_secret_basic}, {@code client_secret_post} or
     * none.
     */
    public String clientAuthentication() {
      return reading.client().authenticationName();
    }

    /** Where the provider sends codes. */
    public URI redirectUri() {
      return reading.server().publicUrl().resolve(reading.paths().callback());
    }

    /** Where the provider returns to after a logout. */
    public URI postLogoutRedirectUri() {
      return reading.server().publicUrl().resolve(reading.paths().signedOutCallback());
    }

    /** Where the provider posts logout tokens (OpenID Connect Back-Channel Logout 1.0). */
    public URI backChannelLogoutUri() {
      return reading.server().publicUrl().resolve(Routes.BACK_CHANNEL_LOGOUT);
    }

    /**
     * The page for logouts in a frame (OpenID Connect Front-Channel Logout 1.0); empty where
     * browsers would not send the session's cookies along with it.
     */
    public Optional<URI> frontChannelLogoutUri() {
      boolean works = reading.sessions().sameSite() == SameSite.NONE;
      return works
          ? Optional.of(reading.server().publicUrl().resolve(Routes.FRONT_CHANNEL_LOGOUT))
          : Optional.empty();
    }

    /** What is asked for, {@code offline_access} included where it is. */
    public List<String> scopes() {
      return reading.provider().quirks().adapt(reading.client().settings()).scopes().values();
    }

    /** Whether codes are bound to a proof key (RFC 7636), of method S256. */
    public boolean usesPkce() {
      return reading.client().settings().usePkce();
    }

    @Override
    public String toString() {
      return "ExpectedRegistration[" + clientId() + "]";
    }
  }
}

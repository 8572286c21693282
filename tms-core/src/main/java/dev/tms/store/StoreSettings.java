package dev.tms.store;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Settings from which a {@link StoreFactory} creates a store. Each kind ignores those that it does
 * not need. Immutable; each {@code with} method returns a modified copy.
 */
public final class StoreSettings {
  /** Default operation timeout: 2 s. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

  private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration MIN_TIMEOUT = Duration.ofMillis(10);

  private final InstantSource clock;
  private final SecureRandom random;
  private final @Nullable String url;
  private final @Nullable String user;
  private final @Nullable String password;
  private final Duration timeout;
  private final @Nullable DataSource dataSource;
  private final @Nullable SSLContext tls;

  private StoreSettings(
      InstantSource clock,
      SecureRandom random,
      @Nullable String url,
      @Nullable String user,
      @Nullable String password,
      Duration timeout,
      @Nullable DataSource dataSource,
      @Nullable SSLContext tls) {
    this.clock = Objects.requireNonNull(clock, "clock");
    this.random = Objects.requireNonNull(random, "random");
    this.url = url;
    this.user = user;
    this.password = password;
    this.timeout = timeout;
    this.dataSource = dataSource;
    this.tls = tls;
  }

  /** Returns settings with the default timeout and nothing else. */
  public static StoreSettings of(InstantSource clock, SecureRandom random) {
    return new StoreSettings(clock, random, null, null, null, DEFAULT_TIMEOUT, null, null);
  }

  /** Returns a copy with this URL, whose form depends on the kind. */
  public StoreSettings withUrl(String storeUrl) {
    return new StoreSettings(clock, random, storeUrl, user, password, timeout, dataSource, tls);
  }

  /** Returns a copy with this password, and this user, or null if a password is enough. */
  public StoreSettings withCredentials(@Nullable String storeUser, String storePassword) {
    return new StoreSettings(
        clock, random, url, storeUser, storePassword, timeout, dataSource, tls);
  }

  /**
   * Returns a copy with this operation timeout, which includes waiting for a connection.
   *
   * @throws IllegalArgumentException if it is not between 10 ms and 1 min
   */
  public StoreSettings withTimeout(Duration operationTimeout) {
    return new StoreSettings(
        clock, random, url, user, password, checked(operationTimeout), dataSource, tls);
  }

  /** Returns a copy with these database connections. The caller sizes and closes the pool. */
  public StoreSettings withDataSource(DataSource connections) {
    return new StoreSettings(clock, random, url, user, password, timeout, connections, tls);
  }

  /** Returns a copy with TLS keys and trust in place of the JVM's, such as for a private CA. */
  public StoreSettings withTls(SSLContext context) {
    return new StoreSettings(clock, random, url, user, password, timeout, dataSource, context);
  }

  /**
   * Returns the timeout.
   *
   * @throws IllegalArgumentException if it is not between 10 ms and 1 min
   */
  public static Duration checked(Duration timeout) {
    if (timeout.compareTo(MIN_TIMEOUT) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException("a store's time-out is 10 ms to 1 min, got " + timeout);
    }
    return timeout;
  }

  /** Returns this node's clock, for stores without a clock of their own. */
  public InstantSource clock() {
    return clock;
  }

  /** Returns the generator for versions. */
  public SecureRandom random() {
    return random;
  }

  /** Returns the store's URL. */
  public Optional<String> url() {
    return Optional.ofNullable(url);
  }

  /** Returns the user. */
  public Optional<String> user() {
    return Optional.ofNullable(user);
  }

  /** Returns the password, which is secret. */
  public Optional<String> password() {
    return Optional.ofNullable(password);
  }

  /** Returns the operation timeout. */
  public Duration timeout() {
    return timeout;
  }

  /** Returns the database connections. */
  public Optional<DataSource> dataSource() {
    return Optional.ofNullable(dataSource);
  }

  /** Returns the TLS keys and trust. */
  public Optional<SSLContext> tls() {
    return Optional.ofNullable(tls);
  }

  /** Shows the timeout only: a URL can contain a password. */
  @Override
  public String toString() {
    return "StoreSettings[timeout=" + timeout + "]";
  }
}

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
 * What a {@link StoreFactory} needs to know. Immutable; each {@code with} method returns a changed
 * copy. Each kind of store uses what it needs and leaves the rest alone.
 */
public final class StoreSettings {
  /** Default time-out of an operation: 2 s. */
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

  /** Settings with the default time-out and nothing else. */
  public static StoreSettings of(InstantSource clock, SecureRandom random) {
    return new StoreSettings(clock, random, null, null, null, DEFAULT_TIMEOUT, null, null);
  }

  /** With the address of the store; what it may be is said by each kind. */
  public StoreSettings withUrl(String storeUrl) {
    return new StoreSettings(clock, random, storeUrl, user, password, timeout, dataSource, tls);
  }

  /** With a user, or null where the store knows one only by the password, and a password. */
  public StoreSettings withCredentials(@Nullable String storeUser, String storePassword) {
    return new StoreSettings(
        clock, random, url, storeUser, storePassword, timeout, dataSource, tls);
  }

  /**
   * With a time-out for each operation, waiting for a connection included. Default {@link
   * #DEFAULT_TIMEOUT}.
   *
   * @throws IllegalArgumentException if it is not between 10 ms and 1 min
   */
  public StoreSettings withTimeout(Duration operationTimeout) {
    return new StoreSettings(
        clock, random, url, user, password, checked(operationTimeout), dataSource, tls);
  }

  /** With the connections of a database. They stay the caller's, to size and to close. */
  public StoreSettings withDataSource(DataSource connections) {
    return new StoreSettings(clock, random, url, user, password, timeout, connections, tls);
  }

  /** With keys and trust for TLS instead of the JVM's: a private authority, a client key. */
  public StoreSettings withTls(SSLContext context) {
    return new StoreSettings(clock, random, url, user, password, timeout, dataSource, context);
  }

  /**
   * This time-out, if a store can have it.
   *
   * @throws IllegalArgumentException if it is not between 10 ms and 1 min
   */
  public static Duration checked(Duration timeout) {
    if (timeout.compareTo(MIN_TIMEOUT) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException("a store's time-out is 10 ms to 1 min, got " + timeout);
    }
    return timeout;
  }

  /** The clock of this node, for a store that has none of its own. */
  public InstantSource clock() {
    return clock;
  }

  /** Randomness, for versions. */
  public SecureRandom random() {
    return random;
  }

  /** The address of the store. */
  public Optional<String> url() {
    return Optional.ofNullable(url);
  }

  /** The user to connect as. */
  public Optional<String> user() {
    return Optional.ofNullable(user);
  }

  /** The password to connect with: a secret. */
  public Optional<String> password() {
    return Optional.ofNullable(password);
  }

  /** Time-out of an operation. */
  public Duration timeout() {
    return timeout;
  }

  /** Connections of a database. */
  public Optional<DataSource> dataSource() {
    return Optional.ofNullable(dataSource);
  }

  /** Keys and trust for TLS. */
  public Optional<SSLContext> tls() {
    return Optional.ofNullable(tls);
  }

  /** The time-out alone: an address can hold a password. */
  @Override
  public String toString() {
    return "StoreSettings[timeout=" + timeout + "]";
  }
}

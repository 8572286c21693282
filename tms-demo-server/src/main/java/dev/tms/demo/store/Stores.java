package dev.tms.demo.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tms.InvalidConfigurationException;
import dev.tms.InvalidConfigurationException.Problem;
import dev.tms.config.TmsConfiguration.SharedStore;
import dev.tms.store.ExpiringStore;
import dev.tms.store.ExpiringStore.Entry;
import dev.tms.store.JdbcDialect;
import dev.tms.store.StoreSettings;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

public final class Stores {
  /** The concurrency of a store in a database. */
  private static final int MOST_CONNECTIONS = 16;

  private static final int IDLE_CONNECTIONS = 2;

  private static final long LEAST_PATIENCE_MILLIS = 250;

  private Stores() {}

  /**
   * Opens the configured store, even if it is unreachable at the moment.
   *
   * @throws IllegalArgumentException if its address is invalid or no driver supports it
   */
  public static ExpiringStore open(SharedStore shared, StoreSettings base) {
    if (!shared.kind().equals("jdbc")) {
      return shared.open(base);
    }
    HikariDataSource pool = pool(shared);
    try {
      return new PooledStore(shared.open(base.withDataSource(pool)), pool);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  /**
   * Returns the statements that create the table of a store in a database, without semicolons, and
   * without connecting to it.
   *
   * @throws InvalidConfigurationException if the store is not in a database, or its dialect is
   *     unknown
   */
  public static List<String> schema(Optional<SharedStore> store) {
    if (store.isEmpty() || !store.get().kind().equals("jdbc")) {
      String kind = store.map(SharedStore::kind).orElse("memory");
      throw problem("Store.Kind", "is " + kind + ", which needs no schema: this is for jdbc");
    }
    return JdbcDialect.ofUrl(store.get().url())
        .orElseThrow(
            () -> problem("Store.Url", "is of no database that is known: H2, PostgreSQL, MySQL"))
        .schema(JdbcDialect.DEFAULT_TABLE);
  }

  private static HikariDataSource pool(SharedStore shared) {
    requireDriver(shared.url());
    HikariConfig config = new HikariConfig();
    config.setPoolName("tms-store");
    config.setJdbcUrl(shared.url());
    config.setUsername(shared.user());
    config.setPassword(shared.password() == null ? null : shared.password().reveal());
    config.setMaximumPoolSize(MOST_CONNECTIONS);
    config.setMinimumIdle(IDLE_CONNECTIONS);
    // half of the store's timeout, which leaves time for the statement
    long patience = Math.max(LEAST_PATIENCE_MILLIS, shared.timeout().toMillis() / 2);
    config.setConnectionTimeout(patience);
    config.setValidationTimeout(patience);
    config.setInitializationFailTimeout(-1);
    if (JdbcDialect.ofUrl(shared.url()).orElse(null) == JdbcDialect.POSTGRESQL) {
      // named statements fail behind a pooler in transaction mode; the address takes precedence
      config.addDataSourceProperty("prepareThreshold", "0");
    }
    return new HikariDataSource(config);
  }

  /** The pool's own message would quote the address. */
  private static void requireDriver(String url) {
    try {
      DriverManager.getDriver(url);
    } catch (SQLException e) {
      String product = url.substring(0, url.indexOf(':', "jdbc:".length()) + 1);
      throw new IllegalArgumentException(
          "there is no driver for "
              + (product.isEmpty() ? "it" : product + "…")
              + " on the class path");
    }
  }

  private static InvalidConfigurationException problem(String path, String message) {
    return new InvalidConfigurationException(List.of(new Problem(path, message)));
  }

  private static final class PooledStore implements ExpiringStore {
    private final ExpiringStore store;
    private final AutoCloseable pool;

    PooledStore(ExpiringStore store, AutoCloseable pool) {
      this.store = store;
      this.pool = pool;
    }

    @Override
    public Optional<Entry> get(String key) {
      return store.get(key);
    }

    @Override
    public long put(String key, byte[] value, Duration timeToLive) {
      return store.put(key, value, timeToLive);
    }

    @Override
    public OptionalLong putIfAbsent(String key, byte[] value, Duration timeToLive) {
      return store.putIfAbsent(key, value, timeToLive);
    }

    @Override
    public OptionalLong replace(String key, long version, byte[] value, Duration timeToLive) {
      return store.replace(key, version, value, timeToLive);
    }

    @Override
    public boolean remove(String key, long version) {
      return store.remove(key, version);
    }

    @Override
    public Optional<Entry> take(String key) {
      return store.take(key);
    }

    @Override
    public List<String> weaknesses() {
      return store.weaknesses();
    }

    @Override
    public void close() {
      store.close();
      try {
        pool.close();
      } catch (Exception e) {
        throw new IllegalStateException("the store's connections do not close", e);
      }
    }
  }
}

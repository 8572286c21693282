package dev.tms.demo.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tms.InvalidConfigurationException;
import dev.tms.config.TmsConfiguration.SharedStore;
import dev.tms.store.ExpiringStore;
import dev.tms.store.JdbcDialect;
import dev.tms.store.JdbcStore;
import dev.tms.store.StoreSettings;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

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
    return JdbcStore.builder(pool, base.random())
        .timeout(shared.timeout())
        .onClose(pool::close)
        .build();
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
      throw new InvalidConfigurationException(
          "Store.Kind", "is " + kind + ", which needs no schema: this is for jdbc");
    }
    return JdbcDialect.ofUrl(store.get().url())
        .orElseThrow(
            () ->
                new InvalidConfigurationException(
                    "Store.Url", "is of no database that is known: H2, PostgreSQL, MySQL"))
        .schema(JdbcDialect.DEFAULT_TABLE);
  }

  static HikariDataSource pool(SharedStore shared) {
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
}

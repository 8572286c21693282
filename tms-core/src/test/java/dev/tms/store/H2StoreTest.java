package dev.tms.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class H2StoreTest extends JdbcStoreContract {
  private static JdbcConnectionPool pool;

  @BeforeAll
  static void startDatabase() {
    pool = JdbcConnectionPool.create("jdbc:h2:mem:store;DB_CLOSE_DELAY=-1", "sa", "");
    pool.setMaxConnections(32);
  }

  @AfterAll
  static void stopDatabase() {
    pool.dispose();
  }

  @Override
  DataSource dataSource() {
    return pool;
  }

  @Override
  JdbcDialect dialect() {
    return JdbcDialect.H2;
  }

  @Test
  void dialect_notNamed_isFound() {
    try (ExpiringStore store = JdbcStore.builder(pool, RANDOM).table("found").build()) {
      assertThat(store.putIfAbsent("k", ONE, HOUR)).isPresent();
    }
  }

  @Test
  void clock_inASessionOfAnotherZone_isTheSame() throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET TIME ZONE '+09:00'");
      try (var rows = statement.executeQuery("SELECT " + JdbcDialect.H2.now)) {
        rows.next();
        assertThat(rows.getLong(1))
            .isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis() + 60_000);
      } finally {
        statement.execute("SET TIME ZONE LOCAL");
      }
    }
  }
}

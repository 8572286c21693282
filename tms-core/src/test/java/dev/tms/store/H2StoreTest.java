package dev.tms.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class H2StoreTest extends JdbcStoreContract {
  // not H2's pool: it hands out a connection again that a call has cut
  private static final JdbcDataSource database = new JdbcDataSource();

  @BeforeAll
  static void startDatabase() {
    database.setURL("jdbc:h2:mem:store;DB_CLOSE_DELAY=-1");
  }

  @Override
  DataSource dataSource() {
    return database;
  }

  @Override
  JdbcDialect dialect() {
    return JdbcDialect.H2;
  }

  @Test
  void dialect_notNamed_isFound() {
    try (ExpiringStore store = JdbcStore.builder(database, RANDOM).table("found").build()) {
      assertThat(store.putIfAbsent("k", ONE, HOUR)).isPresent();
    }
  }

  @Test
  void clock_inASessionOfAnotherZone_isTheSame() throws SQLException {
    try (Connection connection = database.getConnection();
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

package dev.tms.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The MySQL dialect on H2's MySQL mode: its statements and its schema, not a MySQL server's locks
 * and isolation.
 */
final class MySqlModeStoreTest extends MySqlStoreContract {
  private static JdbcConnectionPool pool;

  @BeforeAll
  static void startDatabase() throws SQLException {
    pool =
        JdbcConnectionPool.create(
            "jdbc:h2:mem:mysql;MODE=MySQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1", "sa", "");
    pool.setMaxConnections(32);
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      // the mode lacks this function of MySQL
      statement.execute(
          "CREATE ALIAS utc_timestamp FOR \"" + UtcTimestamp.class.getName() + ".now\"");
    }
  }

  @AfterAll
  static void stopDatabase() {
    pool.dispose();
  }

  @Override
  DataSource dataSource() {
    return pool;
  }

  /** MySQL's function of that name. */
  public static final class UtcTimestamp {
    private UtcTimestamp() {}

    /** Date and time in UTC. */
    public static LocalDateTime now(int digits) {
      return LocalDateTime.ofInstant(Instant.now(), ZoneOffset.UTC);
    }
  }
}

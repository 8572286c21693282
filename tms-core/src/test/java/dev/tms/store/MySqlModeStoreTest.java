package dev.tms.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeAll;

/**
 * The MySQL dialect on H2's MySQL mode: its statements and its schema, not a MySQL server's locks
 * and isolation.
 */
final class MySqlModeStoreTest extends MySqlStoreContract {
  // not H2's pool: it hands out a connection again that a call has cut
  private static final JdbcDataSource database = new JdbcDataSource();

  @BeforeAll
  static void startDatabase() throws SQLException {
    database.setURL("jdbc:h2:mem:mysql;MODE=MySQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1");
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      // the mode lacks this function of MySQL
      statement.execute(
          "CREATE ALIAS utc_timestamp FOR \"" + UtcTimestamp.class.getName() + ".now\"");
    }
  }

  @Override
  DataSource dataSource() {
    return database;
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

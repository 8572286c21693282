package dev.tms.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.store.JdbcStore.JdbcSql;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract in the MySQL dialect. */
abstract class MySqlStoreContract extends JdbcStoreContract {
  @Override
  final JdbcDialect dialect() {
    return JdbcDialect.MYSQL;
  }

  @Test
  @DisplayName("MariaDB's driver logs a duplicate's error, which quotes the key: there is none")
  void insert_keyThatIsThere_isNoError() throws SQLException {
    newStore().put("a.key", ONE, HOUR);
    String insert = new JdbcSql(dialect(), JdbcDialect.DEFAULT_TABLE).insert;

    try (Connection connection = dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement(insert)) {
      statement.setBytes(1, TWO);
      statement.setLong(2, 1);
      statement.setLong(3, HOUR.toMillis());
      statement.setBytes(4, "a.key".getBytes(StandardCharsets.US_ASCII));

      assertThat(statement.executeUpdate()).isZero();
    }
  }
}

package dev.tms.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Statements on one connection, each of which its call is informed of before it runs. */
final class JdbcStatements {
  /** Informed of each statement before it runs. */
  interface Watch {
    void starts(PreparedStatement statement) throws SQLException;
  }

  private final Connection connection;
  private final Watch watch;
  private final int timeoutSeconds;

  JdbcStatements(Connection connection, Watch watch, int timeoutSeconds) {
    this.connection = connection;
    this.watch = watch;
    this.timeoutSeconds = timeoutSeconds;
  }

  Connection connection() {
    return connection;
  }

  /** Runs a statement that writes, and returns how many rows it wrote. */
  int update(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  /** Runs an INSERT; false where the key is there already. */
  boolean insert(String sql, Object... parameters) throws SQLException {
    try {
      return update(sql, parameters) == 1;
    } catch (SQLException e) {
      String state = e.getSQLState();
      if (state != null && state.startsWith("23")) {
        return false;
      }
      throw e;
    }
  }

  /** Whether a query finds a row. */
  boolean finds(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      return rows.next();
    }
  }

  /** The entry that a query of content and version finds. */
  Optional<Entry> entry(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      return rows.next()
          ? Optional.of(new Entry(rows.getBytes(1), rows.getLong(2)))
          : Optional.empty();
    }
  }

  private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      statement.setQueryTimeout(timeoutSeconds);
      for (int i = 0; i < parameters.length; i++) {
        if (parameters[i] instanceof byte[] bytes) {
          statement.setBytes(i + 1, bytes);
        } else {
          statement.setLong(i + 1, (Long) parameters[i]);
        }
      }
      watch.starts(statement);
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }
}

package dev.tms.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.ExpiringStoreContract;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The contract on a database, and what more a database has to do. Time passes by moving all expiry
 * instants back, so that the database's own clock stays the one that is compared.
 */
abstract class JdbcStoreContract extends ExpiringStoreContract {
  static final SecureRandom RANDOM = new SecureRandom();
  static final byte[] ONE = {1};
  static final byte[] TWO = {2};
  static final Duration HOUR = Duration.ofHours(1);

  abstract DataSource dataSource();

  abstract JdbcDialect dialect();

  JdbcStore.Builder builder() {
    return JdbcStore.builder(dataSource(), RANDOM).dialect(dialect());
  }

  @Override
  protected ExpiringStore newStore() {
    return builder().timeout(Duration.ofSeconds(20)).build();
  }

  @Override
  protected void elapse(Duration time) throws SQLException {
    execute("UPDATE tms_store SET expires_at = expires_at - " + time.toMillis());
  }

  final int execute(String sql) throws SQLException {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return statement.getUpdateCount();
    }
  }

  final long number(String sql) throws SQLException {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void clock_ofTheDatabase_isUtcInEverySession() throws SQLException {
    long now = number("SELECT " + dialect().now);

    long here = InstantSource.system().millis();
    assertThat(now).isBetween(here - 60_000, here + 60_000);
  }

  @Test
  @DisplayName("Expiry follows the database's clock by itself")
  void get_afterRealTime_isEmpty() {
    try (ExpiringStore store = newStore()) {
      store.put("real.time", ONE, Duration.ofMillis(30));

      await(() -> store.get("real.time").isEmpty());

      assertThat(store.putIfAbsent("real.time", TWO, HOUR)).isPresent();
      store.take("real.time");
    }
  }

  @Test
  void table_namedAndNotThere_isMadeOnce() throws SQLException {
    execute("DROP TABLE IF EXISTS own_table");
    for (int i = 0; i < 2; i++) {
      try (ExpiringStore store = builder().table("own_table").build()) {
        store.put("k" + i, ONE, HOUR);
      }
    }

    assertThat(number("SELECT COUNT(*) FROM own_table")).isEqualTo(2);
  }

  @Test
  void table_notThereAndNotToBeMade_isUnavailableAndSaysSo() throws SQLException {
    execute("DROP TABLE IF EXISTS no_table");
    try (ExpiringStore store = builder().table("no_table").withoutCreatingTable().build()) {
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> store.get("k"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("is the table there");
    }
  }

  @Test
  void schema_printed_isWhatTheStoreUses() throws SQLException {
    execute("DROP TABLE IF EXISTS printed");
    for (String statement : dialect().schema("printed")) {
      execute(statement);
    }

    try (ExpiringStore store = builder().table("printed").withoutCreatingTable().build()) {
      assertThat(store.putIfAbsent("k", ONE, HOUR)).isPresent();
      assertThat(store.take("k")).isPresent();
    }
  }

  @Test
  void expiredRows_afterManyWrites_areDeletedInBatches() throws Exception {
    execute("DELETE FROM tms_store");
    try (ExpiringStore store = newStore()) {
      for (int i = 0; i < 700; i++) {
        store.put("old" + i, ONE, Duration.ofMinutes(1));
      }
      elapse(Duration.ofMinutes(2));
      for (int i = 0; i < 101; i++) {
        store.put("new" + i, ONE, HOUR);
      }

      await(() -> rows() == 101);
    }
  }

  private long rows() {
    try {
      return number("SELECT COUNT(*) FROM tms_store");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void value_stored_isTheBytesAsTheyAre() throws SQLException {
    execute("DELETE FROM tms_store");
    try (ExpiringStore store = newStore()) {
      store.put("bytes", HexFormat.of().parseHex("00ff27"), HOUR);
    }

    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT content FROM tms_store")) {
      rows.next();
      assertThat(rows.getBytes(1)).inHexadecimal().containsExactly(0, 0xff, 0x27);
    }
  }
}

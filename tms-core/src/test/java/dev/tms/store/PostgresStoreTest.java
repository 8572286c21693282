package dev.tms.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tms.contract.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A real PostgreSQL, started by the test from the registry's artefact. */
final class PostgresStoreTest extends JdbcStoreContract {
  private static final Duration SHORT = Duration.ofMillis(400);

  private static EmbeddedPostgres server;
  private static HikariDataSource pool;

  @BeforeAll
  static void startDatabase() throws IOException {
    server =
        EmbeddedPostgres.builder().setPort(FreePort.next()).setServerConfig("fsync", "off").start();
    pool = pool("postgres", "");
  }

  private static HikariDataSource pool(String user, String initSql) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(server.getDatabase(user, "postgres"));
    config.setMaximumPoolSize(16);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(5_000);
    if (!initSql.isEmpty()) {
      config.setConnectionInitSql(initSql);
    }
    return new HikariDataSource(config);
  }

  @AfterAll
  static void stopDatabase() throws IOException {
    pool.close();
    server.close();
  }

  @Override
  DataSource dataSource() {
    return pool;
  }

  @Override
  JdbcDialect dialect() {
    return JdbcDialect.POSTGRESQL;
  }

  @Test
  void dialect_notNamed_isFound() {
    try (ExpiringStore store = JdbcStore.builder(pool, RANDOM).build()) {
      assertThat(store.get("nothing")).isEmpty();
    }
  }

  @Test
  void isolation_serializableAndNoAutoCommit_stillOneWinner() throws Exception {
    newStore().get("makes.the.table");
    HikariConfig config = new HikariConfig();
    config.setDataSource(server.getPostgresDatabase());
    config.setMaximumPoolSize(8);
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
    try (HikariDataSource strict = new HikariDataSource(config);
        JdbcStore store =
            JdbcStore.builder(strict, RANDOM).timeout(Duration.ofSeconds(20)).build()) {
      long version = store.put("strict", new byte[] {0}, HOUR);
      List<Thread> threads = new ArrayList<>();
      var wins = new java.util.concurrent.atomic.AtomicInteger();
      for (int i = 0; i < 8; i++) {
        Thread thread =
            new Thread(
                () -> {
                  if (store.replace("strict", version, ONE, HOUR).isPresent()) {
                    wins.incrementAndGet();
                  }
                });
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }

      assertThat(wins).hasValue(1);
      assertThat(store.get("strict").orElseThrow().value()).isEqualTo(ONE);
    }
  }

  @Test
  void user_withoutTheRightToCreate_usesTheTableThatIsThere() throws Exception {
    newStore().get("makes.the.table");
    execute("DROP ROLE IF EXISTS guest");
    execute("CREATE ROLE guest LOGIN");
    execute("GRANT SELECT, INSERT, UPDATE, DELETE ON tms_store TO guest");
    try (HikariDataSource guests = pool("guest", "");
        ExpiringStore store = JdbcStore.builder(guests, RANDOM).build()) {
      assertThat(store.put("guest", ONE, HOUR)).isPositive();
      assertThat(store.take("guest")).isPresent();
    } finally {
      execute("REVOKE ALL ON tms_store FROM guest");
      execute("DROP ROLE guest");
    }
  }

  @Test
  @DisplayName("a write that times out behind a lock is cancelled, and does not happen later")
  void replace_lockedByAnother_timesOutAndIsCancelled() throws Exception {
    try (JdbcStore store = builder().timeout(SHORT).build();
        Connection other = pool.getConnection()) {
      long version = store.put("locked", ONE, HOUR);
      other.setAutoCommit(false);
      try (Statement statement = other.createStatement()) {
        statement.execute("SELECT * FROM tms_store FOR UPDATE");
      }

      long begin = System.nanoTime();
      assertThatThrownBy(() -> store.replace("locked", version, TWO, HOUR))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SHORT.multipliedBy(4));

      await(() -> waitingForLocks() == 0);
      other.rollback();
      assertThat(store.get("locked").orElseThrow().value()).isEqualTo(ONE);
      assertThat(store.replace("locked", version, TWO, HOUR)).isPresent();
    }
  }

  private long waitingForLocks() {
    try {
      return number(
          "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE"
              + " 'UPDATE tms_store%'");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void server_paused_everyOperationTimesOutAndThenRecovers() throws Exception {
    try (JdbcStore store = builder().timeout(SHORT).build()) {
      long version = store.put("paused", ONE, HOUR);
      ProcessHandle postmaster = postmaster();
      signal(postmaster, "STOP");
      try {
        long begin = System.nanoTime();
        assertThatThrownBy(() -> store.get("paused")).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.replace("paused", version, TWO, HOUR))
            .isInstanceOf(StoreUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SHORT.multipliedBy(5));
      } finally {
        signal(postmaster, "CONT");
      }

      await(() -> reached(store));
      // unknown outcome: one of the two, and anyone who must know reads it back
      assertThat(store.get("paused").orElseThrow().value()).isIn(ONE, TWO);
      store.put("paused", ONE, HOUR);
      assertThat(store.get("paused").orElseThrow().value()).isEqualTo(ONE);
    }
  }

  @Test
  void server_endsAllConnections_readsGoOnAndWritesSayThatTheyAreUnknown() throws Exception {
    try (HikariDataSource own = pool("postgres", "SET application_name = 'cut'");
        JdbcStore store = JdbcStore.builder(own, RANDOM).timeout(Duration.ofSeconds(5)).build()) {
      store.put("cut", ONE, HOUR);
      endConnections();
      assertThat(store.get("cut")).isPresent();

      endConnections();
      boolean known = written(() -> store.put("cut", TWO, HOUR));
      await(() -> reached(store));
      // the pool may have seen by itself that its connections are dead, and made others
      assertThat(store.get("cut").orElseThrow().value()).isEqualTo(known ? TWO : ONE);
    }
  }

  private static boolean written(Runnable write) {
    try {
      write.run();
      return true;
    } catch (StoreUnavailableException e) {
      return false;
    }
  }

  private void endConnections() throws SQLException {
    execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name ="
            + " 'cut'");
  }

  private static boolean reached(ExpiringStore store) {
    try {
      store.get("any");
      return true;
    } catch (StoreUnavailableException e) {
      return false;
    }
  }

  private void signal(ProcessHandle postmaster, String name) throws Exception {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    Stream.concat(Stream.of(postmaster), postmaster.descendants())
        .forEach(process -> command.add(Long.toString(process.pid())));
    new ProcessBuilder(command).start().waitFor();
  }

  private ProcessHandle postmaster() throws Exception {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW data_directory")) {
      rows.next();
      Path file = Path.of(rows.getString(1), "postmaster.pid");
      return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0))).orElseThrow();
    }
  }
}

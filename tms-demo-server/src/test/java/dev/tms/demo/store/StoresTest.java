package dev.tms.demo.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.tms.config.TmsConfiguration.SharedStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StoresTest {
  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws Exception {
    server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"'', 0", "&prepareThreshold=2, 1"})
  @DisplayName("Behind a pooler in transaction mode a named statement meets another connection")
  void pool_postgresql_namesNoStatementUnlessTheAddressSaysSo(String option, int named)
      throws Exception {
    String url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres?sslmode=disable";
    SharedStore shared =
        new SharedStore("jdbc", url + option, "postgres", null, Duration.ofSeconds(20));

    try (HikariDataSource pool = Stores.pool(shared);
        Connection connection = pool.getConnection()) {
      for (int i = 0; i < 20; i++) {
        try (PreparedStatement statement = connection.prepareStatement("SELECT 1")) {
          assertThat(statement.execute()).isTrue();
        }
      }
      try (ResultSet count =
          connection
              .createStatement()
              .executeQuery("SELECT count(*) FROM pg_prepared_statements")) {
        assertThat(count.next()).isTrue();
        assertThat(count.getInt(1)).isEqualTo(named);
      }
    }
  }
}

package dev.tms.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tms.contract.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract on the MariaDB server that is installed here, with its own driver; skipped where
 * there is none. The system property {@code tms.mariadbd} names another program.
 */
final class MariaDbStoreTest extends MySqlStoreContract {
  private static final Path SERVER =
      Path.of(System.getProperty("tms.mariadbd", "/usr/sbin/mariadbd"));

  private static Process server;
  private static HikariDataSource pool;

  @BeforeAll
  static void startDatabase(@TempDir Path folder) throws IOException, SQLException {
    assumeTrue(Files.isExecutable(SERVER), "no " + SERVER);
    int port = FreePort.next();
    server =
        new ProcessBuilder(
                SERVER.toString(),
                "--no-defaults",
                "--skip-grant-tables",
                "--user=" + System.getProperty("user.name"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--datadir=" + folder,
                "--socket=" + folder.resolve("s"))
            .redirectErrorStream(true)
            .start();
    awaitReady();
    String url = "jdbc:mariadb://127.0.0.1:" + port + "/";
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername("root");
    try (HikariDataSource once = new HikariDataSource(config);
        Connection connection = once.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE tms");
    }
    config.setJdbcUrl(url + "tms");
    config.setMaximumPoolSize(16);
    pool = new HikariDataSource(config);
  }

  private static void awaitReady() throws IOException {
    BufferedReader said = server.inputReader(StandardCharsets.UTF_8);
    StringBuilder all = new StringBuilder();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      all.append(line).append('\n');
      if (line.contains("ready for connections")) {
        Thread drain = new Thread(() -> said.lines().forEach(more -> {}));
        drain.setDaemon(true);
        drain.start();
        return;
      }
    }
    throw new IOException("the server ended: " + all);
  }

  @AfterAll
  static void stopDatabase() throws InterruptedException {
    if (pool != null) {
      pool.close();
    }
    if (server != null) {
      server.destroy();
      server.waitFor();
    }
  }

  @Override
  DataSource dataSource() {
    return pool;
  }
}

package dev.tms.demo.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tms.contract.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;

/** The registry's PostgreSQL on a free port. */
public final class PostgresServer extends StoreServer {
  private final EmbeddedPostgres server;
  private final Path data;

  private PostgresServer(EmbeddedPostgres server, Path data) {
    this.server = server;
    this.data = data;
  }

  /** Starts one; what it keeps is in the folder. */
  public static PostgresServer start(Path folder) {
    Path data = folder.resolve("postgres");
    try {
      return new PostgresServer(
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setPort(FreePort.next())
              .setServerConfig("fsync", "off")
              .start(),
          data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  String column() {
    return "PostgreSQL";
  }

  @Override
  int port() {
    return server.getPort();
  }

  @Override
  void configure(ObjectNode section, int at) {
    // statements are sent as text, so that a wire can read them
    section
        .put("Kind", "jdbc")
        .put(
            "Url",
            "jdbc:postgresql://127.0.0.1:" + at + "/postgres?prepareThreshold=0&sslmode=disable")
        .put("User", "postgres");
  }

  @Override
  boolean isWrite(String sent) {
    return sent.contains("INSERT INTO tms_store") || sent.contains("UPDATE tms_store");
  }

  /** One of its processes dies. So the first ends all others, and recovers what was written. */
  void crash() {
    signal("KILL", List.of(postmaster().children().min(Comparator.naturalOrder()).orElseThrow()));
  }

  /** How many rows a table has. */
  long count(String table) {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  List<ProcessHandle> processes() {
    return withDescendants(postmaster());
  }

  private ProcessHandle postmaster() {
    try {
      String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
      return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

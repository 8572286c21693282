package dev.tms.benchmarks.growth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tms.benchmarks.StoreKind;
import dev.tms.store.ExpiringStore;
import dev.tms.store.InMemoryStore;
import dev.tms.testkit.ManualClock;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;

/** A store seen from its server: its memory, its processor time, and a way to fill it quickly. */
abstract class StoreServer implements AutoCloseable {
  /** The store, as a node has it. */
  abstract ExpiringStore store() throws Exception;

  /** The clock that its sessions live by. */
  InstantSource clock() {
    return InstantSource.system();
  }

  /** Writes entries with numbers from one to another, exclusively, and values of that size. */
  abstract void fill(String keys, long from, long to, int valueBytes, Duration timeToLive)
      throws Exception;

  /** Bytes that it needs now. */
  abstract long bytes() throws Exception;

  /** Microseconds of processor time so far of the server. */
  abstract double micros() throws Exception;

  /** The time to live of entries that are to be expired when {@link #cleanUp} is called. */
  abstract Duration expired();

  /** Has the expired entries removed, as far as the server does it in some seconds. */
  abstract void cleanUp(ExpiringStore store) throws Exception;

  /** How many entries there are, expired ones included. */
  abstract long entries() throws Exception;

  @Override
  public void close() throws SQLException {}

  static byte[] value(int bytes) {
    byte[] value = new byte[bytes];
    new Random(bytes).nextBytes(value);
    return value;
  }

  /** In this process: what it costs is in the process's own time. */
  static final class Memory extends StoreServer {
    private static final int CAPACITY = 3_000_000;

    private final ManualClock clock = new ManualClock(Instant.now());
    private final InMemoryStore store = new InMemoryStore(clock, CAPACITY);

    @Override
    ExpiringStore store() {
      return store;
    }

    @Override
    InstantSource clock() {
      return clock;
    }

    @Override
    void fill(String keys, long from, long to, int valueBytes, Duration timeToLive) {
      byte[] value = value(valueBytes);
      for (long i = from; i < to; i++) {
        store.put("%s%042d".formatted(keys, i), value, timeToLive);
      }
    }

    @Override
    long bytes() {
      return Meter.heap();
    }

    @Override
    double micros() {
      return 0;
    }

    @Override
    Duration expired() {
      return Duration.ofSeconds(30);
    }

    @Override
    long entries() {
      return store.size();
    }

    @Override
    void cleanUp(ExpiringStore opened) {
      clock.advance(Duration.ofMinutes(1));
      int before;
      do {
        before = store.size();
        store.put("one", new byte[0], Duration.ofDays(1));
      } while (store.size() < before);
    }
  }

  /** With autovacuum off for its table, so that it begins at no chance moment. */
  static final class Postgres extends StoreServer {
    private final Connection connection;
    private final ProcessHandle server;

    Postgres() throws IOException, SQLException {
      connection = StoreKind.postgres().getConnection();
      long backend = number("SELECT pg_backend_pid()");
      server = ProcessHandle.of(backend).flatMap(ProcessHandle::parent).orElseThrow();
    }

    @Override
    ExpiringStore store() throws IOException, SQLException {
      ExpiringStore store = StoreKind.POSTGRESQL.open();
      store.put("first", new byte[0], Duration.ofDays(1)); // makes the table
      execute("ALTER TABLE tms_store SET (autovacuum_enabled = false)");
      return store;
    }

    @Override
    void fill(String keys, long from, long to, int valueBytes, Duration timeToLive)
        throws SQLException {
      try (PreparedStatement insert =
          connection.prepareStatement(
              """
              INSERT INTO tms_store (entry_key, entry_version, expires_at, content)
              SELECT convert_to(left(? || translate(encode(sha256(convert_to(i::text, 'UTF8')),
                'base64'), '=', ''), 43), 'UTF8'), i, ?, ? FROM generate_series(?, ?) i
              """)) {
        insert.setString(1, keys);
        insert.setLong(2, Instant.now().plus(timeToLive).toEpochMilli());
        insert.setBytes(3, value(valueBytes));
        insert.setLong(4, from);
        insert.setLong(5, to - 1);
        insert.executeUpdate();
      }
    }

    @Override
    long bytes() throws SQLException {
      execute("VACUUM ANALYZE tms_store");
      return number("SELECT pg_total_relation_size('tms_store')");
    }

    @Override
    double micros() {
      return Stream.concat(Stream.of(server), server.descendants())
          .flatMap(process -> process.info().totalCpuDuration().stream())
          .mapToDouble(time -> time.toNanos() / 1e3)
          .sum();
    }

    @Override
    Duration expired() {
      return Duration.ofSeconds(-20);
    }

    @Override
    long entries() throws SQLException {
      return number("SELECT count(*) FROM tms_store");
    }

    @Override
    void cleanUp(ExpiringStore store) throws Exception {
      long now = Instant.now().toEpochMilli();
      String expired = "SELECT count(*) FROM tms_store WHERE expires_at < " + now;
      while (number(expired) > 0) {
        for (int i = 0; i < 100; i++) {
          store.put("one", new byte[0], Duration.ofDays(1)); // each hundredth removes up to 10,000
        }
        Thread.sleep(500);
      }
    }

    private long number(String query) throws SQLException {
      try (Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery(query)) {
        result.next();
        return result.getLong(1);
      }
    }

    private void execute(String command) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(command);
      }
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  /** One server, without persistence. */
  static final class Redis extends StoreServer {
    private static final int BATCH = 10_000;
    private static final String FILL =
        """
        for i = ARGV[1], ARGV[2] do
          local key = 'tms:' .. ARGV[5] .. redis.sha1hex(i) .. '::'
          redis.call('SET', key, ARGV[3], 'PX', ARGV[4])
        end
        """;

    private final Jedis connection;

    Redis() throws IOException {
      connection = new Jedis(StoreKind.redis(), 60_000);
    }

    @Override
    ExpiringStore store() throws IOException {
      return StoreKind.REDIS.open();
    }

    @Override
    void fill(String keys, long from, long to, int valueBytes, Duration timeToLive) {
      for (long i = from; i < to; i += BATCH) {
        connection.eval(
            FILL.getBytes(US_ASCII),
            0,
            bytes(i),
            bytes(Math.min(to, i + BATCH) - 1),
            value(valueBytes + Long.BYTES), // with the version
            bytes(timeToLive.toMillis()),
            keys.getBytes(US_ASCII));
      }
    }

    private static byte[] bytes(long number) {
      return Long.toString(number).getBytes(US_ASCII);
    }

    @Override
    long bytes() {
      return (long) info("memory", "used_memory:([0-9]+)");
    }

    @Override
    double micros() {
      return 1e6 * (info("cpu", "used_cpu_user:([0-9.]+)") + info("cpu", "used_cpu_sys:([0-9.]+)"));
    }

    private double info(String section, String pattern) {
      Matcher matcher = Pattern.compile(pattern).matcher(connection.info(section));
      if (!matcher.find()) {
        throw new IllegalStateException("INFO " + section + " does not say " + pattern);
      }
      return Double.parseDouble(matcher.group(1));
    }

    @Override
    Duration expired() {
      return Duration.ofSeconds(2);
    }

    @Override
    long entries() {
      return connection.dbSize();
    }

    @Override
    void cleanUp(ExpiringStore store) throws InterruptedException {
      Thread.sleep(5_000);
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}

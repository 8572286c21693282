package dev.tms.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tms.store.ExpiringStore.Entry;
import dev.tms.store.JdbcCalls.JdbcStatements;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * An {@link ExpiringStore} in a relational database table, shared by all nodes that use the table.
 * Each operation is decided by one auto-committed statement. Time is the database's, so node clocks
 * do not matter. Requires READ COMMITTED or stricter and a connection to the primary, not to a
 * replica. The caller owns the data source, which should be a pool of at least {@link
 * Builder#concurrency} connections. Thread-safe.
 */
public final class JdbcStore implements ExpiringStore {
  private final JdbcCalls calls;
  private final ExpiredRows expiredRows;
  private final SecureRandom random;
  private final @Nullable JdbcDialect dialect;
  private final String table;
  private final boolean createsTable;
  private final Runnable onClose;
  private volatile @Nullable JdbcSql sql;

  private JdbcStore(Builder builder) {
    calls = new JdbcCalls(builder.dataSource, builder.timeout, builder.concurrency);
    expiredRows = new ExpiredRows(calls);
    random = builder.random;
    dialect = builder.dialect;
    table = builder.table;
    createsTable = builder.createsTable;
    onClose = builder.onClose;
  }

  static JdbcStore open(StoreSettings settings) {
    DataSource connections =
        settings
            .dataSource()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "a jdbc store needs a data source: make a pool and hand it in"));
    return builder(connections, settings.random()).timeout(settings.timeout()).build();
  }

  /** Returns a builder for a store on this data source; the generator creates versions. */
  public static Builder builder(DataSource dataSource, SecureRandom random) {
    return new Builder(dataSource, random);
  }

  @Override
  public Optional<Entry> get(String key) {
    byte[] name = name(key);
    return calls.read(statements -> statements.entry(sql(statements).get, name));
  }

  @Override
  public long put(String key, byte[] value, Duration timeToLive) {
    byte[] name = name(key);
    byte[] content = ExpiringStore.checkedValue(value);
    long millis = ExpiringStore.millis(timeToLive);
    long version = ExpiringStore.newVersion(random);
    JdbcSql used =
        calls.write(
            statements -> {
              JdbcSql text = sql(statements);
              // each writes unconditionally, and returns false or 0 only if it did nothing
              while (statements.update(text.update, content, version, millis, name) == 0
                  && !statements.insert(text.insert, content, version, millis, name)) {
                // inserted and removed concurrently
              }
              return text;
            });
    expiredRows.written(used);
    return version;
  }

  @Override
  public OptionalLong putIfAbsent(String key, byte[] value, Duration timeToLive) {
    byte[] name = name(key);
    byte[] content = ExpiringStore.checkedValue(value);
    long millis = ExpiringStore.millis(timeToLive);
    long version = ExpiringStore.newVersion(random);
    boolean written =
        calls.write(
            statements -> {
              JdbcSql text = sql(statements);
              while (true) {
                if (statements.insert(text.insert, content, version, millis, name)
                    || statements.update(text.updateExpired, content, version, millis, name) == 1) {
                  return true;
                }
                if (statements.finds(text.live, name)) {
                  return false;
                }
              }
            });
    return wrote(written, version);
  }

  @Override
  public OptionalLong replace(String key, long version, byte[] value, Duration timeToLive) {
    byte[] name = name(key);
    byte[] content = ExpiringStore.checkedValue(value);
    long millis = ExpiringStore.millis(timeToLive);
    long next = ExpiringStore.newVersion(random);
    boolean written =
        calls.write(
            statements ->
                statements.update(sql(statements).replace, content, next, millis, name, version)
                    == 1);
    return wrote(written, next);
  }

  @Override
  public boolean remove(String key, long version) {
    byte[] name = name(key);
    return calls.write(statements -> statements.update(sql(statements).remove, name, version) == 1);
  }

  @Override
  public Optional<Entry> take(String key) {
    byte[] name = name(key);
    return calls.write(
        statements -> {
          JdbcSql text = sql(statements);
          while (true) {
            Optional<Entry> entry = statements.entry(text.get, name);
            // deleting this version is taking it: versions are unique
            if (entry.isEmpty()
                || statements.update(text.delete, name, entry.get().version()) == 1) {
              return entry;
            }
          }
        });
  }

  @Override
  public void close() {
    calls.close();
    onClose.run();
  }

  private OptionalLong wrote(boolean written, long version) {
    JdbcSql used = sql;
    if (written && used != null) {
      expiredRows.written(used);
    }
    return written ? OptionalLong.of(version) : OptionalLong.empty();
  }

  private static byte[] name(String key) {
    return ExpiringStore.checkedKey(key).getBytes(US_ASCII);
  }

  /** Returns the statements. On first use, detects the dialect and creates the table. */
  private JdbcSql sql(JdbcStatements statements) throws SQLException {
    JdbcSql known = sql;
    if (known != null) {
      return known;
    }
    Connection connection = statements.connection();
    JdbcDialect spoken = dialect;
    if (spoken == null) {
      String product = connection.getMetaData().getDatabaseProductName();
      spoken =
          JdbcDialect.ofProduct(product)
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "no dialect is known for the database " + product + ": name one"));
    }
    JdbcSql text = new JdbcSql(spoken, table);
    if (createsTable) {
      create(statements, spoken, text);
    }
    sql = text;
    return text;
  }

  private void create(JdbcStatements statements, JdbcDialect spoken, JdbcSql text)
      throws SQLException {
    try {
      // a user without the CREATE privilege can use an existing table
      statements.finds(text.probe);
      return;
    } catch (SQLException e) {
      if (e.getSQLState() == null || !e.getSQLState().startsWith("42")) {
        throw e;
      }
    }
    try (Statement statement = statements.connection().createStatement()) {
      for (String part : spoken.schema(table)) {
        statement.execute(part);
      }
    } catch (SQLException e) {
      // a concurrent creation by another node makes this one fail
      if (!isThere(statements, text)) {
        throw e;
      }
    }
  }

  private static boolean isThere(JdbcStatements statements, JdbcSql text) {
    try {
      statements.finds(text.probe);
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /** Builds a {@link JdbcStore}. Not thread-safe. */
  public static final class Builder {
    private final DataSource dataSource;
    private final SecureRandom random;
    private @Nullable JdbcDialect dialect;
    private String table = JdbcDialect.DEFAULT_TABLE;
    private boolean createsTable = true;
    private Duration timeout = StoreSettings.DEFAULT_TIMEOUT;
    private int concurrency = 16;
    private Runnable onClose = () -> {};

    private Builder(DataSource dataSource, SecureRandom random) {
      this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
      this.random = Objects.requireNonNull(random, "random");
    }

    /** Sets the dialect. By default detected from the database's product name. */
    public Builder dialect(JdbcDialect spoken) {
      this.dialect = Objects.requireNonNull(spoken, "dialect");
      return this;
    }

    /**
     * Sets the table, with or without a schema. Default {@link JdbcDialect#DEFAULT_TABLE}.
     *
     * @throws IllegalArgumentException if it is not one identifier of letters, digits and
     *     underscores, or two separated by a dot
     */
    public Builder table(String name) {
      this.table = JdbcSql.checked(name);
      return this;
    }

    /** Disables creation of a missing table on first use; see {@link JdbcDialect#schema}. */
    public Builder withoutCreatingTable() {
      this.createsTable = false;
      return this;
    }

    /**
     * Sets the operation timeout, which includes waiting for a connection. Default 2 s.
     *
     * @throws IllegalArgumentException if it is not between 10 ms and 1 min
     */
    public Builder timeout(Duration operationTimeout) {
      this.timeout = StoreSettings.checked(operationTimeout);
      return this;
    }

    /**
     * Sets how many operations run concurrently, each on its own connection. 64 times as many can
     * queue; further ones fail as unavailable. Default 16.
     *
     * @throws IllegalArgumentException if it is not between 1 and 1,000
     */
    public Builder concurrency(int operations) {
      if (operations < 1 || operations > 1000) {
        throw new IllegalArgumentException("concurrency is 1 to 1000, got " + operations);
      }
      this.concurrency = operations;
      return this;
    }

    /** Sets what closes with the store, such as a pool of its own. Default nothing. */
    public Builder onClose(Runnable closing) {
      this.onClose = Objects.requireNonNull(closing, "closing");
      return this;
    }

    /** Builds the store, without contacting the database. */
    public JdbcStore build() {
      return new JdbcStore(this);
    }
  }

  /**
   * Deletes expired rows in batches on the store's threads, after every hundredth write of this
   * node. A round can delete far more rows than were written since the last one, so rows left by
   * departed nodes go too. Failures are retried in the next round. Thread-safe.
   */
  private static final class ExpiredRows {
    private static final int WRITES_PER_ROUND = 100;
    private static final int BATCHES_PER_ROUND = 20;

    private final JdbcCalls calls;
    private final AtomicLong writes = new AtomicLong();
    private final AtomicBoolean running = new AtomicBoolean();

    ExpiredRows(JdbcCalls calls) {
      this.calls = calls;
    }

    void written(JdbcSql sql) {
      if (writes.getAndIncrement() % WRITES_PER_ROUND == 0 && running.compareAndSet(false, true)) {
        calls.later(
            statements -> {
              int batches = 0;
              while (statements.update(sql.purge) == JdbcSql.BATCH
                  && ++batches < BATCHES_PER_ROUND) {
                // the condition does the work
              }
              return batches;
            },
            () -> running.set(false));
      }
    }
  }

  static final class JdbcSql {
    private static final Pattern TABLE =
        Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,39}(\\.[A-Za-z_][A-Za-z0-9_]{0,39})?");

    static final int BATCH = 500;

    final String probe;
    final String get;
    final String live;
    final String update;
    final String updateExpired;
    final String insert;
    final String replace;
    final String remove;
    final String delete;
    final String purge;

    JdbcSql(JdbcDialect dialect, String tableName) {
      String table = checked(tableName);
      String now = dialect.now;
      String set =
          "UPDATE " + table + " SET content = ?, entry_version = ?, expires_at = " + now + " + ?";
      String ofKey = " WHERE entry_key = ?";
      probe = "SELECT entry_key FROM " + table + " WHERE 1 = 0";
      get = "SELECT content, entry_version FROM " + table + ofKey + " AND expires_at > " + now;
      live = "SELECT 1 FROM " + table + ofKey + " AND expires_at > " + now;
      update = set + ofKey;
      updateExpired = set + ofKey + " AND expires_at <= " + now;
      insert =
          dialect.insertPrefix
              + table
              + " (content, entry_version, expires_at, entry_key) VALUES (?, ?, "
              + now
              + " + ?, ?)"
              + dialect.insertSuffix;
      replace = set + ofKey + " AND entry_version = ? AND expires_at > " + now;
      delete = "DELETE FROM " + table + ofKey + " AND entry_version = ?";
      remove = delete + " AND expires_at > " + now;
      purge = purge(dialect, table);
    }

    private static String purge(JdbcDialect dialect, String table) {
      // skip rows that have just expired: a write may be reusing them
      String expired = "expires_at <= (SELECT " + dialect.now + " - 10000)";
      return switch (dialect) {
        case H2 ->
            "DELETE FROM " + table + " WHERE " + expired + " FETCH FIRST " + BATCH + " ROWS ONLY";
        case MYSQL -> "DELETE FROM " + table + " WHERE " + expired + " LIMIT " + BATCH;
        case POSTGRESQL ->
            // nodes that purge concurrently take different rows instead of waiting
            "DELETE FROM "
                + table
                + " WHERE entry_key IN (SELECT entry_key FROM "
                + table
                + " WHERE "
                + expired
                + " LIMIT "
                + BATCH
                + " FOR UPDATE SKIP LOCKED) AND "
                + expired;
      };
    }

    static String checked(String table) {
      if (!TABLE.matcher(table).matches()) {
        throw new IllegalArgumentException(
            "a table's name is letters, digits and underscores, up to 40, after a schema and a dot"
                + " or alone, got '"
                + table
                + "'");
      }
      return table;
    }
  }
}

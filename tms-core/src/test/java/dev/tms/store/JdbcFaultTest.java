package dev.tms.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A database that fails, hangs, and comes back. */
final class JdbcFaultTest {
  private static final Duration SHORT = Duration.ofMillis(150);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final byte[] SECRET =
      "topsecret".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  private final JdbcDataSource database = new JdbcDataSource();
  private final CountDownLatch healed = new CountDownLatch(1);
  private final AtomicInteger connections = new AtomicInteger();
  private Connection keepsTheDatabase;

  @BeforeEach
  void start() throws SQLException {
    database.setUrl("jdbc:h2:mem:fault" + System.identityHashCode(this));
    database.setUser("sa");
    keepsTheDatabase = database.getConnection();
  }

  @AfterEach
  void stop() throws SQLException {
    healed.countDown();
    keepsTheDatabase.close();
  }

  private JdbcStore store(Callable<Connection> source) {
    return JdbcStore.builder(source(source), new SecureRandom())
        .timeout(SHORT)
        .concurrency(2)
        .build();
  }

  private DataSource source(Callable<Connection> connection) {
    return (DataSource)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              connections.incrementAndGet();
              return connection.call();
            });
  }

  @Test
  void dataSource_throws_isUnavailableWithoutItsText() {
    try (JdbcStore store =
        store(
            () -> {
              throw new SQLException("no route to topsecret", "08001", 17);
            })) {
      assertThatThrownBy(() -> store.get("k"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("08001")
          .satisfies(JdbcFaultTest::tellsNothing);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "26000,prepareThreshold=0",
    "42P05,prepareThreshold=0",
    "08P01,pooler",
    "08001,could not be connected to",
    "28P01,user or the password",
    "42501,granted",
    "53300,failed",
  })
  @DisplayName("the errors of a connection pooler are named as what they are")
  void statement_fails_messageSaysWhatItMeans(String state, String meaning) {
    try (JdbcStore store = store(() -> failing(new SQLException("topsecret", state, 0)))) {
      for (Runnable call : everyOperation(store)) {
        assertThatThrownBy(call::run)
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining(meaning)
            .hasMessageContaining(state)
            .satisfies(JdbcFaultTest::tellsNothing);
      }
    }
  }

  @Test
  void pool_hasNoConnectionInTime_isSaidSo() {
    try (JdbcStore store =
        store(
            () -> {
              throw new SQLTransientConnectionException("topsecret is not available");
            })) {
      assertThatThrownBy(() -> store.get("k"))
          .hasMessageContaining("gave no connection in time")
          .satisfies(JdbcFaultTest::tellsNothing);
    }
  }

  @Test
  void dataSource_throwsUnchecked_isUnavailableWithoutItsText() {
    try (JdbcStore store =
        store(
            () -> {
              throw new IllegalStateException("topsecret");
            })) {
      assertThatThrownBy(() -> store.get("k"))
          .isInstanceOf(StoreUnavailableException.class)
          .satisfies(JdbcFaultTest::tellsNothing);
    }
  }

  @Test
  void statement_failsWithValuesInItsText_tellsNone() {
    try (JdbcStore store =
        store(
            () ->
                failing(
                    new SQLException(
                        "Value too long: key 'topsecret' topsecret", "22001", 22001)))) {
      for (Runnable call : everyOperation(store)) {
        assertThatThrownBy(call::run)
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("22001")
            .satisfies(JdbcFaultTest::tellsNothing);
      }
    }
  }

  @Test
  void dataSource_hangs_everyOperationEndsInTime() {
    try (JdbcStore store =
        store(
            () -> {
              healed.await();
              return database.getConnection();
            })) {
      for (Runnable call : everyOperation(store)) {
        long begin = System.nanoTime();
        assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(call::run);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SHORT.multipliedBy(8));
      }
      // two hang, the rest waited for a thread and was never begun
      assertThat(connections).hasValue(2);

      healed.countDown();
      JdbcStoreContract.await(() -> reached(store));

      // nor did any of it happen afterwards
      assertThat(store.get("k")).isEmpty();
      assertThat(store.putIfAbsent("k", SECRET, HOUR)).isPresent();
    }
  }

  @Test
  void dataSource_hangsAndCallersKeepComing_theyAreRefusedAtOnceInTheEnd() throws Exception {
    try (JdbcStore store =
        JdbcStore.builder(
                source(
                    () -> {
                      healed.await();
                      return database.getConnection();
                    }),
                new SecureRandom())
            .timeout(Duration.ofSeconds(20))
            .concurrency(1)
            .build()) {
      List<Thread> waiting = new ArrayList<>();
      AtomicInteger refused = new AtomicInteger();
      for (int i = 0; i < 70; i++) {
        Thread thread =
            new Thread(
                () -> {
                  try {
                    store.get("k");
                  } catch (StoreUnavailableException e) {
                    refused.incrementAndGet();
                  }
                });
        thread.start();
        waiting.add(thread);
      }

      // one runs, 64 wait
      JdbcStoreContract.await(() -> refused.get() == 5);
      healed.countDown();
      for (Thread thread : waiting) {
        thread.join();
      }
      assertThat(refused).hasValue(5);
    }
  }

  @Test
  void statement_hangs_isCancelledAndItsConnectionCut() throws Exception {
    CountDownLatch cancelled = new CountDownLatch(1);
    CountDownLatch aborted = new CountDownLatch(1);
    PreparedStatement hanging =
        proxy(
            PreparedStatement.class,
            database,
            method -> {
              if (method.startsWith("execute")) {
                healed.await();
              } else if (method.equals("cancel")) {
                cancelled.countDown();
              }
              return null;
            });
    Connection connection =
        proxy(
            Connection.class,
            keepsTheDatabase,
            method -> {
              if (method.equals("abort")) {
                aborted.countDown();
                return null;
              }
              return method.equals("prepareStatement") ? hanging : KEEP;
            });
    try (JdbcStore store = store(() -> connection)) {
      assertThatExceptionOfType(StoreUnavailableException.class)
          .isThrownBy(() -> store.put("k", SECRET, HOUR));

      cancelled.await();
      aborted.await();
    }
  }

  @Test
  void statement_rolledBack_isRepeated() {
    AtomicInteger failures = new AtomicInteger(3);
    try (JdbcStore store =
        store(
            () -> {
              Connection real = database.getConnection();
              return proxy(
                  Connection.class,
                  real,
                  method -> {
                    if (method.equals("prepareStatement") && failures.getAndDecrement() > 0) {
                      throw new SQLException("deadlock", "40001");
                    }
                    return KEEP;
                  });
            })) {
      assertThat(store.putIfAbsent("k", SECRET, HOUR)).isPresent();
    }
  }

  @Test
  void statement_outcomeUnknown_isNotRepeated() {
    AtomicInteger statements = new AtomicInteger();
    try (JdbcStore store =
        store(
            () ->
                proxy(
                    Connection.class,
                    keepsTheDatabase,
                    method -> {
                      if (method.equals("prepareStatement")) {
                        statements.incrementAndGet();
                        throw new SQLException("gone", "08006");
                      }
                      return method.equals("close") ? null : KEEP;
                    }))) {
      assertThatExceptionOfType(StoreUnavailableException.class)
          .isThrownBy(() -> store.put("k", SECRET, HOUR));

      assertThat(statements).hasValue(1);
    }
  }

  @Test
  void caller_interrupted_isUnavailableAndStaysInterrupted() {
    try (JdbcStore store =
        store(
            () -> {
              healed.await();
              return database.getConnection();
            })) {
      Thread.currentThread().interrupt();

      assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> store.get("k"));
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void store_closed_isUnavailable() {
    JdbcStore store = store(database::getConnection);
    store.put("k", SECRET, HOUR);

    store.close();

    assertThatThrownBy(() -> store.get("k"))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void database_unknown_saysToNameADialect() {
    Connection exotic =
        proxy(
            Connection.class,
            keepsTheDatabase,
            method ->
                method.equals("getMetaData")
                    ? proxy(
                        java.sql.DatabaseMetaData.class,
                        keepsTheDatabase,
                        m -> m.equals("getDatabaseProductName") ? "Exotic" : null)
                    : method.equals("close") ? null : KEEP);
    try (JdbcStore store = store(() -> exotic)) {
      assertThatThrownBy(() -> store.get("k"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Exotic");
    }
  }

  @Test
  void table_withAnythingElseInItsName_isRefused() {
    for (String bad : List.of("", "a b", "a;b", "a.b.c", "1a", "a\"", "t--", "x".repeat(41))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> JdbcStore.builder(database, new SecureRandom()).table(bad));
    }
  }

  private static List<Runnable> everyOperation(ExpiringStore store) {
    return List.of(
        () -> store.get("k"),
        () -> store.put("k", SECRET, HOUR),
        () -> store.putIfAbsent("k", SECRET, HOUR),
        () -> store.replace("k", 1, SECRET, HOUR),
        () -> store.remove("k", 1),
        () -> store.take("k"));
  }

  private static boolean reached(ExpiringStore store) {
    try {
      store.get("any");
      return true;
    } catch (StoreUnavailableException e) {
      return false;
    }
  }

  private static void tellsNothing(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    assertThat(text.toString()).doesNotContain("topsecret");
  }

  private Connection failing(SQLException failure) {
    PreparedStatement statement =
        proxy(
            PreparedStatement.class,
            database,
            method -> {
              if (method.startsWith("execute")) {
                throw failure;
              }
              return null;
            });
    return proxy(
        Connection.class,
        keepsTheDatabase,
        method ->
            method.equals("prepareStatement") ? statement : method.equals("close") ? null : KEEP);
  }

  private static final Object KEEP = new Object();

  /** Answers by name; what it answers with {@link #KEEP} is asked of the real one. */
  private interface Answers {
    Object of(String method) throws Exception;
  }

  private static <T> T proxy(Class<T> type, Object real, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            JdbcFaultTest.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Object answer = answers.of(method.getName());
              if (answer != KEEP) {
                return answer;
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}

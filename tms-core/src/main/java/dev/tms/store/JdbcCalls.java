package dev.tms.store;

import dev.tms.store.ExpiringStore.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs database work under a timeout, on its own threads, for two reasons: a pool or driver that
 * hangs must not block the caller, and a data source that joins the caller's transaction would hide
 * a write from other nodes until that transaction commits. Threads end when idle and on {@link
 * #close}. Thread-safe.
 */
final class JdbcCalls implements AutoCloseable {
  private static final int WAITING_PER_THREAD = 64;
  private static final int REPEATS = 20;
  private static final AtomicInteger threadNumber = new AtomicInteger();

  /** Work on an auto-commit connection. May run more than once. */
  interface Work<T> {
    T run(JdbcStatements statements) throws SQLException;
  }

  private final DataSource dataSource;
  private final Duration timeout;
  private final int queryTimeoutSeconds;
  private final ThreadPoolExecutor threads;

  JdbcCalls(DataSource dataSource, Duration timeout, int concurrency) {
    this.dataSource = dataSource;
    this.timeout = timeout;
    // in whole seconds; a fallback for drivers without cancel or abort
    this.queryTimeoutSeconds = (int) Math.max(1, timeout.toSeconds());
    this.threads =
        new ThreadPoolExecutor(
            concurrency,
            concurrency,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(concurrency * WAITING_PER_THREAD),
            (ThreadFactory) JdbcCalls::thread);
    threads.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "tms-store-" + threadNumber.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /** Runs read-only work, and repeats it once if the first connection was dead. */
  <T> T read(Work<T> work) {
    return call(new Call<>(work, true));
  }

  <T> T write(Work<T> work) {
    return call(new Call<>(work, false));
  }

  private <T> T call(Call<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    start(task);
    try {
      return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      abandon(task, call);
      throw new StoreUnavailableException("the database gave no answer within " + timeout);
    } catch (InterruptedException e) {
      abandon(task, call);
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while waiting for the database");
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  /** Runs work in the background, unless the threads are busy; failures are ignored. */
  <T> void later(Work<T> work, Runnable whenDone) {
    FutureTask<T> task =
        new FutureTask<T>(new Call<>(work, false)) {
          @Override
          protected void done() {
            whenDone.run();
          }
        };
    try {
      start(task);
    } catch (StoreUnavailableException e) {
      whenDone.run();
    }
  }

  private void start(FutureTask<?> task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      throw new StoreUnavailableException(
          threads.isShutdown() ? "the store is closed" : "too many calls wait for the database");
    }
  }

  private static void abandon(FutureTask<?> task, Call<?> call) {
    // no interrupt: it can make an embedded database lose its file
    task.cancel(false);
    if (call.giveUp()) {
      // on its own thread, because it can hang if the server does
      thread(call::cut).start();
    }
  }

  private static RuntimeException failure(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof IllegalStateException state) {
      return state;
    }
    if (cause instanceof SQLException sql) {
      return new StoreUnavailableException("the database " + meaning(sql));
    }
    return new StoreUnavailableException(
        "the database could not be used: "
            + (cause == null ? "unknown" : cause.getClass().getName()));
  }

  /** Describes an error without its message, in which databases quote keys and values. */
  private static String meaning(SQLException e) {
    String state = Optional.ofNullable(e.getSQLState()).orElse("");
    if (state.isEmpty() && e instanceof SQLTransientConnectionException) {
      return "gave no connection in time: none was free, or none could be made";
    }
    String code = "(SQLSTATE " + e.getSQLState() + ", error " + e.getErrorCode() + ")";
    if (state.equals("26000") || state.equals("42P05")) {
      return "does not have the prepared statement that was meant, or has another "
          + code
          + ": a connection pooler in transaction mode is in between; set prepareThreshold=0 in the"
          + " address";
    }
    if (state.equals("08P01")) {
      return "or a connection pooler before it refused the connection or the statement "
          + code
          + ": its log says why; with a pooler in transaction mode set prepareThreshold=0 in the"
          + " address";
    }
    // classes of ISO 9075-2, table 38
    if (state.startsWith("42")) {
      return "refused a statement " + code + ": is the table there, and granted?";
    }
    if (state.startsWith("28")) {
      return "refused the user or the password " + code;
    }
    return (state.startsWith("08") ? "could not be connected to " : "failed ") + code;
  }

  @Override
  public void close() {
    threads.shutdownNow().forEach(waiting -> ((FutureTask<?>) waiting).cancel(false));
  }

  private final class Call<T> implements Callable<T> {
    private final Work<T> work;
    private final boolean onlyReads;
    private final Object lock = new Object(); // guards connection, statement, abandoned
    private @Nullable Connection connection;
    private @Nullable PreparedStatement statement;
    private boolean abandoned;

    Call(Work<T> work, boolean onlyReads) {
      this.work = work;
      this.onlyReads = onlyReads;
    }

    @Override
    public T call() throws SQLException {
      try {
        return onConnection();
      } catch (SQLException e) {
        if (onlyReads && connectionLost(e)) {
          return onConnection();
        }
        throw e;
      }
    }

    private T onConnection() throws SQLException {
      try (Connection own = open()) {
        hold(own);
        boolean commits = own.getAutoCommit();
        try {
          if (!commits) {
            own.setAutoCommit(true);
          }
          return repeated(own);
        } finally {
          letGo();
          if (!commits) {
            own.setAutoCommit(false);
          }
        }
      }
    }

    private Connection open() throws SQLException {
      try {
        return dataSource.getConnection();
      } catch (RuntimeException e) {
        throw new SQLException(e.getClass().getName(), "08000");
      }
    }

    private T repeated(Connection own) throws SQLException {
      for (int i = 1; ; i++) {
        try {
          return work.run(new JdbcStatements(own, this::starts, queryTimeoutSeconds));
        } catch (SQLException e) {
          if (i == REPEATS || !rolledBack(e)) {
            throw e;
          }
        }
      }
    }

    private void hold(Connection own) throws SQLException {
      synchronized (lock) {
        connection = own;
        checkWanted();
      }
    }

    private void starts(PreparedStatement next) throws SQLException {
      synchronized (lock) {
        checkWanted();
        statement = next;
      }
    }

    private void checkWanted() throws SQLException {
      if (abandoned) {
        throw new SQLException("given up", "57014");
      }
    }

    private void letGo() {
      synchronized (lock) {
        connection = null;
        statement = null;
      }
    }

    /** Prevents further statements. Returns whether one may be running. */
    boolean giveUp() {
      synchronized (lock) {
        abandoned = true;
        return connection != null;
      }
    }

    /** Cancels the running statement, then aborts the connection. */
    void cut() {
      // under the lock: a connection returned to its pool must not be aborted
      synchronized (lock) {
        try {
          if (statement != null) {
            statement.cancel();
          }
        } catch (SQLException | RuntimeException e) {
          // the connection is aborted next
        }
        try {
          if (connection != null) {
            connection.abort(Runnable::run);
          }
        } catch (SQLException | RuntimeException e) {
          // the query timeout and the pool's own limits remain
        }
      }
    }
  }

  /** Returns whether the statement was rolled back entirely and can be repeated. */
  private static boolean rolledBack(SQLException e) {
    String state = e.getSQLState();
    // serialization failure, PostgreSQL deadlock, H2 concurrent update
    return "40001".equals(state) || "40P01".equals(state) || "90131".equals(state);
  }

  private static boolean connectionLost(SQLException e) {
    String state = e.getSQLState();
    return state != null && (state.startsWith("08") || state.startsWith("57P0"));
  }

  /** Statements on one connection, each registered with its call before it runs. */
  static final class JdbcStatements {
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

    int update(String sql, Object... parameters) throws SQLException {
      try (PreparedStatement statement = prepare(sql, parameters)) {
        return statement.executeUpdate();
      }
    }

    /** Executes an INSERT. Returns false if the key exists. */
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

    boolean finds(String sql, Object... parameters) throws SQLException {
      try (PreparedStatement statement = prepare(sql, parameters);
          ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }

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
}

package dev.tms.store.redis;

import dev.tms.store.redis.Deadline.NotSentException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The connections to one node, each used for one command at a time. If one does not answer, it is
 * discarded together with the idle ones, which lead to the same server. Thread-safe.
 */
final class NodePool implements AutoCloseable {
  private static final long TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(1);

  interface Check {
    void accept(Connection connection);
  }

  private record Idle(Connection connection, long sinceNanos) {}

  private final HostAndPort node;
  private final Connector connector;
  private final Check check;
  private final LongSupplier ticker;
  private final Semaphore permits;
  private final ConcurrentLinkedDeque<Idle> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  NodePool(
      HostAndPort node, Connector connector, Check check, int connections, LongSupplier ticker) {
    this.node = node;
    this.connector = connector;
    this.check = check;
    this.ticker = ticker;
    this.permits = new Semaphore(connections);
  }

  /**
   * Sends a command and returns its answer.
   *
   * @throws NotSentException if it was never sent
   * @throws JedisDataException if the server rejected it
   * @throws JedisException if there was no answer: it may have been executed
   */
  Object execute(CommandArguments command, boolean asking, Deadline deadline) {
    acquire(deadline);
    try {
      Connection connection = borrow(deadline);
      boolean sound = false;
      try {
        timeout(connection, deadline);
        if (asking) {
          connection.executeCommand(Protocol.Command.ASKING);
        }
        Object answer = connection.executeCommand(command);
        sound = true;
        return answer;
      } catch (JedisDataException e) {
        sound = true;
        throw e;
      } finally {
        giveBack(connection, sound);
      }
    } finally {
      permits.release();
    }
  }

  private void acquire(Deadline deadline) {
    try {
      if (!permits.tryAcquire(deadline.leftNanos(), TimeUnit.NANOSECONDS)) {
        throw new NotSentException("no connection to " + node + " became free");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotSentException("interrupted");
    }
  }

  private Connection borrow(Deadline deadline) {
    Idle last = idle.pollFirst();
    if (last != null) {
      if (ticker.getAsLong() - last.sinceNanos < TRUSTED_NANOS || answers(last, deadline)) {
        return last.connection;
      }
      close(last.connection);
      clear();
    }
    if (closed) {
      throw new NotSentException("the store is closed");
    }
    Connection connection = connector.connect(node, deadline);
    try {
      timeout(connection, deadline);
      check.accept(connection);
      return connection;
    } catch (NotSentException | JedisException e) {
      close(connection);
      throw e instanceof NotSentException notSent
          ? notSent
          : new NotSentException(node + " did not say what it is");
    }
  }

  /** A restarted server has closed its old connections, and a write would reveal that too late. */
  private static boolean answers(Idle last, Deadline deadline) {
    try {
      timeout(last.connection, deadline);
      return last.connection.ping();
    } catch (JedisException e) {
      return false;
    }
  }

  private static void timeout(Connection connection, Deadline deadline) {
    int millis = deadline.socketMillis();
    try {
      connection.setSoTimeout(millis);
    } catch (JedisException e) {
      throw new NotSentException("the connection was closed");
    }
  }

  private void giveBack(Connection connection, boolean sound) {
    if (!sound) {
      close(connection);
      clear();
      return;
    }
    idle.addFirst(new Idle(connection, ticker.getAsLong()));
    if (closed) {
      clear();
    }
  }

  void clear() {
    for (Idle next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
      close(next.connection);
    }
  }

  @Override
  public void close() {
    closed = true;
    clear();
  }

  private static void close(@Nullable Connection connection) {
    if (connection != null) {
      try {
        connection.disconnect();
      } catch (JedisException e) {
        // it is discarded either way
      }
    }
  }
}

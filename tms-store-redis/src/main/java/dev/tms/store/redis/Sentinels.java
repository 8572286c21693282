package dev.tms.store.redis;

import dev.tms.store.redis.Connector.Answers;
import dev.tms.store.redis.Deadline.NotSentException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A primary named by sentinels, which are asked when it is unknown or failed. A sentinel may be
 * outdated, so each new connection first checks the server's role. Sentinels close the connections
 * of a demoted server.
 */
final class Sentinels implements Topology {
  private final List<HostAndPort> sentinels;
  private final String name;
  private final Connector connector;
  private final ReentrantLock asking =
      new ReentrantLock(); // guards asking, held across I/O: one thread asks
  private volatile @Nullable HostAndPort primary;

  Sentinels(List<HostAndPort> sentinels, String name, Connector connector) {
    this.sentinels = sentinels;
    this.name = name;
    this.connector = connector;
  }

  @Override
  public HostAndPort nodeFor(byte[] key, Deadline deadline) {
    HostAndPort known = primary;
    if (known != null) {
      return known;
    }
    try {
      if (!asking.tryLock(deadline.leftNanos(), TimeUnit.NANOSECONDS)) {
        throw new NotSentException("the sentinels gave no answer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotSentException("interrupted");
    }
    try {
      known = primary;
      return known != null ? known : ask(deadline);
    } finally {
      asking.unlock();
    }
  }

  private HostAndPort ask(Deadline deadline) {
    for (int i = 0; i < sentinels.size(); i++) {
      // leave half of the time for the primary itself
      Deadline share = deadline.share(sentinels.size() - i + 1);
      try {
        HostAndPort named = ask(sentinels.get(i), share);
        if (named != null) {
          primary = named;
          return named;
        }
      } catch (NotSentException | JedisException e) {
        // the next may know it
      }
    }
    throw new NotSentException("no sentinel named a primary");
  }

  private @Nullable HostAndPort ask(HostAndPort sentinel, Deadline deadline) {
    Connection connection = connector.connect(sentinel, deadline);
    try {
      connection.setSoTimeout(deadline.socketMillis());
      connection.sendCommand(Protocol.Command.SENTINEL, "GET-MASTER-ADDR-BY-NAME", name);
      return connection.getOne() instanceof List<?> address && address.size() == 2
          ? new HostAndPort(
              Answers.text(address.get(0)), Integer.parseInt(Answers.text(address.get(1))))
          : null;
    } finally {
      connection.disconnect();
    }
  }

  @Override
  public boolean failed(HostAndPort node) {
    if (node.equals(primary)) {
      primary = null;
    }
    return true;
  }

  @Override
  public void check(Connection connection) {
    connection.sendCommand(Protocol.Command.ROLE);
    if (!(connection.getOne() instanceof List<?> role)
        || role.isEmpty()
        || !Answers.text(role.get(0)).equals("master")) {
      throw new NotSentException("the server that the sentinels named is not a primary");
    }
  }
}

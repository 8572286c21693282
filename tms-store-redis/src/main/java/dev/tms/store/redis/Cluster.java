package dev.tms.store.redis;

import dev.tms.store.redis.Connector.Answers;
import dev.tms.store.redis.Deadline.NotSentException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisClusterCRC16;

/** A cluster; its slot map is read on first use, and again after failures and redirections. */
final class Cluster implements Topology {
  private static final int SLOTS = 16_384;
  private static final int MOST_NODES_ASKED = 4;

  private final List<HostAndPort> seeds;
  private final Connector connector;
  private final Consumer<Set<HostAndPort>> onNodes;
  private final ReentrantLock reading = new ReentrantLock(); // held across I/O: one thread reads
  private volatile @Nullable HostAndPort[] primaries = new HostAndPort[SLOTS];
  private volatile boolean outdated = true;

  Cluster(List<HostAndPort> seeds, Connector connector, Consumer<Set<HostAndPort>> onNodes) {
    this.seeds = seeds;
    this.connector = connector;
    this.onNodes = onNodes;
  }

  @Override
  public HostAndPort nodeFor(byte[] key, Deadline deadline) {
    int slot = JedisClusterCRC16.getSlot(key);
    HostAndPort known = primaries[slot];
    if (outdated) {
      refresh(known == null, deadline);
      known = primaries[slot];
    }
    if (known == null) {
      outdated = true;
      throw new NotSentException("no node of the cluster has the key's slot");
    }
    return known;
  }

  /** Reads the map on one thread; the others wait only if they have none. */
  private void refresh(boolean needed, Deadline deadline) {
    try {
      if (!reading.tryLock(needed ? deadline.leftNanos() : 0, TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotSentException("interrupted");
    }
    try {
      if (outdated) {
        read(deadline);
      }
    } finally {
      reading.unlock();
    }
  }

  private void read(Deadline deadline) {
    List<HostAndPort> asked = candidates();
    for (int i = 0; i < asked.size(); i++) {
      // leave a share for the command itself
      Deadline share = deadline.share(asked.size() - i + 1);
      try {
        primaries = slots(asked.get(i), share);
        outdated = false;
        Set<HostAndPort> nodes = new LinkedHashSet<>();
        for (HostAndPort primary : primaries) {
          if (primary != null) {
            nodes.add(primary);
          }
        }
        onNodes.accept(nodes);
        return;
      } catch (NotSentException | JedisException e) {
        // try the next; if none answers, keep the old map
      }
    }
  }

  /** Returns some known and some configured nodes, as any of them may be down. */
  private List<HostAndPort> candidates() {
    Set<HostAndPort> known = new LinkedHashSet<>();
    for (HostAndPort primary : primaries) {
      if (primary != null) {
        known.add(primary);
      }
    }
    known.addAll(seeds);
    List<HostAndPort> mixed = new ArrayList<>(known);
    Collections.shuffle(mixed);
    return mixed.subList(0, Math.min(MOST_NODES_ASKED, mixed.size()));
  }

  private HostAndPort[] slots(HostAndPort node, Deadline deadline) {
    Connection connection = connector.connect(node, deadline);
    try {
      connection.setSoTimeout(deadline.socketMillis());
      connection.sendCommand(Protocol.Command.CLUSTER, "SLOTS");
      HostAndPort[] map = new HostAndPort[SLOTS];
      for (Object range : list(connection.getOne())) {
        List<?> parts = list(range);
        List<?> primary = list(parts.get(2));
        HostAndPort address =
            new HostAndPort(host(primary.get(0), node), (int) number(primary.get(1)));
        for (int slot = (int) number(parts.get(0)); slot <= number(parts.get(1)); slot++) {
          map[slot] = address;
        }
      }
      return map;
    } catch (ClassCastException | IndexOutOfBoundsException e) {
      throw new NotSentException(node + " has no map of slots that can be read");
    } finally {
      connection.disconnect();
    }
  }

  private static List<?> list(Object answer) {
    return (List<?>) answer;
  }

  private static long number(Object answer) {
    return (Long) answer;
  }

  /** An empty host means the node that was asked. */
  private static String host(@Nullable Object answer, HostAndPort asked) {
    String host = answer == null ? "" : Answers.text(answer);
    return host.isEmpty() || host.equals("?") ? asked.getHost() : host;
  }

  @Override
  public boolean failed(HostAndPort node) {
    outdated = true;
    return true;
  }

  @Override
  public void moved(int slot, HostAndPort node) {
    HostAndPort[] map = primaries.clone();
    map[slot] = node;
    primaries = map;
    outdated = true;
  }
}

package dev.tms.store.redis;

import dev.tms.store.redis.Deadline.NotSentException;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;

/** Maps keys to nodes. Thread-safe. */
interface Topology {
  /**
   * Returns the primary believed to hold this key.
   *
   * @throws NotSentException if none is known in time
   */
  HostAndPort nodeFor(byte[] key, Deadline deadline);

  /** Reports a failed node. Returns whether a retry may find another one. */
  default boolean failed(HostAndPort node) {
    return false;
  }

  default void moved(int slot, HostAndPort node) {
    throw new NotSentException("the server is part of a cluster: use redis-cluster://");
  }

  /** Throws {@link NotSentException} if a new connection's server has the wrong role. */
  default void check(Connection connection) {}
}

package dev.tms.store.redis;

import dev.tms.store.redis.Deadline.NotSentException;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;

/** Which node has a key. Thread-safe. */
interface Topology {
  /**
   * The primary that has this key, as far as is known.
   *
   * @throws NotSentException if none is known in time
   */
  HostAndPort nodeFor(byte[] key, Deadline deadline);

  /**
   * A node could not be used: it may not be the primary any more. Returns whether another node may
   * be named now, so that it makes sense to ask again.
   */
  default boolean failed(HostAndPort node) {
    return false;
  }

  default void moved(int slot, HostAndPort node) {
    throw new NotSentException("the server is part of a cluster: use redis-cluster://");
  }

  /** Throws {@link NotSentException} if the server of a new connection is not what it has to be. */
  default void check(Connection connection) {}
}

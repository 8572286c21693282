package dev.tms.store.redis;

import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;

/** Which node has a key. Thread-safe. */
sealed interface Topology permits OneNode, Sentinels, Cluster {
  /**
   * The primary that has this key, as far as is known.
   *
   * @throws NotSentException if none is known in time
   */
  HostAndPort nodeFor(byte[] key, Deadline deadline);

  /**
   * A node could not be used: it may not be the primary any more.
   *
   * @return whether another node may be named now, so that it makes sense to ask again
   */
  boolean failed(HostAndPort node);

  void moved(int slot, HostAndPort node);

  /**
   * Looks at a new connection: whether its server is what it has to be.
   *
   * @throws NotSentException if it is not
   */
  void check(Connection connection);
}

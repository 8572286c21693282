package dev.tms.store.redis;

import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;

/**
 * One server.
 *
 * @param node where it is
 */
record OneNode(HostAndPort node) implements Topology {
  @Override
  public HostAndPort nodeFor(byte[] key, Deadline deadline) {
    return node;
  }

  @Override
  public boolean failed(HostAndPort failedNode) {
    return false;
  }

  @Override
  public void moved(int slot, HostAndPort other) {
    throw new NotSentException("the server is part of a cluster: use redis-cluster://");
  }

  @Override
  public void check(Connection connection) {}
}

/**
 * The expiring store on Redis or Valkey, on one server, behind Sentinels, or on a Cluster: {@link
 * dev.tms.store.redis.RedisStore}. The client library provides only the protocol and connections.
 * Node selection, timeouts and retries are implemented here, because the contract of {@link
 * dev.tms.store.ExpiringStore} prescribes them. API: RedisStore, RedisStoreFactory; the rest is
 * internal.
 */
@NullMarked
package dev.tms.store.redis;

import org.jspecify.annotations.NullMarked;

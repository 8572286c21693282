/**
 * The expiring store on Redis or Valkey: {@link dev.tms.store.redis.RedisStore}, on one server,
 * behind Sentinels, or on a Cluster. Of the client library it uses the protocol and the connection;
 * which node is asked, how long, and whether once more, is decided here, as the contract of {@link
 * dev.tms.store.ExpiringStore} leaves no room in that. API: RedisStore, RedisStoreFactory; the rest
 * is internal.
 */
@NullMarked
package dev.tms.store.redis;

import org.jspecify.annotations.NullMarked;

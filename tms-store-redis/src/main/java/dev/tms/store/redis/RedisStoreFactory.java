package dev.tms.store.redis;

import dev.tms.store.ExpiringStore;
import dev.tms.store.StoreFactory;
import dev.tms.store.StoreSettings;

/**
 * Creates a {@link RedisStore}; kind {@code redis}. The URL is one of
 *
 * <ul>
 *   <li>{@code redis://host:6379/0}: one server, with a database number
 *   <li>{@code redis-sentinel://host:26379,host:26379/name/0}: the primary named by sentinels
 *   <li>{@code redis-cluster://host:6379,host:6379}: a cluster, given by some of its nodes
 * </ul>
 *
 * <p>{@code rediss}, {@code rediss-sentinel} and {@code rediss-cluster} use TLS with host name
 * verification. {@code valkey} and {@code valkeys} are synonyms for {@code redis} and {@code
 * rediss}. If the settings have no password, {@code user:password@}, percent-encoded, may precede
 * the hosts. Options follow as a query:
 *
 * <ul>
 *   <li>{@code prefix}: prefix of all keys; default {@code tms:}
 *   <li>{@code connections}: maximum connections per server, 1 to 1,000; default 16
 *   <li>{@code certificates}: PEM file of trusted certificates; default: those of the settings, or
 *       else of the JVM
 *   <li>{@code sentinel-auth}: {@code same} if sentinels require the same user and password;
 *       default {@code none}
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class RedisStoreFactory implements StoreFactory {
  public RedisStoreFactory() {}

  @Override
  public String kind() {
    return "redis";
  }

  @Override
  public void checkUrl(String url) {
    RedisUrl.parse(url);
  }

  @Override
  public ExpiringStore open(StoreSettings settings) {
    return RedisStore.open(settings);
  }
}

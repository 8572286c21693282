package dev.tms.store.redis;

import dev.tms.store.ExpiringStore;
import dev.tms.store.StoreFactory;
import dev.tms.store.StoreSettings;

/**
 * Makes a {@link RedisStore}: kind {@code redis}. The address is one of
 *
 * <ul>
 *   <li>{@code redis://host:6379/0}: one server, and the number of the database
 *   <li>{@code redis-sentinel://host:26379,host:26379/name/0}: the primary that sentinels name
 *   <li>{@code redis-cluster://host:6379,host:6379}: a cluster, by some of its nodes
 * </ul>
 *
 * <p>{@code rediss}, {@code rediss-sentinel} and {@code rediss-cluster} are the same over TLS, with
 * the host's name checked against the certificate; {@code valkey} and {@code valkeys} may stand for
 * {@code redis} and {@code rediss}. {@code user:password@} may stand before the hosts, %-escaped,
 * if the settings have no password. Options follow as a query:
 *
 * <ul>
 *   <li>{@code prefix}: begins all keys; default {@code tms:}
 *   <li>{@code connections}: most connections to one server, 1 to 1,000; default 16
 *   <li>{@code certificates}: file with the certificates to trust, in PEM; default: those of the
 *       settings, else of the JVM
 *   <li>{@code sentinel-auth}: {@code same} where sentinels want the user and password too; default
 *       {@code none}
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

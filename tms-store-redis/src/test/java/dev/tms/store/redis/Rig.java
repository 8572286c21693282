package dev.tms.store.redis;

import dev.tms.store.ExpiringStore;
import dev.tms.store.StoreSettings;
import dev.tms.store.StoreUnavailableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** What the tests of this package share. */
final class Rig {
  static final Duration HOUR = Duration.ofHours(1);
  static final byte[] ONE = {1};
  static final byte[] TWO = {2};

  private Rig() {}

  static StoreSettings settings(String url) {
    return StoreSettings.of(InstantSource.system(), new SecureRandom()).withUrl(url);
  }

  static RedisStore open(String url, Duration timeout) {
    return RedisStore.open(settings(url).withTimeout(timeout));
  }

  static boolean reached(ExpiringStore store) {
    try {
      store.get("any");
      return true;
    } catch (StoreUnavailableException e) {
      return false;
    }
  }

  static List<Runnable> everyOperation(ExpiringStore store) {
    return List.of(
        () -> store.get("k"),
        () -> store.put("k", ONE, HOUR),
        () -> store.putIfAbsent("k", ONE, HOUR),
        () -> store.replace("k", 1, ONE, HOUR),
        () -> store.remove("k", 1),
        () -> store.take("k"));
  }
}

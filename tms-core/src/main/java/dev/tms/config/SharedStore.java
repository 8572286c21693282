package dev.tms.config;

import dev.tms.store.ExpiringStore;
import dev.tms.store.StoreFactory;
import dev.tms.store.StoreSettings;
import dev.tms.token.Secret;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The store that nodes share, as it is configured. Immutable.
 *
 * @param kind {@code jdbc} or {@code redis}
 * @param url its address, without user and password
 * @param user null where none is set
 * @param password null where none is set
 * @param timeout for one call
 */
public record SharedStore(
    String kind, String url, @Nullable String user, @Nullable Secret password, Duration timeout) {
  /** Checks that nothing is missing. */
  public SharedStore {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(timeout, "timeout");
  }

  /**
   * Opens it, by the {@link StoreFactory} of its kind. Whether it can be reached is not asked.
   *
   * @param base clock and randomness; for a database with {@link StoreSettings#withDataSource}
   * @throws IllegalArgumentException if the address is wrong, a database has no data source, or the
   *     class path has no such store
   */
  public ExpiringStore open(StoreSettings base) {
    StoreSettings settings = base.withUrl(url).withTimeout(timeout);
    return StoreFactory.of(kind)
        .open(password == null ? settings : settings.withCredentials(user, password.reveal()));
  }

  /** Kind and time-out: an address can hold more than it should. */
  @Override
  public String toString() {
    return "SharedStore[" + kind + ", " + timeout + "]";
  }
}

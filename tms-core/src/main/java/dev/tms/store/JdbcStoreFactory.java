package dev.tms.store;

/**
 * Makes a {@link JdbcStore} on the settings' data source, with the default table: kind {@code
 * jdbc}. The pool is the caller's: an address, user and password alone are not enough. Thread-safe.
 */
public final class JdbcStoreFactory implements StoreFactory {
  /** For {@link java.util.ServiceLoader}. */
  public JdbcStoreFactory() {}

  @Override
  public String kind() {
    return "jdbc";
  }

  @Override
  public ExpiringStore open(StoreSettings settings) {
    return JdbcStore.builder(
            settings
                .dataSource()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "a jdbc store needs a data source: make a pool and hand it in")),
            settings.random())
        .timeout(settings.timeout())
        .build();
  }
}

package dev.tms.store;

/** Makes an {@link InMemoryStore} of the default capacity: kind {@code memory}. Thread-safe. */
public final class InMemoryStoreFactory implements StoreFactory {
  /** For {@link java.util.ServiceLoader}. */
  public InMemoryStoreFactory() {}

  @Override
  public String kind() {
    return "memory";
  }

  @Override
  public ExpiringStore open(StoreSettings settings) {
    return new InMemoryStore(settings.clock());
  }
}

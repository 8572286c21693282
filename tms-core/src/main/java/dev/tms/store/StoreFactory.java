package dev.tms.store;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Creates stores of one kind. Found by {@link ServiceLoader}, so that a configuration file can name
 * a store from another module. Implementations are public, have a public no-argument constructor,
 * and are listed in {@code META-INF/services/dev.tms.store.StoreFactory}. Thread-safe.
 */
public interface StoreFactory {
  /** Returns the kind's name in configuration files, in lower case, such as {@code jdbc}. */
  String kind();

  /**
   * Checks a URL without opening anything, so that its errors are reported together with all
   * others. By default accepts every URL.
   *
   * @throws IllegalArgumentException if the URL is not valid for this kind; the message gives the
   *     reason without quoting the URL
   */
  default void checkUrl(String url) {}

  /**
   * Creates a store without contacting the server, which may become available later.
   *
   * @throws IllegalArgumentException if a setting is missing or invalid; the message names it and
   *     contains no secret
   */
  ExpiringStore open(StoreSettings settings);

  /**
   * Returns the factory for this kind: {@code memory} with the default capacity, {@code jdbc} with
   * the settings' data source and the default table, or one from the class path.
   *
   * @throws IllegalArgumentException if there is none; the message lists the known kinds
   */
  static StoreFactory of(String kind) {
    TreeSet<String> known = new TreeSet<>();
    for (StoreFactory factory : all()) {
      if (factory.kind().equals(kind)) {
        return factory;
      }
      known.add(factory.kind());
    }
    throw new IllegalArgumentException(
        "no store of kind '" + kind + "' on the class path, only " + String.join(", ", known));
  }

  private static List<StoreFactory> all() {
    List<StoreFactory> all = new ArrayList<>();
    all.add(new OwnFactory("memory", settings -> new InMemoryStore(settings.clock())));
    all.add(new OwnFactory("jdbc", JdbcStore::open));
    ServiceLoader.load(StoreFactory.class).forEach(all::add);
    return all;
  }
}

record OwnFactory(String kind, Function<StoreSettings, ExpiringStore> how) implements StoreFactory {
  @Override
  public ExpiringStore open(StoreSettings settings) {
    return how.apply(settings);
  }
}

package dev.tms.store;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Makes stores of one kind from settings; found by {@link ServiceLoader}, so that a store in
 * another module can be named in a configuration file. Implementations are public, have a public
 * constructor without parameters, and are listed in {@code
 * META-INF/services/dev.tms.store.StoreFactory}. Thread-safe.
 */
public interface StoreFactory {
  /** The name of the kind in configuration files, in lower case: {@code memory}, {@code jdbc}. */
  String kind();

  /**
   * Looks at an address before a store is opened, so that a mistake in it can be told together with
   * all others. Nothing is opened. By default every address will do.
   *
   * @throws IllegalArgumentException if it is none of this kind; the message says why, and does not
   *     quote it
   */
  default void checkUrl(String url) {}

  /**
   * A new store. Whether it can be reached is not asked: a store that is down when a node starts
   * may come up later.
   *
   * @throws IllegalArgumentException if a setting is missing or wrong; the message says which, and
   *     holds no secret
   */
  ExpiringStore open(StoreSettings settings);

  /**
   * The factory of this kind: of the two here, {@code memory} of the default capacity and {@code
   * jdbc} on the settings' data source with the default table, or another on the class path.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
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

/** A store of this module. */
record OwnFactory(String kind, Function<StoreSettings, ExpiringStore> how) implements StoreFactory {
  @Override
  public ExpiringStore open(StoreSettings settings) {
    return how.apply(settings);
  }
}

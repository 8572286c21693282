package dev.tms.demo.store;

import dev.tms.InvalidConfigurationException;
import dev.tms.InvalidConfigurationException.Problem;
import dev.tms.config.SharedStore;
import dev.tms.store.JdbcDialect;
import java.util.List;
import java.util.Optional;

/** The table of a store in a database. */
public final class Schema {
  private Schema() {}

  /**
   * The statements that make it, without semicolons. The database is not asked.
   *
   * @throws InvalidConfigurationException if the store is in no database, or in one whose dialect
   *     is not known
   */
  public static List<String> of(Optional<SharedStore> store) {
    if (store.isEmpty() || !store.get().kind().equals("jdbc")) {
      String kind = store.map(SharedStore::kind).orElse("memory");
      throw problem("Store.Kind", "is " + kind + ", which needs no schema: this is for jdbc");
    }
    return JdbcDialect.ofUrl(store.get().url())
        .orElseThrow(
            () -> problem("Store.Url", "is of no database that is known: H2, PostgreSQL, MySQL"))
        .schema(JdbcDialect.DEFAULT_TABLE);
  }

  private static InvalidConfigurationException problem(String path, String message) {
    return new InvalidConfigurationException(List.of(new Problem(path, message)));
  }
}

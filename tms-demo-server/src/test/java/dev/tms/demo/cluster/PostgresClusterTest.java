package dev.tms.demo.cluster;

import java.nio.file.Path;

/** Three nodes and a PostgreSQL. */
class PostgresClusterTest extends SharedStoreContract {
  @Override
  StoreServer startStore(Path folder) {
    return PostgresServer.start(folder);
  }
}

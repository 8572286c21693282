package dev.tms.demo.cluster;

import dev.tms.demo.cluster.Fault.Loss;
import java.nio.file.Path;
import java.util.List;

/** With a PostgreSQL. */
class PostgresChaosTest extends ChaosContract {
  private PostgresServer postgres;

  @Override
  StoreServer startStore(Path folder) {
    postgres = PostgresServer.start(folder);
    return postgres;
  }

  @Override
  List<Fault> storeFaults() {
    return List.of(
        pausedBriefly(postgres),
        paused(postgres),
        Fault.permitting(
            Loss.STORE, "the store crashes and starts again", 0, 0, postgres::crash, () -> {}));
  }

  @Override
  long entries() {
    return postgres.count("tms_store");
  }
}

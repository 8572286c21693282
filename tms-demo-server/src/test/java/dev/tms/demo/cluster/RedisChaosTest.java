package dev.tms.demo.cluster;

import dev.tms.demo.cluster.Fault.Loss;
import java.nio.file.Path;
import java.util.List;

/** With a Redis whose replica takes over. */
class RedisChaosTest extends ChaosContract {
  private SentinelServer redis;

  @Override
  StoreServer startStore(Path folder) {
    redis = SentinelServer.start(folder);
    return redis;
  }

  @Override
  List<Fault> storeFaults() {
    return List.of(
        pausedBriefly(redis),
        paused(redis),
        Fault.permitting(
            Loss.STORE, "the store is killed", 500, 5_000, redis::stop, redis::startAgain),
        Fault.permitting(
            Loss.STORE, "the store is full", 1_000, 5_000, redis::fill, redis::makeRoom),
        Fault.permitting(Loss.STORE, "the store fails over", 0, 0, redis::failOver, () -> {}));
  }

  @Override
  long entries() {
    return (long) redis.run("DBSIZE");
  }
}

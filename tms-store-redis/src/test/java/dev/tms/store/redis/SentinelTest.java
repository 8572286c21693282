package dev.tms.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.contract.FreePort;
import dev.tms.store.ExpiringStore;
import dev.tms.store.StoreUnavailableException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A primary that dies, a replica that takes over, and a sentinel that says so. */
@Timeout(60)
final class SentinelTest {
  private static final Duration SHORT = Duration.ofMillis(400);

  @Test
  void primary_dies_theReplicaIsUsedAfterTheFailOver() throws IOException {
    try (RedisNode primary = RedisNode.start(RedisNode.packaged());
        RedisNode replica =
            RedisNode.start(
                RedisNode.packaged(),
                "--replicaof",
                "127.0.0.1",
                Integer.toString(primary.port()),
                "--repl-diskless-sync-delay",
                "0")) {
      RedisNode.await(
          () -> ((String) replica.run("INFO", "replication")).contains("master_link_status:up"));
      try (RedisNode sentinel = RedisNode.sentinel(RedisNode.packaged(), "mine", primary.port());
          ExpiringStore store =
              Rig.open(
                  "redis-sentinel://127.0.0.1:"
                      + FreePort.next()
                      + ",127.0.0.1:"
                      + sentinel.port()
                      + "/mine",
                  SHORT)) {
        long version = store.put("kept", Rig.ONE, Rig.HOUR);
        RedisNode.await(() -> sentinelKnowsReplica(sentinel));
        RedisNode.await(() -> replica.run("EXISTS", "tms:kept").equals(1L));

        primary.stop();

        assertThatThrownBy(() -> store.put("lost", Rig.ONE, Rig.HOUR))
            .isInstanceOf(StoreUnavailableException.class);
        RedisNode.await(() -> Rig.reached(store));
        assertThat(store.replace("kept", version, Rig.TWO, Rig.HOUR)).isPresent();
        assertThat(replica.run("EXISTS", "tms:kept")).isEqualTo(1L);
      }
    }
  }

  @Test
  void sentinel_namesAReplica_itIsNotUsed() throws IOException {
    try (RedisNode primary = RedisNode.start(RedisNode.packaged());
        RedisNode sentinel = RedisNode.sentinel(RedisNode.packaged(), "mine", primary.port());
        ExpiringStore store =
            Rig.open("redis-sentinel://127.0.0.1:" + sentinel.port() + "/mine", SHORT)) {
      primary.run("REPLICAOF", "127.0.0.1", "1");

      assertThatThrownBy(() -> store.get("k"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("not a primary");
    }
  }

  @Test
  void sentinel_doesNotKnowTheName_isUnavailable() throws IOException {
    try (RedisNode primary = RedisNode.start(RedisNode.packaged());
        RedisNode sentinel = RedisNode.sentinel(RedisNode.packaged(), "mine", primary.port());
        ExpiringStore store =
            Rig.open("redis-sentinel://127.0.0.1:" + sentinel.port() + "/yours", SHORT)) {
      assertThatThrownBy(() -> store.get("k"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("no sentinel named a primary");
    }
  }

  private static boolean sentinelKnowsReplica(RedisNode sentinel) {
    return sentinel.run("SENTINEL", "REPLICAS", "mine") instanceof java.util.List<?> replicas
        && replicas.size() == 1;
  }
}

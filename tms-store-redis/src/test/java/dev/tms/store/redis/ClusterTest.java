package dev.tms.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.ExpiringStoreContract;
import dev.tms.contract.FreePort;
import dev.tms.store.ExpiringStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.util.JedisClusterCRC16;

/** The contract on a cluster of three, known by one of them; and keys that move. */
final class ClusterTest extends ExpiringStoreContract {
  private static final List<RedisNode> nodes = new ArrayList<>();

  @BeforeAll
  static void startCluster() throws IOException {
    for (int i = 0; i < 3; i++) {
      nodes.add(
          RedisNode.start(
              RedisNode.packaged(), "--cluster-enabled", "yes", "--cluster-node-timeout", "2000"));
    }
    int from = 0;
    for (int i = 0; i < 3; i++) {
      int to = i == 2 ? 16_383 : from + 5_000;
      List<String> words = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
      for (int slot = from; slot <= to; slot++) {
        words.add(Integer.toString(slot));
      }
      nodes.get(i).run(words.toArray(String[]::new));
      nodes.get(i).run("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
      from = to + 1;
    }
    for (RedisNode other : nodes.subList(1, 3)) {
      nodes.get(0).run("CLUSTER", "MEET", "127.0.0.1", Integer.toString(other.port()));
    }
    RedisNode.await(() -> nodes.stream().allMatch(ClusterTest::isWhole));
  }

  private static boolean isWhole(RedisNode node) {
    String info = (String) node.run("CLUSTER", "INFO");
    return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:3");
  }

  @AfterAll
  static void stopCluster() {
    nodes.forEach(RedisNode::close);
    nodes.clear();
  }

  @Override
  protected ExpiringStore newStore() {
    return Rig.open("redis-cluster://127.0.0.1:" + nodes.get(0).port(), Duration.ofSeconds(20));
  }

  @Override
  protected void elapse(Duration time) {
    nodes.forEach(node -> node.elapse(time));
  }

  @Test
  void slot_onItsWayAndMoved_isFollowed() {
    String key = "moving";
    int slot = JedisClusterCRC16.getSlot("tms:" + key);
    RedisNode from = nodes.get(slot <= 5_000 ? 0 : slot <= 10_001 ? 1 : 2);
    RedisNode to = nodes.get(from == nodes.get(0) ? 1 : 0);
    String fromId = (String) from.run("CLUSTER", "MYID");
    String toId = (String) to.run("CLUSTER", "MYID");
    String number = Integer.toString(slot);
    try (ExpiringStore store = newStore()) {
      long version = store.put(key, Rig.ONE, Rig.HOUR);
      to.run("CLUSTER", "SETSLOT", number, "IMPORTING", fromId);
      from.run("CLUSTER", "SETSLOT", number, "MIGRATING", toId);
      assertThat(store.get(key)).isPresent();
      from.run("MIGRATE", "127.0.0.1", Integer.toString(to.port()), "tms:" + key, "0", "5000");

      // the old node says ASK, and the map stays as it is
      assertThat(store.get(key).orElseThrow().version()).isEqualTo(version);
      version = store.replace(key, version, Rig.TWO, Rig.HOUR).orElseThrow();

      to.run("CLUSTER", "SETSLOT", number, "NODE", toId);
      from.run("CLUSTER", "SETSLOT", number, "NODE", toId);

      // now it says MOVED
      assertThat(store.get(key).orElseThrow().value()).isEqualTo(Rig.TWO);
      assertThat(store.remove(key, version)).isTrue();
    }
  }

  @Test
  void seeds_mostOfThemDown_oneIsEnough() throws IOException {
    String url =
        "redis-cluster://127.0.0.1:"
            + FreePort.next()
            + ",127.0.0.1:"
            + FreePort.next()
            + ",127.0.0.1:"
            + nodes.get(2).port();
    try (ExpiringStore store = Rig.open(url, Duration.ofSeconds(5))) {
      store.put("any", Rig.ONE, Rig.HOUR);
      assertThat(store.take("any")).isPresent();
    }
  }
}

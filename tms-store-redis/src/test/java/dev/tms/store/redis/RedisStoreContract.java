package dev.tms.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.ExpiringStoreContract;
import dev.tms.store.ExpiringStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The contract on one server. Time passes by taking it from what entries have left, so that the
 * server's own clock stays the one that counts.
 */
abstract class RedisStoreContract extends ExpiringStoreContract {
  abstract RedisNode server();

  @Override
  protected ExpiringStore newStore() {
    return Rig.open("redis://127.0.0.1:" + server().port(), Duration.ofSeconds(20));
  }

  @Override
  protected void elapse(Duration time) {
    server().elapse(time);
  }

  @Test
  void get_afterRealTime_isEmpty() {
    try (ExpiringStore store = newStore()) {
      store.put("real.time", Rig.ONE, Duration.ofMillis(30));

      RedisNode.await(() -> store.get("real.time").isEmpty());

      assertThat(store.putIfAbsent("real.time", Rig.TWO, Rig.HOUR)).isPresent();
      store.take("real.time");
    }
  }

  @Test
  void scripts_forgottenByTheServer_areSentAgain() {
    try (ExpiringStore store = newStore()) {
      long version = store.put("scripted", Rig.ONE, Rig.HOUR);
      version = store.replace("scripted", version, Rig.ONE, Rig.HOUR).orElseThrow();
      server().run("SCRIPT", "FLUSH");

      version = store.replace("scripted", version, Rig.TWO, Rig.HOUR).orElseThrow();
      server().run("SCRIPT", "FLUSH");
      assertThat(store.remove("scripted", version)).isTrue();
    }
  }

  @Test
  void keys_onTheServer_haveThePrefixAndATimeToLive() {
    String address = "redis://127.0.0.1:" + server().port();
    try (ExpiringStore store = Rig.open(address + "?prefix=shop:", Duration.ofSeconds(20));
        ExpiringStore other = newStore()) {
      store.put("named", Rig.ONE, Rig.HOUR);

      assertThat(server().run("EXISTS", "shop:named")).isEqualTo(1L);
      assertThat((Long) server().run("PTTL", "shop:named")).isBetween(1L, Rig.HOUR.toMillis());
      assertThat(other.get("named")).isEmpty();
      store.take("named");
    }
  }

  @Test
  void database_named_isUsed() {
    try (ExpiringStore store =
        Rig.open("redis://127.0.0.1:" + server().port() + "/3", Duration.ofSeconds(20))) {
      store.put("in.three", Rig.ONE, Rig.HOUR);

      assertThat(server().run("EXISTS", "tms:in.three")).isEqualTo(0L);
      assertThat(store.take("in.three")).isPresent();
    }
  }
}

package dev.tms.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.contract.ExpiringStoreContract;
import dev.tms.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class InMemoryStoreTest extends ExpiringStoreContract {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final byte[] VALUE = {1, 2, 3};

  private final ManualClock clock = new ManualClock();

  @Override
  protected ExpiringStore newStore() {
    return new InMemoryStore(clock);
  }

  @Override
  protected void elapse(Duration time) {
    clock.advance(time);
  }

  @Test
  void get_atTheInstantOfExpiry_isEmpty() {
    InMemoryStore store = new InMemoryStore(clock);
    store.put("k", VALUE, MINUTE);

    clock.advance(MINUTE.minusNanos(1));
    assertThat(store.get("k")).isPresent();
    clock.advance(Duration.ofNanos(1));
    assertThat(store.get("k")).isEmpty();
  }

  @Test
  void put_beyondCapacity_dropsWhatWouldExpireFirst() {
    InMemoryStore store = new InMemoryStore(clock, 2);
    store.put("long", VALUE, MINUTE.multipliedBy(3));
    store.put("short", VALUE, MINUTE);

    store.put("new", VALUE, MINUTE.multipliedBy(2));

    assertThat(store.size()).isEqualTo(2);
    assertThat(store.get("short")).isEmpty();
    assertThat(store.get("long")).isPresent();
    assertThat(store.get("new")).isPresent();
  }

  @Test
  void put_sameKeyAtCapacity_dropsNoOther() {
    InMemoryStore store = new InMemoryStore(clock, 2);
    store.put("a", VALUE, MINUTE);
    store.put("b", VALUE, MINUTE);

    store.put("b", VALUE, MINUTE);

    assertThat(store.get("a")).isPresent();
    assertThat(store.size()).isEqualTo(2);
  }

  @Test
  void put_manyThatExpired_areRemoved() {
    InMemoryStore store = new InMemoryStore(clock);
    for (int i = 0; i < 1000; i++) {
      store.put("k" + i, VALUE, MINUTE);
    }
    clock.advance(MINUTE);

    store.put("new", VALUE, MINUTE);

    assertThat(store.size()).isEqualTo(1);
  }

  @Test
  void put_timeBeyondTheCalendar_isKept() {
    InMemoryStore store = new InMemoryStore(clock);

    store.put("k", VALUE, Duration.ofSeconds(Long.MAX_VALUE));

    clock.advance(Duration.ofDays(100_000));
    assertThat(store.get("k")).isPresent();
  }

  @Test
  void constructor_capacityZero_isRefused() {
    assertThatThrownBy(() -> new InMemoryStore(clock, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void close_then_isEmpty() {
    InMemoryStore store = new InMemoryStore(clock);
    store.put("k", VALUE, MINUTE);

    store.close();

    assertThat(store.get("k")).isEmpty();
    assertThat(store.size()).isZero();
  }

  @Test
  void entry_asText_hasNoValue() {
    InMemoryStore store = new InMemoryStore(clock);
    store.put("k", "topsecret".getBytes(java.nio.charset.StandardCharsets.UTF_8), MINUTE);

    assertThat(store.get("k").orElseThrow().toString()).doesNotContain("topsecret", "116");
  }
}

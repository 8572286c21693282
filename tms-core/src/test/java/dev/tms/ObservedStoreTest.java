package dev.tms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.contract.SwitchableStore;
import dev.tms.event.TmsEvent;
import dev.tms.store.StoreUnavailableException;
import dev.tms.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ObservedStoreTest {
  private static final Duration LIFE = Duration.ofMinutes(1);
  private static final Duration TOOK = Duration.ofNanos(7);

  private final List<TmsEvent> events = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final SwitchableStore inner = new SwitchableStore(new ManualClock());
  private final ObservedStore store =
      new ObservedStore(inner, events::add, () -> nanos.addAndGet(7));

  @Test
  void everyOperation_isDoneAndTold() {
    long version = store.put("key", new byte[] {1}, LIFE);
    assertThat(store.get("key").orElseThrow().value()).containsExactly(1);
    assertThat(store.putIfAbsent("key", new byte[] {2}, LIFE)).isEmpty();
    long next = store.replace("key", version, new byte[] {3}, LIFE).orElseThrow();
    assertThat(store.remove("key", version)).isFalse();
    assertThat(store.remove("key", next)).isTrue();
    assertThat(store.take("key")).isEmpty();

    assertThat(events)
        .containsExactly(
            called("put"),
            called("get"),
            called("put_if_absent"),
            called("replace"),
            called("remove"),
            called("remove"),
            called("take"));
  }

  @Test
  void down_isToldAsNotAnsweredAndThrown() {
    inner.down();

    assertThatThrownBy(() -> store.get("key")).isInstanceOf(StoreUnavailableException.class);
    assertThat(events).containsExactly(new TmsEvent.StoreCalled("get", false, TOOK));
  }

  private static TmsEvent called(String operation) {
    return new TmsEvent.StoreCalled(operation, true, TOOK);
  }
}

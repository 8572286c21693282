package dev.tms.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.testkit.ManualClock;
import dev.tms.testkit.secrets.SecretWatch;
import java.lang.ref.Reference;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What entries cost: a hundred thousand here, a million in the full profile. */
final class InMemoryStoreSizeTest {
  private static final int COUNT = Boolean.getBoolean("tms.full") ? 1_000_000 : 100_000;
  private static final int KEY = 43; // base64url of an HMAC
  private static final int VALUE = 200;
  private static final long OVERHEAD = 320;

  @Test
  void entries_manyOfThem_costTheirBytesAndLittleMore() {
    ManualClock clock = new ManualClock();
    InMemoryStore store = new InMemoryStore(clock, COUNT);
    long before = used();

    for (int i = 0; i < COUNT; i++) {
      String key = "k".repeat(KEY - 9) + (100_000_000 + i);
      store.put(key, new byte[VALUE], Duration.ofHours(1).plusMillis(i % 1000));
    }

    assertThat(store.size()).isEqualTo(COUNT);
    assertThat((used() - before) / COUNT).isLessThan(KEY + VALUE + OVERHEAD);

    // over the bound nothing grows
    for (int i = 0; i < COUNT / 10; i++) {
      store.put("more" + i, new byte[VALUE], Duration.ofHours(2));
    }
    assertThat(store.size()).isEqualTo(COUNT);

    // and each write after they have expired lets a thousand go
    clock.advance(Duration.ofHours(3));
    for (int i = 0; i < COUNT / 1000; i++) {
      store.put("last", new byte[VALUE], Duration.ofHours(1));
    }
    assertThat(store.size()).isEqualTo(1);
    assertThat(used() - before).isLessThan(COUNT * 40L);
    Reference.reachabilityFence(store);
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    // the serial collector compacts everything in one of four collections
    for (int i = 0; i < 4; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least - SecretWatch.bytesHeld();
  }
}

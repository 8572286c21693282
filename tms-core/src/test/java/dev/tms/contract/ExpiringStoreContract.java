package dev.tms.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tms.store.ExpiringStore;
import dev.tms.store.ExpiringStore.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link ExpiringStore} must do. A subclass says how to make a store and how to let time
 * pass.
 */
@Timeout(120)
public abstract class ExpiringStoreContract {
  private static final int THREADS = 8;
  private static final byte[] ONE = "one".getBytes(UTF_8);
  private static final byte[] TWO = "two".getBytes(UTF_8);

  private ExpiringStore store;
  private String key;

  /** A store that the test may use as its own. It is closed after the test. */
  protected abstract ExpiringStore newStore() throws Exception;

  /**
   * Lets at least this much time pass for the store: by moving an injected clock, or by waiting.
   */
  protected abstract void elapse(Duration time) throws Exception;

  /**
   * The shortest time that the suite asks the store to tell apart. A store whose clock the test
   * cannot move makes it as short as it measures reliably. Default one minute.
   */
  protected Duration unit() {
    return Duration.ofMinutes(1);
  }

  @BeforeEach
  final void open() throws Exception {
    store = newStore();
    // a store that outlives the test run never sees a key twice
    key = "contract." + Long.toString(System.nanoTime(), 36) + "." + new Random().nextInt(1 << 30);
  }

  @AfterEach
  final void close() {
    store.close();
  }

  private Duration units(int count) {
    return unit().multipliedBy(count);
  }

  private Duration longTime() {
    return Duration.ofHours(13);
  }

  @Nested
  final class Get {
    @Test
    void get_nothingWritten_isEmpty() {
      assertThat(store.get(key)).isEmpty();
    }

    @Test
    void get_written_returnsValueAndVersion() {
      long version = store.put(key, ONE, longTime());

      Entry entry = store.get(key).orElseThrow();

      assertThat(entry.value()).isEqualTo(ONE);
      assertThat(entry.version()).isEqualTo(version);
    }

    @Test
    void get_twice_returnsTheSame() {
      store.put(key, ONE, longTime());

      Entry first = store.get(key).orElseThrow();
      Entry second = store.get(key).orElseThrow();

      assertThat(second.value()).isEqualTo(first.value());
      assertThat(second.version()).isEqualTo(first.version());
    }

    @Test
    void get_otherKey_isEmpty() {
      store.put(key, ONE, longTime());

      assertThat(store.get(key + "x")).isEmpty();
      assertThat(store.get(key.substring(0, key.length() - 1))).isEmpty();
    }

    @Test
    void get_keyInOtherCase_isAnotherKey() {
      store.put(key + "a", ONE, longTime());

      assertThat(store.get(key + "A")).isEmpty();
    }

    @Test
    void get_beforeExpiry_returnsIt() throws Exception {
      store.put(key, ONE, units(20));

      elapse(unit());

      assertThat(store.get(key)).isPresent();
    }

    @Test
    void get_afterExpiry_isEmpty() throws Exception {
      store.put(key, ONE, unit());

      elapse(units(2));

      assertThat(store.get(key)).isEmpty();
    }
  }

  @Nested
  final class Put {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 4096, 65_536})
    void put_anyBytes_comeBackAsTheyWere(int length) {
      byte[] value = new byte[length];
      new Random(length).nextBytes(value);

      store.put(key, value, longTime());

      assertThat(store.get(key).orElseThrow().value()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A-b_9", "name/with.many:signs~", "~"})
    void put_anyPrintableKey_isFound(String name) {
      store.put(key + name, ONE, longTime());

      assertThat(store.get(key + name)).isPresent();
    }

    @Test
    void put_everyCharacterThatAKeyMayHave_isFound() {
      StringBuilder all = new StringBuilder(key);
      for (char c = '!'; c <= '~'; c++) {
        all.append(c);
      }
      String name = all.toString();

      store.put(name, ONE, longTime());

      assertThat(store.get(name)).isPresent();
      assertThat(store.get(name.replace('%', '_'))).isEmpty();
    }

    @Test
    void put_everyByteThereIs_comesBack() {
      byte[] value = new byte[512];
      for (int i = 0; i < value.length; i++) {
        value[i] = (byte) i;
      }

      store.put(key, value, longTime());

      assertThat(store.get(key).orElseThrow().value()).isEqualTo(value);
      assertThat(store.take(key).orElseThrow().value()).isEqualTo(value);
    }

    @Test
    void put_manyAtOnce_eachIsWhole() throws Exception {
      atOnce(
          i -> {
            byte[] value = new byte[20_000];
            java.util.Arrays.fill(value, (byte) i);
            for (int n = 0; n < 5; n++) {
              store.put(key, value, longTime());
              byte[] read = store.get(key).orElseThrow().value();
              assertThat(read).hasSize(value.length).containsOnly(read[0]);
            }
            return null;
          });
    }

    @Test
    void put_longKey_isFound() {
      String name = key + "k".repeat(200 - key.length());

      store.put(name, ONE, longTime());

      assertThat(store.get(name)).isPresent();
    }

    @Test
    void put_overExisting_replacesValueAndVersion() {
      long first = store.put(key, ONE, longTime());

      long second = store.put(key, TWO, longTime());

      assertThat(second).isNotEqualTo(first);
      assertThat(store.get(key).orElseThrow().value()).isEqualTo(TWO);
      assertThat(store.get(key).orElseThrow().version()).isEqualTo(second);
    }

    @Test
    void put_sameValueAgain_hasAnotherVersion() {
      long first = store.put(key, ONE, longTime());

      assertThat(store.put(key, ONE, longTime())).isNotEqualTo(first);
    }

    @Test
    void put_overExisting_startsTheTimeAnew() throws Exception {
      store.put(key, ONE, units(2));
      store.put(key, TWO, longTime());

      elapse(units(3));

      assertThat(store.get(key)).isPresent();
    }

    @Test
    void put_overExisting_canShortenTheTime() throws Exception {
      store.put(key, ONE, longTime());
      store.put(key, TWO, unit());

      elapse(units(2));

      assertThat(store.get(key)).isEmpty();
    }

    @Test
    void put_arrayChangedAfterwards_storedValueStays() {
      byte[] value = ONE.clone();
      store.put(key, value, longTime());

      value[0] = 'X';

      assertThat(store.get(key).orElseThrow().value()).isEqualTo(ONE);
    }

    @Test
    void put_nextToOthers_leavesThemAlone() {
      store.put(key + "1", ONE, longTime());
      store.put(key + "2", TWO, longTime());

      assertThat(store.get(key + "1").orElseThrow().value()).isEqualTo(ONE);
      assertThat(store.get(key + "2").orElseThrow().value()).isEqualTo(TWO);
    }
  }

  @Nested
  final class PutIfAbsent {
    @Test
    void putIfAbsent_nothingThere_writes() {
      OptionalLong version = store.putIfAbsent(key, ONE, longTime());

      assertThat(version).isPresent();
      assertThat(store.get(key).orElseThrow().version()).isEqualTo(version.getAsLong());
    }

    @Test
    void putIfAbsent_somethingThere_changesNothing() {
      long version = store.put(key, ONE, longTime());

      assertThat(store.putIfAbsent(key, TWO, longTime())).isEmpty();

      assertThat(store.get(key).orElseThrow().value()).isEqualTo(ONE);
      assertThat(store.get(key).orElseThrow().version()).isEqualTo(version);
    }

    @Test
    void putIfAbsent_somethingThere_doesNotProlongIt() throws Exception {
      store.put(key, ONE, units(2));
      store.putIfAbsent(key, TWO, longTime());

      elapse(units(3));

      assertThat(store.get(key)).isEmpty();
    }

    @Test
    void putIfAbsent_afterExpiry_writes() throws Exception {
      store.put(key, ONE, unit());
      elapse(units(2));

      assertThat(store.putIfAbsent(key, TWO, longTime())).isPresent();
      assertThat(store.get(key).orElseThrow().value()).isEqualTo(TWO);
    }

    @Test
    void putIfAbsent_manyAtOnce_oneWins() throws Exception {
      for (int round = 0; round < 20; round++) {
        String name = key + "." + round;

        List<OptionalLong> results =
            atOnce(i -> store.putIfAbsent(name, new byte[] {(byte) i}, longTime()));

        assertThat(results.stream().filter(OptionalLong::isPresent)).hasSize(1);
        int winner = 0;
        while (results.get(winner).isEmpty()) {
          winner++;
        }
        assertThat(store.get(name).orElseThrow().value()).containsExactly(winner);
      }
    }

    @Test
    void putIfAbsent_manyAtOnceWhereOneHasExpired_oneWins() throws Exception {
      for (int round = 0; round < 10; round++) {
        store.put(key + "." + round, ONE, unit());
      }
      elapse(units(2));
      for (int round = 0; round < 10; round++) {
        String name = key + "." + round;

        List<OptionalLong> results =
            atOnce(i -> store.putIfAbsent(name, new byte[] {(byte) i}, longTime()));

        assertThat(results.stream().filter(OptionalLong::isPresent)).hasSize(1);
      }
    }
  }

  @Nested
  final class Replace {
    @Test
    void replace_presentVersion_writes() {
      long first = store.put(key, ONE, longTime());

      OptionalLong second = store.replace(key, first, TWO, longTime());

      assertThat(second).isPresent();
      assertThat(second.getAsLong()).isNotEqualTo(first);
      assertThat(store.get(key).orElseThrow().value()).isEqualTo(TWO);
      assertThat(store.get(key).orElseThrow().version()).isEqualTo(second.getAsLong());
    }

    @Test
    void replace_olderVersion_changesNothing() {
      long first = store.put(key, ONE, longTime());
      long second = store.put(key, TWO, longTime());

      assertThat(store.replace(key, first, ONE, longTime())).isEmpty();

      assertThat(store.get(key).orElseThrow().value()).isEqualTo(TWO);
      assertThat(store.get(key).orElseThrow().version()).isEqualTo(second);
    }

    @Test
    void replace_nothingThere_writesNothing() {
      assertThat(store.replace(key, 1, ONE, longTime())).isEmpty();
      assertThat(store.replace(key, 0, ONE, longTime())).isEmpty();

      assertThat(store.get(key)).isEmpty();
    }

    @Test
    void replace_afterExpiry_writesNothing() throws Exception {
      long version = store.put(key, ONE, unit());
      elapse(units(2));

      assertThat(store.replace(key, version, TWO, longTime())).isEmpty();

      assertThat(store.get(key)).isEmpty();
    }

    @Test
    void replace_removedAndWrittenAgain_oldVersionDoesNotFit() {
      long first = store.put(key, ONE, longTime());
      store.take(key);
      store.put(key, ONE, longTime());

      assertThat(store.replace(key, first, TWO, longTime())).isEmpty();
    }

    @Test
    void replace_expiredAndWrittenAgain_oldVersionDoesNotFit() throws Exception {
      long first = store.put(key, ONE, unit());
      elapse(units(2));
      store.put(key, ONE, longTime());

      assertThat(store.replace(key, first, TWO, longTime())).isEmpty();
    }

    @Test
    void replace_presentVersion_startsTheTimeAnew() throws Exception {
      long version = store.put(key, ONE, units(2));
      store.replace(key, version, TWO, longTime());

      elapse(units(3));

      assertThat(store.get(key)).isPresent();
    }

    @Test
    void replace_manyAtOnce_oneWins() throws Exception {
      for (int round = 0; round < 20; round++) {
        String name = key + "." + round;
        long version = store.put(name, ONE, longTime());

        List<OptionalLong> results =
            atOnce(i -> store.replace(name, version, new byte[] {(byte) i}, longTime()));

        assertThat(results.stream().filter(OptionalLong::isPresent)).hasSize(1);
      }
    }

    @Test
    void replace_countersRaised_noneIsLost() throws Exception {
      store.put(key, new byte[] {0}, longTime());
      AtomicInteger raised = new AtomicInteger();

      atOnce(
          i -> {
            for (int done = 0; done < 5; ) {
              Entry entry = store.get(key).orElseThrow();
              byte[] next = {(byte) (entry.value()[0] + 1)};
              if (store.replace(key, entry.version(), next, longTime()).isPresent()) {
                raised.incrementAndGet();
                done++;
              }
            }
            return null;
          });

      assertThat(store.get(key).orElseThrow().value()[0]).isEqualTo(raised.byteValue());
    }
  }

  @Nested
  final class Remove {
    @Test
    void remove_presentVersion_removes() {
      long version = store.put(key, ONE, longTime());

      assertThat(store.remove(key, version)).isTrue();
      assertThat(store.get(key)).isEmpty();
    }

    @Test
    void remove_olderVersion_changesNothing() {
      long first = store.put(key, ONE, longTime());
      store.put(key, TWO, longTime());

      assertThat(store.remove(key, first)).isFalse();
      assertThat(store.get(key)).isPresent();
    }

    @Test
    void remove_nothingThere_isFalse() {
      assertThat(store.remove(key, 1)).isFalse();
    }

    @Test
    void remove_manyAtOnce_oneDoes() throws Exception {
      for (int round = 0; round < 20; round++) {
        String name = key + "." + round;
        long version = store.put(name, ONE, longTime());

        List<Boolean> results = atOnce(i -> store.remove(name, version));

        assertThat(results.stream().filter(removed -> removed)).hasSize(1);
      }
    }

    @Test
    void remove_afterExpiry_isFalse() throws Exception {
      long version = store.put(key, ONE, unit());
      elapse(units(2));

      assertThat(store.remove(key, version)).isFalse();
    }
  }

  @Nested
  final class Take {
    @Test
    void take_written_returnsAndRemovesIt() {
      long version = store.put(key, ONE, longTime());

      Entry entry = store.take(key).orElseThrow();

      assertThat(entry.value()).isEqualTo(ONE);
      assertThat(entry.version()).isEqualTo(version);
      assertThat(store.get(key)).isEmpty();
      assertThat(store.take(key)).isEmpty();
    }

    @Test
    void take_nothingThere_isEmpty() {
      assertThat(store.take(key)).isEmpty();
    }

    @Test
    void take_afterExpiry_isEmpty() throws Exception {
      store.put(key, ONE, unit());
      elapse(units(2));

      assertThat(store.take(key)).isEmpty();
    }

    @Test
    void take_manyAtOnce_oneGetsIt() throws Exception {
      for (int round = 0; round < 20; round++) {
        String name = key + "." + round;
        store.put(name, ONE, longTime());

        List<Optional<Entry>> results = atOnce(i -> store.take(name));

        assertThat(results.stream().filter(Optional::isPresent)).hasSize(1);
      }
    }

    @Test
    void take_whileOthersReplaceAndRemove_oneOfThemAllWins() throws Exception {
      for (int round = 0; round < 20; round++) {
        String name = key + "." + round;
        long version = store.put(name, ONE, longTime());

        List<Optional<byte[]>> taken =
            atOnce(
                i -> {
                  if (i % 4 == 0) {
                    boolean removed = store.remove(name, version);
                    return removed ? Optional.of(ONE) : Optional.empty();
                  }
                  if (i % 4 == 1) {
                    // wins without taking: what it wrote can then be taken
                    store.replace(name, version, TWO, longTime());
                    return Optional.empty();
                  }
                  return store.take(name).map(Entry::value);
                });

        long ones = taken.stream().flatMap(Optional::stream).filter(v -> v[0] == ONE[0]).count();
        long twos = taken.stream().flatMap(Optional::stream).filter(v -> v[0] == TWO[0]).count();
        long left = store.get(name).isPresent() ? 1 : 0;
        assertThat(ones + twos + left).isEqualTo(1);
      }
    }
  }

  @Nested
  final class Bounds {
    @ParameterizedTest
    @ValueSource(
        strings = {"", " ", "a b", "tab\t", "line\n", "nul\0", "\u007f", "k\u00e4se", "\u20ac"})
    void key_outsideTheBounds_isRefusedByAll(String bad) {
      assertRefused(bad);
    }

    @Test
    void key_longerThan200_isRefusedByAll() {
      assertRefused("k".repeat(201));
    }

    private void assertRefused(String bad) {
      assertThatIllegalArgumentException().isThrownBy(() -> store.get(bad));
      assertThatIllegalArgumentException().isThrownBy(() -> store.put(bad, ONE, longTime()));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.putIfAbsent(bad, ONE, longTime()));
      assertThatIllegalArgumentException().isThrownBy(() -> store.replace(bad, 1, ONE, longTime()));
      assertThatIllegalArgumentException().isThrownBy(() -> store.remove(bad, 1));
      assertThatIllegalArgumentException().isThrownBy(() -> store.take(bad));
    }

    @Test
    void value_above64KiB_isRefusedAndChangesNothing() {
      byte[] tooLong = new byte[65_537];
      long version = store.put(key, ONE, longTime());

      assertThatIllegalArgumentException().isThrownBy(() -> store.put(key, tooLong, longTime()));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.putIfAbsent(key + "2", tooLong, longTime()));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.replace(key, version, tooLong, longTime()));

      assertThat(store.get(key).orElseThrow().version()).isEqualTo(version);
      assertThat(store.get(key + "2")).isEmpty();
    }

    @Test
    void value_of64KiB_isKeptByEveryWrite() {
      byte[] large = new byte[65_536];
      new Random(1).nextBytes(large);

      long version = store.putIfAbsent(key, large, longTime()).orElseThrow();
      large[0]++;
      store.replace(key, version, large, longTime()).orElseThrow();

      assertThat(store.take(key).orElseThrow().value()).isEqualTo(large);
    }

    @Test
    void timeToLive_ofForever_isKept() throws Exception {
      Duration forever = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

      long version = store.put(key, ONE, forever);
      assertThat(store.get(key)).isPresent();
      store.replace(key, version, TWO, forever).orElseThrow();
      store.putIfAbsent(key + "2", ONE, forever).orElseThrow();
      elapse(units(20));

      assertThat(store.get(key)).isPresent();
      assertThat(store.get(key + "2")).isPresent();
    }

    @Test
    void timeToLive_belowAMillisecond_isAcceptedAndEnds() throws Exception {
      Duration instant = Duration.ofNanos(1);

      assertThat(store.putIfAbsent(key, ONE, instant)).isPresent();
      store.put(key + "2", ONE, instant);
      long version = store.put(key + "3", ONE, longTime());
      assertThat(store.replace(key + "3", version, ONE, instant)).isPresent();
      elapse(unit());

      assertThat(store.get(key)).isEmpty();
      assertThat(store.get(key + "2")).isEmpty();
      assertThat(store.get(key + "3")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, -1_000_000})
  void timeToLive_notPositive_leavesNothing(long millis) {
    Duration none = Duration.ofMillis(millis);

    store.put(key, ONE, none);
    assertThat(store.get(key)).isEmpty();

    long version = store.put(key, ONE, longTime());
    assertThat(store.replace(key, version, TWO, none)).isPresent();
    assertThat(store.get(key)).isEmpty();

    store.put(key, ONE, longTime());
    store.put(key, TWO, none);
    assertThat(store.get(key)).isEmpty();

    assertThat(store.putIfAbsent(key, ONE, none)).isPresent();
    assertThat(store.get(key)).isEmpty();
    assertThat(store.take(key)).isEmpty();
  }

  @Test
  void versions_ofManyWritesOfAKey_allDiffer() throws Exception {
    List<List<Long>> versions =
        atOnce(
            i -> {
              List<Long> own = new ArrayList<>();
              for (int n = 0; n < 25; n++) {
                own.add(store.put(key, new byte[] {(byte) i, (byte) n}, longTime()));
              }
              return own;
            });

    Set<Long> all = new HashSet<>();
    versions.forEach(all::addAll);
    assertThat(all).hasSize(THREADS * 25);
    assertThat(all).allMatch(version -> version > 0);
  }

  @Test
  void timeToLive_notPositive_takesThePlaceOfWhatWasThere() {
    long version = store.put(key, ONE, longTime());

    assertThat(store.putIfAbsent(key, TWO, Duration.ZERO)).isEmpty();
    assertThat(store.replace(key, version + 1, TWO, Duration.ZERO)).isEmpty();
    assertThat(store.get(key).orElseThrow().version()).isEqualTo(version);

    store.put(key, TWO, Duration.ZERO);
    assertThat(store.get(key)).isEmpty();
    assertThat(store.replace(key, version, ONE, longTime())).isEmpty();
  }

  private static <T> List<T> atOnce(Job<T> job) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      CyclicBarrier start = new CyclicBarrier(THREADS);
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int number = i;
        Callable<T> call =
            () -> {
              start.await(30, TimeUnit.SECONDS);
              return job.run(number);
            };
        running.add(threads.submit(call));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : running) {
        results.add(future.get(60, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private interface Job<T> {
    T run(int number) throws Exception;
  }
}

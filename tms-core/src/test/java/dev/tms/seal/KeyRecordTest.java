package dev.tms.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.SwitchableStore;
import dev.tms.event.TmsListener;
import dev.tms.seal.KeyRecord.Comparison;
import dev.tms.seal.Keys.KeyRotation;
import dev.tms.seal.Sealer.SealScope;
import dev.tms.store.InMemoryStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes with other keys are found before they do harm. */
final class KeyRecordTest {
  private static final SealScope SCOPE =
      new SealScope("tms", "https://id.example", "shop", "https://shop.example");

  @TempDir Path folder;

  private final SwitchableStore store =
      new SwitchableStore(new InMemoryStore(InstantSource.system()));

  @Test
  void compare_firstNodeAndItsTwin_areTheSame() {
    Keys keys = Keys.inMemory();

    assertThat(record(keys).compare()).isEqualTo(Comparison.SAME);
    assertThat(record(keys).compare()).isEqualTo(Comparison.SAME);
    assertThat(store.get(record(keys).name())).isPresent();
  }

  @Test
  void compare_noSharedKey_isForeignAndLeavesTheRecord() {
    Keys ours = Keys.inMemory();
    record(ours).compare();

    assertThat(record(Keys.inMemory()).compare()).isEqualTo(Comparison.FOREIGN);
    assertThat(record(ours).compare()).isEqualTo(Comparison.SAME);
  }

  @Test
  void compare_otherService_hasARecordOfItsOwn() {
    KeyRecord ours = record(Keys.inMemory());
    ours.compare();
    SealScope other = new SealScope("tms", "https://id.example", "app", "https://shop.example");
    KeyRecord theirs =
        new KeyRecord(store, other, Keys.inMemory().open(InstantSource.system(), TmsListener.NONE));

    assertThat(theirs.compare()).isEqualTo(Comparison.SAME);
    assertThat(theirs.name()).isNotEqualTo(ours.name()).matches("keys\\.[A-Za-z0-9_-]{43}");
  }

  @Test
  void compare_duringARotation_overlapsUntilAllHaveTheNewFile() {
    Keys keys = Keys.file(folder.resolve("keys.json"));
    KeyRecord old = record(keys);
    old.compare();
    KeyRotation rotation = KeyRotation.of(keys);
    int second = rotation.add().id();

    assertThat(record(keys).compare())
        .as("restarted with two keys")
        .isEqualTo(Comparison.OVERLAPPING);
    assertThat(old.compare()).as("restarted with the old file").isEqualTo(Comparison.OVERLAPPING);
    assertThat(record(keys).compare()).isEqualTo(Comparison.OVERLAPPING);

    int first = rotation.show().get(0).id();
    rotation.promote(second);
    rotation.retire(first);
    assertThat(record(keys).compare())
        .as("restarted with the new key")
        .isEqualTo(Comparison.OVERLAPPING);
    assertThat(old.compare()).as("has the retired key alone").isEqualTo(Comparison.FOREIGN);
  }

  @Test
  void update_keysChangedInUse_replacesWhateverIsRecorded() {
    record(Keys.inMemory()).compare();
    KeyRecord ours = record(Keys.inMemory());

    assertThat(ours.update()).isEqualTo(Comparison.FOREIGN);
    assertThat(ours.compare()).isEqualTo(Comparison.SAME);
  }

  @Test
  void forget_recorded_letsOtherKeysIn() {
    record(Keys.inMemory()).compare();

    assertThat(KeyRecord.forget(store, SCOPE)).isTrue();
    assertThat(KeyRecord.forget(store, SCOPE)).isFalse();
    assertThat(record(Keys.inMemory()).compare()).isEqualTo(Comparison.SAME);
  }

  @Test
  void compare_storeDown_isUnknown() {
    KeyRecord record = record(Keys.inMemory());
    store.down();

    assertThat(record.compare()).isEqualTo(Comparison.UNKNOWN);
  }

  @Test
  void compare_recordOfAnotherVersion_isForeign() {
    KeyRecord record = record(Keys.inMemory());
    store.put(
        record.name(), "tms-keys 2\nx".getBytes(StandardCharsets.US_ASCII), Duration.ofDays(1));

    assertThat(record.compare()).isEqualTo(Comparison.FOREIGN);
  }

  @Test
  void compare_anotherWritesMeanwhile_looksAgain() {
    KeyRecord ours = record(Keys.inMemory());
    store.beforeNextWrite(() -> record(Keys.inMemory()).compare());

    assertThat(ours.compare()).isEqualTo(Comparison.FOREIGN);
  }

  @Test
  void compare_othersWriteMeanwhileEachTime_givesUp() {
    KeyRecord ours = record(Keys.inMemory());
    Runnable meddling =
        new Runnable() {
          @Override
          public void run() {
            store.take(ours.name());
            ours.update();
            store.beforeNextWrite(this);
          }
        };
    ours.compare();
    store.beforeNextWrite(meddling);

    assertThat(ours.compare()).isEqualTo(Comparison.SAME);
  }

  @Test
  void peek_anyRecord_comparesAndWritesNothing() {
    KeyRecord ours = record(Keys.inMemory());
    KeyRecord theirs = record(Keys.inMemory());

    assertThat(ours.peek()).isEqualTo(Comparison.SAME);
    assertThat(store.size()).isZero();
    theirs.compare();
    assertThat(ours.peek()).isEqualTo(Comparison.FOREIGN);
    assertThat(theirs.peek()).isEqualTo(Comparison.SAME);
    store.down();
    assertThat(ours.peek()).isEqualTo(Comparison.UNKNOWN);
  }

  @Test
  void record_value_holdsFingerprintsAlone() {
    KeyRing ring = Keys.inMemory().open(InstantSource.system(), TmsListener.NONE);
    KeyRecord record = new KeyRecord(store, SCOPE, ring);
    record.compare();

    assertThat(
            new String(store.get(record.name()).orElseThrow().value(), StandardCharsets.US_ASCII))
        .isEqualTo("tms-keys 1\n" + ring.keys().get(0).fingerprint());
  }

  private KeyRecord record(Keys keys) {
    return new KeyRecord(store, SCOPE, keys.open(InstantSource.system(), TmsListener.NONE));
  }
}

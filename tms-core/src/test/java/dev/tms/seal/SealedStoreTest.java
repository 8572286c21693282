package dev.tms.seal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.seal.Keys.KeyRotation;
import dev.tms.seal.SealedStore.Found;
import dev.tms.seal.SealedStore.Missing;
import dev.tms.seal.SealedStore.Name;
import dev.tms.seal.SealedStore.Unreadable;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.seal.Sealer.SealScope;
import dev.tms.store.ExpiringStore.Entry;
import dev.tms.store.InMemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SealedStoreTest {
  private static final Duration LIFE = Duration.ofMinutes(1);
  private static final byte[] ONE = "refresh token one".getBytes(UTF_8);
  private static final byte[] TWO = "refresh token two".getBytes(UTF_8);

  private final SealRig rig = new SealRig();
  private final Keys keys = Keys.inMemory();
  private final InMemoryStore raw = new InMemoryStore(rig.clock);
  private final SealedStore store = store(keys, Purpose.LEDGER);
  private final Name name = store.names("session").get(0);

  @Test
  void verbs_roundTrip_withVersions() {
    assertThat(store.get(name)).isInstanceOf(Missing.class);
    long first = store.putIfAbsent(name, ONE, LIFE).orElseThrow();
    assertThat(store.putIfAbsent(name, TWO, LIFE)).isEmpty();
    assertThat(found(name).value()).isEqualTo(ONE);
    assertThat(found(name).version()).isEqualTo(first);
    assertThat(found(name).stale()).isFalse();

    long second = store.replace(name, first, TWO, LIFE).orElseThrow();
    assertThat(store.replace(name, first, ONE, LIFE)).isEmpty();
    assertThat(found(name).value()).isEqualTo(TWO);
    assertThat(store.remove(name, first)).isFalse();
    assertThat(store.remove(name, second)).isTrue();

    long third = store.put(name, ONE, LIFE);
    assertThat(found(name).version()).isEqualTo(third).isNotZero();
    assertThat(store.take(name)).hasValueSatisfying(v -> assertThat(v).isEqualTo(ONE));
    assertThat(store.take(name)).isEmpty();
  }

  @Test
  void inMemory_sameNamesAndSeals_keepsToItself() {
    SealedStore local = store.inMemory(rig.clock, 10);
    local.put(name, ONE, LIFE);

    assertThat(local.get(name)).isInstanceOf(Found.class);
    assertThat(store.get(name)).isInstanceOf(Missing.class);
  }

  @Test
  void named_textOfAName_isItForThisPurposeAlone() {
    assertThat(store.named(name.text())).contains(name);
    assertThat(store.named(name.text()).orElseThrow()).hasSameHashCodeAs(name);
    assertThat(store(keys, Purpose.MARK).named(name.text())).isEmpty();
  }

  @Test
  @DisplayName("Lesson 33: a leaked store shows neither names nor values")
  void put_store_holdsNothingInClear() {
    store.put(name, ONE, LIFE);

    Entry entry = raw.get(name.text()).orElseThrow();
    assertThat(name.text()).startsWith("ledger:").hasSize("ledger:".length() + 43);
    assertThat(name.text()).doesNotContain("session");
    assertThat(new String(entry.value(), ISO_8859_1)).doesNotContain("refresh");
    assertThat(found(name).toString()).doesNotContain("refresh");
  }

  @Test
  void get_valueMovedToAnotherName_isUnreadable() {
    Name other = store.names("other").get(0);
    store.put(name, ONE, LIFE);
    long version = raw.put(other.text(), raw.get(name.text()).orElseThrow().value(), LIFE);

    assertThat(store.get(other)).isEqualTo(new Unreadable(version));
    assertThat(store.replace(other, version, TWO, LIFE)).isPresent();
    assertThat(found(other).value()).isEqualTo(TWO);
  }

  @Test
  void take_valueThatDoesNotOpen_countsAsMissingAndIsGone() {
    raw.put(name.text(), new byte[50], LIFE);

    assertThat(store.take(name)).isEmpty();
    assertThat(raw.get(name.text())).isEmpty();
  }

  @Test
  void names_otherPurposeIssuerOrClient_differ() {
    SealedStore marks = store(keys, Purpose.MARK);
    SealedStore otherClient =
        new SealedStore(
            raw,
            new Sealer(
                rig.open(keys),
                new SealScope("tms", "https://id.example", "x", "https://a.example")),
            new KeyedHash(rig.open(keys)),
            Purpose.LEDGER);
    SealedStore otherCookieSameClient =
        new SealedStore(
            raw,
            new Sealer(
                rig.open(keys),
                new SealScope("b", "https://id.example", "shop", "https://b.example")),
            new KeyedHash(rig.open(keys)),
            Purpose.LEDGER);

    assertThat(List.of(name))
        .isNotEqualTo(marks.names("session"))
        .isNotEqualTo(otherClient.names("session"))
        .isEqualTo(otherCookieSameClient.names("session"));
    store.put(name, ONE, LIFE);
    assertThat(otherCookieSameClient.get(name)).isInstanceOf(Unreadable.class);
  }

  @Test
  void rotation_nameUnderTheLoginsKey_staysUntilItIsRetired(@TempDir Path dir) {
    Keys file = Keys.file(dir.resolve("keys"));
    KeyRing ring = rig.open(file);
    SealedStore rotating =
        new SealedStore(raw, new Sealer(ring, SealRig.SCOPE), new KeyedHash(ring), Purpose.LEDGER);
    int old = new KeyedHash(ring).primaryId();
    Name oldName = rotating.name(old, "session").orElseThrow();
    rotating.put(oldName, ONE, LIFE);

    KeyRotation rotation = KeyRotation.of(file);
    rotation.promote(rotation.add().id());
    ring.refresh();
    assertThat(rotating.names("session")).hasSize(2).element(1).isEqualTo(oldName);
    assertThat(rotating.name(old, "session")).contains(oldName);
    assertThat(rotating.get(oldName))
        .isInstanceOfSatisfying(Found.class, f -> assertThat(f.stale()).isTrue());

    rotation.retire(old);
    ring.refresh();
    assertThat(rotating.name(old, "session")).isEmpty();
    assertThat(rotating.get(oldName)).isInstanceOf(Unreadable.class);
  }

  private SealedStore store(Keys from, Purpose purpose) {
    KeyRing ring = rig.open(from);
    return new SealedStore(raw, new Sealer(ring, SealRig.SCOPE), new KeyedHash(ring), purpose);
  }

  private Found found(Name of) {
    return (Found) store.get(of);
  }
}

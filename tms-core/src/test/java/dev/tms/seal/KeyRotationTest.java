package dev.tms.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tms.event.TmsEvent;
import dev.tms.http.SameSite;
import dev.tms.seal.Keys.InvalidKeysException;
import dev.tms.seal.Keys.KeyInfo;
import dev.tms.seal.Keys.KeyRotation;
import dev.tms.seal.Sealer.Opened;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.token.Secret;
import dev.tms.web.CookiePolicy;
import dev.tms.web.Cookies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyRotationTest {
  private static final byte[] PLAIN = "a session".getBytes(UTF_8);

  @TempDir Path dir;
  private Path file;
  private KeyRotation rotation;
  private final SealRig rig = new SealRig();

  @BeforeEach
  void nameFile() {
    file = dir.resolve("tms-keys.json");
    rotation = KeyRotation.of(Keys.file(file));
  }

  @Test
  void create_fileThere_leavesItAlone() throws IOException {
    KeyInfo first = rotation.create();
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(rotation::create)
        .isInstanceOf(InvalidKeysException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("exists already");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(rotation.show()).containsExactly(first);
    assertThat(first.status()).isEqualTo(KeyInfo.Status.PRIMARY);
    assertThat(first.id()).isPositive();
    assertThat(first.fingerprint()).hasSize(16);
  }

  @Test
  @DisplayName("rotation: add, promote, retire, with values that live through it")
  void rotation_threeSteps_oldValuesOpenUntilTheirKeyIsRetired() {
    int oldId = rotation.create().id();
    KeyRing ring = rig.open(file);
    Sealer sealer = new Sealer(ring, SealRig.SCOPE);
    KeyedHash hash = new KeyedHash(ring);
    String old = sealer.sealText(Purpose.SESSION, PLAIN);
    String oldName = hash.name(oldId, "ledger", "id").orElseThrow();

    int newId = rotation.add().id();
    assertThat(ring.refresh()).isTrue();
    assertThat(sealer.openText(Purpose.SESSION, old).orElseThrow().stale()).isFalse();
    assertThat(hash.primaryId()).isEqualTo(oldId);
    assertThat(hash.enabledIds()).containsExactly(oldId, newId);

    assertThat(rotation.promote(newId).status()).isEqualTo(KeyInfo.Status.PRIMARY);
    assertThat(ring.refresh()).isTrue();
    Opened stale = sealer.openText(Purpose.SESSION, old).orElseThrow();
    assertThat(stale.plain()).isEqualTo(PLAIN);
    assertThat(stale.stale()).isTrue();
    assertThat(rig.events).last().isEqualTo(new TmsEvent.OlderKeyUsed("session", oldId));
    String resealed = sealer.sealText(Purpose.SESSION, stale.plain());
    assertThat(sealer.openText(Purpose.SESSION, resealed).orElseThrow().stale()).isFalse();
    assertThat(hash.enabledIds()).containsExactly(newId, oldId);
    assertThat(hash.name(oldId, "ledger", "id")).contains(oldName);
    assertThat(hash.names("ledger", "id")).hasSize(2).contains(oldName);

    rotation.retire(oldId);
    assertThat(ring.refresh()).isTrue();
    assertThat(sealer.openText(Purpose.SESSION, old)).isEmpty();
    assertThat(sealer.openText(Purpose.SESSION, resealed)).isPresent();
    assertThat(hash.name(oldId, "ledger", "id")).isEmpty();
    assertThat(ring.keys()).extracting(KeyInfo::id).containsExactly(newId);
  }

  @Test
  void add_otherNodePromotes_nodeThatReadTheKeyOpens() {
    rotation.create();
    Sealer slow = new Sealer(rig.open(file), SealRig.SCOPE);
    int added = rotation.add().id();
    KeyRing ready = rig.open(file);
    rotation.promote(added);
    String sealed = new Sealer(rig.open(file), SealRig.SCOPE).sealText(Purpose.SESSION, PLAIN);

    assertThat(new Sealer(ready, SealRig.SCOPE).openText(Purpose.SESSION, sealed))
        .hasValueSatisfying(opened -> assertThat(opened.stale()).isTrue());
    assertThat(slow.openText(Purpose.SESSION, sealed)).isEmpty();
  }

  @Test
  void retire_primaryOrUnknown_refusedAndUnchanged() throws IOException {
    int primary = rotation.create().id();
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> rotation.retire(primary))
        .isInstanceOf(InvalidKeysException.class)
        .hasMessageContaining("promote another first");
    assertThatThrownBy(() -> rotation.retire(primary ^ 1))
        .isInstanceOf(InvalidKeysException.class)
        .hasMessageContaining("holds no key");
    assertThatThrownBy(() -> rotation.promote(primary ^ 1))
        .isInstanceOf(InvalidKeysException.class)
        .hasMessageContaining("holds no key");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(dir).isDirectoryContaining("glob:**tms-keys.json");
    assertThat(dir.toFile().list()).containsExactly("tms-keys.json");
  }

  @Test
  void change_permissions_arePreserved() throws IOException {
    rotation.create();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    rotation.add();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void change_asRoot_keepsOwnerAndGroup() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can give files away");
    rotation.create();
    Files.setAttribute(file, "unix:uid", 12345);
    Files.setAttribute(file, "unix:gid", 23456);

    rotation.add();

    assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(12345);
    assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(23456);
  }

  @Test
  void change_throughLink_keepsLink() throws IOException {
    rotation.create();
    Path link = Files.createSymbolicLink(dir.resolve("link"), file);

    KeyRotation.of(Keys.file(link)).add();

    assertThat(link).isSymbolicLink();
    assertThat(rotation.show()).hasSize(2);
  }

  @Test
  void change_otherChangeUnderWay_refusedNamingTheFile() throws IOException {
    rotation.create();
    Path beside = Files.createFile(dir.resolve("tms-keys.json.new"));

    assertThatThrownBy(rotation::add)
        .isInstanceOf(InvalidKeysException.class)
        .hasMessageContaining("being changed by another process")
        .hasMessageContaining(beside.toString());
    assertThat(beside).exists();
    assertThat(rotation.show()).hasSize(1);
  }

  @Test
  void change_fileMissing_refused() {
    assertThatThrownBy(rotation::add)
        .isInstanceOf(InvalidKeysException.class)
        .hasMessageContaining("does not exist");
    assertThat(file).doesNotExist();
  }

  @Test
  void protectBy_passphraseThenClear_keepsKeys() {
    Keys secret = Keys.file(file).withPassphrase(Secret.of("correct horse"));
    KeyInfo key = rotation.create();

    rotation.protectBy(secret);
    assertThatThrownBy(rotation::show).hasMessageContaining("encrypted by a passphrase");
    assertThat(KeyRotation.of(secret).show()).containsExactly(key);

    KeyRotation.of(secret).protectBy(Keys.file(file));
    assertThat(rotation.show()).containsExactly(key);
    assertThatThrownBy(() -> rotation.protectBy(Keys.file(dir.resolve("other"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refreshIfDue_before60Seconds_doesNotLook() {
    rotation.create();
    KeyRing ring = rig.open(file);
    rotation.add();

    rig.now = rig.now.plus(KeyRing.CHECK_INTERVAL).minusNanos(1);
    assertThat(ring.refreshIfDue()).isFalse();
    assertThat(ring.keys()).hasSize(1);

    rig.now = rig.now.plusNanos(1);
    assertThat(ring.refreshIfDue()).isTrue();
    assertThat(ring.keys()).hasSize(2);
    assertThat(rig.events).containsExactly(new TmsEvent.KeysReloaded(2));
  }

  @Test
  void refreshIfDue_clockSetBack_looks() {
    rotation.create();
    KeyRing ring = rig.open(file);
    rotation.add();

    rig.now = rig.now.minus(Duration.ofDays(1));
    ring.refreshIfDue();

    assertThat(ring.keys()).hasSize(2);
  }

  @Test
  void refresh_badFile_keepsKeysAndTellsEachTimeUntilGood() throws IOException {
    rotation.create();
    KeyRing ring = rig.open(file);
    Sealer sealer = new Sealer(ring, SealRig.SCOPE);
    String sealed = sealer.sealText(Purpose.SESSION, PLAIN);
    byte[] good = Files.readAllBytes(file);

    Files.writeString(file, "{");
    assertThat(ring.refresh()).isFalse();
    Files.write(file, new byte[0]);
    assertThat(ring.refresh()).isFalse();
    Files.delete(file);
    assertThat(ring.refresh()).isFalse();
    assertThat(ring.refresh()).isFalse();
    assertThat(sealer.openText(Purpose.SESSION, sealed)).isPresent();
    assertThat(rig.events).hasSize(4).allMatch(TmsEvent.KeysReloadFailed.class::isInstance);
    assertThat(ring.problem()).hasValueSatisfying(p -> assertThat(p).contains("does not exist"));
    assertThat(file).doesNotExist();

    Files.write(file, good);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(ring.refresh()).isFalse();
    assertThat(rig.events).hasSize(4);
    assertThat(ring.problem()).isEmpty();
  }

  @Test
  void refresh_unsafePermissions_keepsKeysAndTells() throws IOException {
    rotation.create();
    KeyRing ring = rig.open(file);
    rotation.add();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

    assertThat(ring.refresh()).isFalse();
    assertThat(ring.keys()).hasSize(1);
    assertThat(rig.events)
        .singleElement()
        .isInstanceOfSatisfying(
            TmsEvent.KeysReloadFailed.class,
            event -> assertThat(event.reason()).contains("written by all"));
  }

  @Test
  void refresh_whileSealing_neverFails() throws Exception {
    int first = rotation.create().id();
    KeyRing ring = rig.open(file);
    Sealer sealer = new Sealer(ring, SealRig.SCOPE);
    SealedCookie cookie =
        new SealedCookie(new CookiePolicy("tms", SameSite.LAX, true), "", sealer, Purpose.SESSION);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicBoolean failed = new AtomicBoolean();
    List<Thread> threads =
        IntStream.range(0, 3)
            .mapToObj(
                i ->
                    new Thread(
                        () -> {
                          while (!stop.get()) {
                            String text = cookie.write(PLAIN).get(0).value();
                            SealedCookie.Read read =
                                cookie.read(Cookies.parse(List.of("__Host-tms=" + text)));
                            if (!(read instanceof Opened)) {
                              failed.set(true);
                            }
                            ring.refreshIfDue();
                          }
                        }))
            .toList();
    threads.forEach(Thread::start);

    int primary = first;
    for (int i = 0; i < 20; i++) {
      int next = rotation.add().id();
      rig.now = rig.now.plusSeconds(60);
      ring.refresh();
      rotation.promote(next);
      rig.now = rig.now.plusSeconds(60);
      ring.refresh();
      primary = next;
    }
    stop.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    ring.refresh();

    assertThat(failed).isFalse();
    assertThat(new KeyedHash(ring).primaryId()).isEqualTo(primary);
    assertThat(ring.keys()).hasSize(21);
    assertThat(rig.events).noneMatch(TmsEvent.KeysReloadFailed.class::isInstance);
  }
}

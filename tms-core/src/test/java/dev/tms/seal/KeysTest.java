package dev.tms.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import dev.tms.event.TmsEvent;
import dev.tms.seal.Keys.InvalidKeysException;
import dev.tms.seal.Keys.KeyInfo;
import dev.tms.seal.Keys.KeyRotation;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.token.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeysTest {
  private static final Secret PASSPHRASE = Secret.of("correct horse battery");

  @TempDir Path dir;
  private Path file;
  private final SealRig rig = new SealRig();

  @BeforeEach
  void nameFile() {
    file = dir.resolve("tms-keys.json");
  }

  @Test
  void open_missing_createsForOwnerAlone() throws IOException {
    KeyRing ring = rig.open(file);

    assertThat(ring.created()).isTrue();
    assertThat(permissions()).isEqualTo("rw-------");
    assertThat(dir.toFile().list()).containsExactly("tms-keys.json");
    assertThat(ring.keys())
        .singleElement()
        .extracting(KeyInfo::status)
        .isEqualTo(KeyInfo.Status.PRIMARY);
  }

  @Test
  void open_there_usesItAndLeavesItAlone() throws IOException {
    KeyRing first = rig.open(file);
    byte[] before = Files.readAllBytes(file);

    KeyRing second = rig.open(file);

    assertThat(second.created()).isFalse();
    assertThat(second.fingerprints()).isEqualTo(first.fingerprints()).hasSize(1);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void open_missingAtOnceFromManyNodes_oneCreatesAndAllShare() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Callable<KeyRing>> opens =
          Stream.<Callable<KeyRing>>generate(() -> () -> rig.open(file)).limit(8).toList();
      List<KeyRing> rings = pool.invokeAll(opens).stream().map(KeysTest::join).toList();

      assertThat(rings).filteredOn(KeyRing::created).hasSize(1);
      assertThat(rings.stream().map(KeyRing::fingerprints).distinct()).hasSize(1);
      assertThat(dir.toFile().list()).containsExactly("tms-keys.json");
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void open_missingAndMustExist_refused() {
    refused(Keys.file(file).mustExist(), "does not exist");
    assertThat(file).doesNotExist();
  }

  @Test
  void open_directoryMissing_refusedWithAdvice() {
    file = dir.resolve("no/tms-keys.json");
    refused(Keys.file(file), "directory must exist and be writable");
  }

  @Test
  void open_danglingLink_refusedAndNotFollowed() throws IOException {
    Path target = dir.resolve("target");
    Files.createSymbolicLink(file, target);

    refused(Keys.file(file), "does not exist");
    assertThat(target).doesNotExist();
  }

  @Test
  void open_directoryInItsPlace_refused() throws IOException {
    Files.createDirectory(file);
    refused(Keys.file(file), "is not a regular file");
  }

  @Test
  void open_empty_refusedAndNotReplaced() throws IOException {
    write("");
    refused(Keys.file(file), "is empty");
    assertThat(file).isEmptyFile();
  }

  @Test
  void open_ofOneMebibyte_isRead() throws IOException {
    rig.open(file);
    String text = Files.readString(file);
    write(text + " ".repeat((1 << 20) - text.length()));

    assertThat(rig.open(file).keys()).hasSize(1);
  }

  @Test
  void mayBeReadByAll_allowedAndInClear_only() {
    assertThat(Keys.file(file).mayBeReadByAll()).isFalse();
    assertThat(Keys.file(file).allowReadableByAll().mayBeReadByAll()).isTrue();
    assertThat(Keys.file(file).withPassphrase(PASSPHRASE).allowReadableByAll().mayBeReadByAll())
        .isFalse();
  }

  @Test
  void open_huge_refused() throws IOException {
    write(" ".repeat((1 << 20) + 1));
    refused(Keys.file(file), "larger than 1 MiB");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "null",
        "[]",
        "key",
        "{}",
        "{\"format\":\"other\"}",
        "{\"format\":\"tms-keys\",\"format\":\"tms-keys\"}",
        "{\"format\":\"tms-keys\",\"version\":1}",
        "{\"format\":\"tms-keys\",\"version\":1,\"protection\":\"none\"}",
        "{\"format\":\"tms-keys\",\"version\":1,\"protection\":\"none\",\"seal\":{},\"index\":{}}",
        "{\"format\":\"tms-keys\",\"version\":1,\"protection\":\"none\",\"seal\":1,\"index\":\"x\"}",
        "{\"format\":\"tms-keys\",\"version\":1,\"protection\":\"rot13\"}"
      })
  void open_damaged_refusedAndNotReplaced(String content) throws IOException {
    write(content);
    refused(Keys.file(file), "damaged");
    assertThat(file).hasContent(content);
  }

  @Test
  void open_newerVersion_refused() throws IOException {
    rig.open(file);
    edit("\"version\":1,\"protection\"", "\"version\":2,\"protection\"");
    refused(Keys.file(file), "format version that this release does not know");
  }

  @Test
  void open_truncatedAnywhere_refused() throws IOException {
    rig.open(file);
    String whole = Files.readString(file);
    for (int length = 1; length < whole.length(); length += 7) {
      write(whole.substring(0, length));
      refused(Keys.file(file), "damaged");
    }
  }

  @Test
  void open_keysetsOfDifferentFiles_refused() throws IOException {
    rig.open(file);
    Path other = dir.resolve("other.json");
    rig.open(other);
    String mine = Files.readString(file);
    String theirs = Files.readString(other);
    write(
        mine.substring(0, mine.indexOf("\"index\""))
            + theirs.substring(theirs.indexOf("\"index\"")));

    refused(Keys.file(file), "damaged");
  }

  @Test
  void open_keysetsExchanged_refused() throws IOException {
    rig.open(file);
    String text = Files.readString(file);
    write(
        text.replace("\"seal\":", "\"other\":")
            .replace("\"index\":", "\"seal\":")
            .replace("\"other\":", "\"index\":"));

    refused(Keys.file(file), "damaged");
  }

  @Test
  @DisplayName("a damaged key is not taken for another one, and the message does not quote it")
  void open_anyCharacterOfAKeyChanged_refusedWithoutTellingIt() throws IOException {
    rig.open(file);
    String text = Files.readString(file);
    Matcher keys = Pattern.compile("\"value\":\"([^\"]+)\"").matcher(text);
    while (keys.find()) {
      assertThat(keys.group(1)).hasSizeGreaterThan(40);
      // the last four characters may have bits that mean nothing
      for (int at = keys.start(1); at < keys.end(1) - 4; at++) {
        for (String with : List.of("", "!", text.charAt(at) == 'B' ? "C" : "B")) {
          write(text.substring(0, at) + with + text.substring(at + 1));
          assertThatThrownBy(() -> rig.open(file))
              .isInstanceOf(InvalidKeysException.class)
              .hasMessageContaining("damaged")
              .hasNoCause();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw-rw-", "rw-----w-", "rw----rw-"})
  void open_writableByAll_refusedAlways(String permissions) throws IOException {
    rig.open(file);
    chmod(permissions);

    refused(Keys.file(file), "can be written by all users");
    refused(Keys.file(file).allowReadableByAll(), "can be written by all users");
    refused(Keys.file(file).withPassphrase(PASSPHRASE), "can be written by all users");
  }

  @Test
  void open_readableByAll_refusedUnlessAllowed() throws IOException {
    rig.open(file);
    chmod("r--r--r--");

    refused(Keys.file(file), "can be read by all users");
    assertThat(rig.open(Keys.file(file).allowReadableByAll()).keys()).hasSize(1);
  }

  @Test
  void open_readableByAllAndEncrypted_accepted() throws IOException {
    Keys keys = Keys.file(file).withPassphrase(PASSPHRASE);
    rig.open(keys);
    chmod("rw-r--r--");

    assertThat(rig.open(keys).keys()).hasSize(1);
  }

  @Test
  void open_readableByGroup_accepted() throws IOException {
    rig.open(file);
    chmod("rw-rw----");
    assertThat(rig.open(file).keys()).hasSize(1);
  }

  @Test
  void open_linkToUnsafeFile_refused() throws IOException {
    rig.open(file);
    chmod("rw-r--r--");
    Path link = Files.createSymbolicLink(dir.resolve("link"), file);
    refused(Keys.file(link), "can be read by all users");
  }

  @Test
  @DisplayName("Lesson 33: with a passphrase no key stands in the file in clear")
  void passphrase_roundTrip_nothingInClear() throws IOException {
    KeyRing ring = rig.open(Keys.file(file).withPassphrase(PASSPHRASE));

    String text = Files.readString(file);
    assertThat(text)
        .contains("\"iterations\":600000", "encryptedKeyset")
        .doesNotContain("\"value\"", PASSPHRASE.reveal());
    assertThat(rig.open(Keys.file(file).withPassphrase(PASSPHRASE)).fingerprints())
        .isEqualTo(ring.fingerprints());
  }

  @Test
  void passphrase_wrongOrMissing_refusedWithoutTellingIt() {
    rig.open(Keys.file(file).withPassphrase(PASSPHRASE));

    refused(Keys.file(file).withPassphrase(Secret.of("wrong")), "the passphrase is wrong");
    refused(Keys.file(file), "is encrypted by a passphrase");
    assertThatThrownBy(() -> rig.open(Keys.file(file).withPassphrase(Secret.of("wr0ng!"))))
        .satisfies(e -> assertThat(e.toString()).doesNotContain("wr0ng!"));
  }

  @Test
  void passphrase_fileInClear_refused() {
    rig.open(file);
    refused(Keys.file(file).withPassphrase(PASSPHRASE), "is not encrypted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "99999", "10000001", "-1", "99999999999", "\"600000\"", "null"})
  void passphrase_iterationsOutOfRange_refused(String iterations) throws IOException {
    rig.open(Keys.file(file).withPassphrase(PASSPHRASE));
    edit("\"iterations\":600000", "\"iterations\":" + iterations);
    refused(Keys.file(file).withPassphrase(PASSPHRASE), "damaged");
  }

  @Test
  void passphrase_parametersOrKeysetsChanged_refused() throws IOException {
    Keys keys = Keys.file(file).withPassphrase(PASSPHRASE);
    rig.open(keys);
    String text = Files.readString(file);

    edit("\"iterations\":600000", "\"iterations\":600001");
    refused(keys, "does not open");
    write(text.replaceFirst("\"salt\":\"..", "\"salt\":\"!!"));
    refused(keys, "damaged");
    write(text.replaceFirst("\"salt\":\"[^\"]*\"", "\"salt\":\"AAAA\""));
    refused(keys, "damaged");
    write(
        text.replace("\"seal\":", "\"other\":")
            .replace("\"index\":", "\"seal\":")
            .replace("\"other\":", "\"index\":"));
    refused(keys, "does not open");
  }

  @Test
  void passphraseFile_lineBreakAtItsEnd_doesNotCount() throws IOException {
    Path secret = dir.resolve("secret");
    Files.writeString(secret, PASSPHRASE.reveal() + "\n");
    rig.open(Keys.file(file).withPassphraseFile(secret));

    assertThat(rig.open(Keys.file(file).withPassphrase(PASSPHRASE)).keys()).hasSize(1);
  }

  @Test
  void passphraseFile_missingOrEmpty_refused() throws IOException {
    Path secret = dir.resolve("secret");
    Keys keys = Keys.file(file).withPassphraseFile(secret);
    assertThatThrownBy(() -> rig.open(keys))
        .isInstanceOf(InvalidKeysException.class)
        .hasMessageContaining("passphrase file " + secret + " cannot be read");

    Files.writeString(secret, "\n");
    assertThatThrownBy(() -> rig.open(keys)).hasMessageContaining("is empty");
    assertThat(file).doesNotExist();
  }

  @Test
  void passphraseFile_changedWithTheKeysetFile_isFollowed() throws IOException {
    Path secret = dir.resolve("secret");
    Files.writeString(secret, "first");
    Keys keys = Keys.file(file).withPassphraseFile(secret);
    KeyRing ring = rig.open(keys);

    KeyRotation.of(keys).protectBy(Keys.file(file).withPassphrase(Secret.of("second")));
    assertThat(ring.refresh()).isFalse();
    Files.writeString(secret, "second");
    assertThat(ring.refresh()).isTrue();

    assertThat(rig.events)
        .hasExactlyElementsOfTypes(TmsEvent.KeysReloadFailed.class, TmsEvent.KeysReloaded.class);
  }

  @Test
  void encryptedBy_roundTripAndOtherAead() throws Exception {
    Aead aead = new AesGcmJce(new byte[32]);
    byte[] otherKey = new byte[32];
    otherKey[0] = 1;
    KeyRing ring = rig.open(Keys.file(file).encryptedBy(aead));

    assertThat(Files.readString(file)).contains("\"aead\"", "encryptedKeyset");
    assertThat(rig.open(Keys.file(file).encryptedBy(aead)).fingerprints())
        .isEqualTo(ring.fingerprints());
    refused(Keys.file(file).encryptedBy(new AesGcmJce(otherKey)), "the Aead is not the one");
    refused(Keys.file(file), "is encrypted by an Aead");
    refused(Keys.file(file).withPassphrase(PASSPHRASE), "is encrypted by an Aead");
  }

  @Test
  void encryptedBy_serviceDown_refusedAtStartAndKeptWhileRunning() throws Exception {
    FlakyAead aead = new FlakyAead();
    Keys keys = Keys.file(file).encryptedBy(aead);
    KeyRing ring = rig.open(keys);
    KeyRotation.of(keys).add();

    aead.down = true;
    refused(keys, "is not available");
    assertThat(ring.refresh()).isFalse();
    assertThat(ring.keys()).hasSize(1);
    assertThatThrownBy(() -> KeyRotation.of(keys).add()).isInstanceOf(InvalidKeysException.class);

    aead.down = false;
    assertThat(ring.refresh()).isTrue();
    assertThat(ring.keys()).hasSize(2);
  }

  @Test
  void disabledKey_isShownAndNotUsed() throws IOException {
    rig.open(file);
    int added = KeyRotation.of(Keys.file(file)).add().id();
    String sealed;
    KeyRing both = rig.open(file);
    sealed = new Sealer(both, SealRig.SCOPE).sealText(Purpose.SESSION, new byte[1]);
    KeyRotation.of(Keys.file(file)).promote(added);
    int old = both.keys().get(0).id();
    write(
        Files.readString(file)
            .replaceAll("(\"status\":\")ENABLED(\",\"keyId\":" + old + ")", "$1DISABLED$2"));

    KeyRing ring = rig.open(file);
    assertThat(ring.keys())
        .extracting(KeyInfo::status)
        .containsExactly(KeyInfo.Status.DISABLED, KeyInfo.Status.PRIMARY);
    assertThat(ring.fingerprints()).hasSize(1);
    assertThat(new Sealer(ring, SealRig.SCOPE).openText(Purpose.SESSION, sealed)).isEmpty();
    assertThat(new KeyedHash(ring).name(old, "x")).isEmpty();
    assertThatThrownBy(() -> KeyRotation.of(Keys.file(file)).promote(old))
        .isInstanceOf(InvalidKeysException.class)
        .hasMessageContaining("disabled");
    KeyRotation.of(Keys.file(file)).retire(old);
    assertThat(KeyRotation.of(Keys.file(file)).show()).hasSize(1);
  }

  @Test
  void inMemory_twoRings_shareKeysAndHaveNoFile() {
    Keys keys = Keys.inMemory();
    KeyRing left = rig.open(keys);
    KeyRing right = rig.open(keys);

    assertThat(left.fingerprints()).isEqualTo(right.fingerprints());
    assertThat(left.created()).isFalse();
    assertThat(left.refresh()).isFalse();
    assertThat(rig.open(Keys.inMemory()).fingerprints()).isNotEqualTo(left.fingerprints());
    assertThat(keys.path()).isEmpty();
    assertThat(keys.withPassphrase(PASSPHRASE).problems())
        .singleElement()
        .asString()
        .startsWith("keys in memory have no file");
    assertThatThrownBy(() -> rig.open(keys.allowReadableByAll()))
        .isInstanceOf(InvalidKeysException.class)
        .hasMessageContaining("allowReadableByAll");
    assertThatThrownBy(() -> KeyRotation.of(keys)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> rig.open(keys.mustExist())).isInstanceOf(InvalidKeysException.class);
  }

  @Test
  void protection_setTwice_refused() {
    Keys keys = Keys.file(file).withPassphrase(PASSPHRASE);
    assertThatThrownBy(() -> rig.open(keys.withPassphraseFile(file)))
        .isInstanceOf(InvalidKeysException.class)
        .hasMessageContaining("a second was given");
    assertThat(keys.toString()).contains("tms-keys.json").doesNotContain(PASSPHRASE.reveal());
  }

  private void refused(Keys keys, String reason) {
    assertThatThrownBy(() -> rig.open(keys))
        .isInstanceOf(InvalidKeysException.class)
        .hasMessageStartingWith("the keyset file " + dir)
        .hasMessageContaining(reason);
  }

  private void write(String content) throws IOException {
    Files.write(file, content.getBytes(UTF_8));
    chmod("rw-------");
  }

  private void edit(String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    write(text.replace(from, to));
  }

  private void chmod(String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private String permissions() throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static KeyRing join(Future<KeyRing> future) {
    try {
      return future.get();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** A cipher that can be out of reach, as one of a key management service. */
  private static final class FlakyAead implements Aead {
    private final Aead aead;
    volatile boolean down;

    FlakyAead() throws GeneralSecurityException {
      aead = new AesGcmJce(new byte[32]);
    }

    @Override
    public byte[] encrypt(byte[] plaintext, byte[] associatedData) throws GeneralSecurityException {
      up();
      return aead.encrypt(plaintext, associatedData);
    }

    @Override
    public byte[] decrypt(byte[] ciphertext, byte[] associatedData)
        throws GeneralSecurityException {
      up();
      return aead.decrypt(ciphertext, associatedData);
    }

    private void up() {
      if (down) {
        throw new IllegalStateException("no connection");
      }
    }
  }
}

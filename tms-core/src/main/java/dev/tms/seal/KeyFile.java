package dev.tms.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import dev.tms.seal.Keys.InvalidKeysException;
import dev.tms.seal.Keys.KeyInfo;
import dev.tms.text.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The keyset file. New keys never overwrite an existing file; changes replace it atomically. */
record KeyFile(Path path, KeyProtection protection, boolean allowReadableByAll) {
  private static final int MAX_BYTES = 1 << 20;

  boolean exists() {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  byte[] read() {
    if (!Files.exists(path)) {
      throw problem(
          "does not exist: restore it from a backup, or create one and give every node the same");
    }
    if (!Files.isRegularFile(path)) {
      throw problem("is not a regular file: name the keyset file itself");
    }
    try {
      checkPermissions();
      long size = Files.size(path);
      if (size == 0) {
        throw problem("is empty: restore it from a backup, or remove it to have a new one created");
      }
      if (size > MAX_BYTES) {
        throw problem("is larger than 1 MiB and cannot be a keyset file");
      }
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw problem("cannot be read by this user (" + e.getClass().getSimpleName() + ")");
    }
  }

  KeySets decode(byte[] content) {
    try {
      return KeyFormat.decode(content, protection);
    } catch (InvalidKeysException e) {
      throw problem(e.getMessage());
    }
  }

  /** Creates the file, readable by its owner only, unless it exists. Returns whether it did. */
  boolean create(KeySets keys) {
    try {
      Path temporary = Files.createTempFile(directory(), ".tms-keys-", ".tmp");
      try {
        write(temporary, encode(keys));
        return publish(temporary);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw problem(
          "cannot be created ("
              + e.getClass().getSimpleName()
              + "): its directory must exist and be writable by this user, or the file be put"
              + " there beforehand");
    }
  }

  /** Replaces the file atomically, keeping its owner, group and permissions. */
  KeySets replace(UnaryOperator<KeySets> change, KeyProtection newProtection) {
    read();
    Path next = null;
    try {
      Path target = path.toRealPath();
      // the temporary file is also the lock against concurrent changes
      Path beside = target.resolveSibling(target.getFileName() + ".new");
      next = createExclusively(beside);
      KeySets changed = change.apply(decode(read()));
      write(next, new KeyFile(path, newProtection, allowReadableByAll).encode(changed));
      copyAccess(target, next);
      Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
      next = null;
      return changed;
    } catch (FileAlreadyExistsException e) {
      throw problem(
          "is being changed by another process; if there is none, an earlier change was"
              + " interrupted: remove "
              + e.getFile());
    } catch (IOException e) {
      throw problem(
          "was not changed ("
              + e.getClass().getSimpleName()
              + "): this user must be able to write its directory and to keep its owner and"
              + " group; a mounted secret is changed where it comes from");
    } finally {
      delete(next);
    }
  }

  InvalidKeysException problem(@Nullable String what) {
    return new InvalidKeysException("the keyset file " + path + " " + what);
  }

  private byte[] encode(KeySets keys) {
    try {
      return KeyFormat.encode(keys, protection);
    } catch (GeneralSecurityException e) {
      throw problem("was not written: the passphrase or Aead does not encrypt");
    }
  }

  private Path directory() {
    Path parent = path.toAbsolutePath().getParent();
    return parent == null ? path.toAbsolutePath() : parent;
  }

  private void checkPermissions() throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    Set<PosixFilePermission> permissions = view.readAttributes().permissions();
    if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw problem("can be written by all users: make it private with chmod 600");
    }
    if (permissions.contains(PosixFilePermission.OTHERS_READ)
        && protection.wire().equals("none")
        && !allowReadableByAll) {
      throw problem(
          "can be read by all users: make it private with chmod 600, encrypt it, or, for a mounted"
              + " secret, set Keys.AllowReadableByAll");
    }
  }

  private boolean publish(Path temporary) throws IOException {
    try {
      // unlike a move, a hard link never replaces a file that another process has just created
      Files.createLink(path, temporary);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException | UnsupportedOperationException e) {
      try {
        Files.move(temporary, path);
        return true;
      } catch (FileAlreadyExistsException there) {
        return false;
      }
    }
  }

  private static Path createExclusively(Path beside) throws IOException {
    boolean posix =
        Files.getFileAttributeView(
                beside.toAbsolutePath().getParent(), PosixFileAttributeView.class)
            != null;
    FileAttribute<?>[] ownerOnly =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    return Files.createFile(beside, ownerOnly);
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  private static void copyAccess(Path from, Path to) throws IOException {
    PosixFileAttributeView source = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    PosixFileAttributeView target = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (source == null || target == null) {
      return;
    }
    PosixFileAttributes wanted = source.readAttributes();
    PosixFileAttributes present = target.readAttributes();
    if (!wanted.group().equals(present.group())) {
      target.setGroup(wanted.group());
    }
    if (!wanted.owner().equals(present.owner())) {
      target.setOwner(wanted.owner());
    }
    target.setPermissions(wanted.permissions());
  }

  private void delete(@Nullable Path file) {
    if (file == null) {
      return;
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw problem("was not changed, and " + file + " could not be removed: remove it");
    }
  }

  /**
   * The file format: a JSON object of {@code format}, {@code version}, {@code protection} with its
   * {@code parameters}, the key {@code fingerprints}, and the keysets {@code seal} and {@code
   * index} as Tink JSON, in plaintext or encrypted.
   */
  private static final class KeyFormat {
    private static final String FORMAT = "tms-keys";
    private static final int VERSION = 1;

    private KeyFormat() {}

    static byte[] encode(KeySets keys, KeyProtection protection) throws GeneralSecurityException {
      KeyProtection.Wrapping wrapping = protection.fresh();
      Map<String, Object> file = new LinkedHashMap<>();
      file.put("format", FORMAT);
      file.put("version", VERSION);
      file.put("protection", protection.wire());
      file.put("parameters", wrapping.parameters());
      file.put("fingerprints", fingerprints(keys));
      file.put("seal", write("seal", keys.seal(), KeySets.SEAL, wrapping));
      file.put("index", write("index", keys.index(), KeySets.INDEX, wrapping));
      return Json.write(file);
    }

    static KeySets decode(byte[] content, KeyProtection protection) {
      Map<String, Object> file =
          Json.read(content)
              .filter(object -> FORMAT.equals(object.get("format")))
              .orElseThrow(
                  () ->
                      new InvalidKeysException(
                          "is damaged, or no keyset file: restore it from a backup"));
      if (!Integer.valueOf(VERSION).equals(file.get("version"))) {
        throw new InvalidKeysException(
            "has a format version that this release does not know: use the release that wrote it,"
                + " or a newer one");
      }
      requireProtection(String.valueOf(file.get("protection")), protection);
      try {
        KeyProtection.Wrapping wrapping =
            protection
                .of(file.get("parameters") instanceof Map<?, ?> map ? map : Map.of())
                .orElseThrow(
                    () ->
                        new InvalidKeysException(
                            "is damaged (its parameters are not valid): restore it from a backup"));
        KeySets keys =
            KeySets.of(
                read("seal", file.get("seal"), KeySets.SEAL, wrapping),
                read("index", file.get("index"), KeySets.INDEX, wrapping));
        // any 32 bytes are a valid key, so a damaged one would otherwise go unnoticed
        if (!fingerprints(keys).equals(file.get("fingerprints"))) {
          throw new InvalidKeysException(
              "is damaged (its keys do not have their fingerprints): restore it from a backup");
        }
        return keys;
      } catch (GeneralSecurityException | RuntimeException e) {
        if (e instanceof InvalidKeysException invalid) {
          throw invalid;
        }
        // no cause: it may quote the file
        throw new InvalidKeysException(
            protection instanceof KeyProtection.ByPassphrase
                ? "does not open: the passphrase is wrong, or the file is damaged (then restore it"
                    + " from a backup)"
                : protection.wire().equals("aead")
                    ? "does not open: the Aead is not the one it was written with or is not"
                        + " available, or the file is damaged (then restore it from a backup)"
                    : "is damaged (its keysets are not valid): restore it from a backup");
      }
    }

    private static void requireProtection(String inFile, KeyProtection configured) {
      if (inFile.equals(configured.wire())) {
        return;
      }
      throw new InvalidKeysException(
          switch (inFile) {
            case "none" ->
                "is not encrypted, but a passphrase or Aead is configured: remove that, or encrypt"
                    + " the file first (KeyRotation.protectBy)";
            case "passphrase" -> "is encrypted by a passphrase: configure that passphrase";
            case "aead" -> "is encrypted by an Aead: configure that Aead";
            default -> "is damaged (its protection is not known): restore it from a backup";
          });
    }

    private static Map<String, Object> write(
        String name, KeysetHandle keyset, Configuration configuration, KeyProtection.Wrapping by)
        throws GeneralSecurityException {
      Aead aead = by.aead();
      String json =
          aead == null
              ? TinkJsonProtoKeysetFormat.serializeKeyset(
                  keyset, configuration, InsecureSecretKeyAccess.get())
              : TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
                  keyset, aead, associatedData(name, by), configuration);
      return Json.read(json.getBytes(UTF_8)).orElseThrow();
    }

    private static KeysetHandle read(
        String name,
        @Nullable Object keyset,
        Configuration configuration,
        KeyProtection.Wrapping by)
        throws GeneralSecurityException {
      if (!(keyset instanceof Map<?, ?> members)) {
        throw new GeneralSecurityException("no keyset");
      }
      Map<String, Object> object = new LinkedHashMap<>();
      members.forEach((key, value) -> object.put(String.valueOf(key), value));
      String json = new String(Json.write(object), UTF_8);
      Aead aead = by.aead();
      return aead == null
          ? TinkJsonProtoKeysetFormat.parseKeyset(
              json, configuration, InsecureSecretKeyAccess.get())
          : TinkJsonProtoKeysetFormat.parseEncryptedKeyset(
              json, aead, associatedData(name, by), configuration);
    }

    private static List<String> fingerprints(KeySets keys) {
      return keys.infos().stream().map(KeyInfo::fingerprint).toList();
    }

    private static byte[] associatedData(String keyset, KeyProtection.Wrapping by) {
      return Sealer.lengthPrefixed(
          FORMAT,
          String.valueOf(VERSION),
          keyset,
          String.valueOf(by.parameters().getOrDefault("iterations", "")),
          String.valueOf(by.parameters().getOrDefault("salt", "")));
    }
  }
}

package dev.tms.seal;

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
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The keyset file on disk. What is there is never overwritten by anything but a change of it: it is
 * created only where there is none, and replaced in one step.
 *
 * @param path where it is
 * @param protection what encrypts it
 * @param allowReadableByAll whether all users of the machine may read it in clear
 */
record KeyFile(Path path, KeyProtection protection, boolean allowReadableByAll) {
  private static final int MAX_BYTES = 1 << 20;

  /** Whether there is something, a dangling link included. */
  boolean exists() {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * The file's content, after a look at its permissions.
   *
   * @throws InvalidKeysException if it cannot be read or its permissions are unsafe
   */
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

  /**
   * The keys in this content.
   *
   * @throws InvalidKeysException if it is damaged, or protected otherwise
   */
  KeySets decode(byte[] content) {
    try {
      return KeyFormat.decode(content, protection);
    } catch (InvalidKeysException e) {
      throw problem(e.getMessage());
    }
  }

  /**
   * Writes these keys, readable by the owner alone, where there is no file; false where there is
   * one by now.
   *
   * @throws InvalidKeysException if it cannot be written
   */
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

  /**
   * Replaces the file in one step, with its owner, group and permissions.
   *
   * @param change makes the new keys out of those in the file
   * @param newProtection what encrypts it from now on
   * @throws InvalidKeysException if it cannot be read or written, or another change is under way
   */
  KeySets replace(UnaryOperator<KeySets> change, KeyProtection newProtection) {
    read();
    Path next = null;
    try {
      Path target = path.toRealPath();
      // the file beside it is also the lock that keeps two changes apart
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
      // unlike a move, a hard link never replaces what another process has just created
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
}

package dev.tms.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.seal.SealedStore.Name;
import dev.tms.seal.Sealer;
import dev.tms.seal.Sealer.Opened;
import dev.tms.seal.Sealer.Purpose;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Records ended sessions and logout marks until their deadlines, so that they survive a restart of
 * a service with an in-memory store. Each is a sealed line, appended and forced to the disk before
 * the caller continues; one write serves all callers that wait. The file is rewritten when more
 * than half of its lines are outdated. Only one process can use a file. Without a usable file the
 * service runs on and logs a warning. Thread-safe.
 */
final class EndedFile implements AutoCloseable {
  private static final Logger log = System.getLogger(EndedFile.class.getName());

  private static final int MOST = 100_000;
  private static final long MOST_BYTES = 256L << 20;
  private static final int SPARE_LINES = 1_000;
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final int MOST_LINKS = 20;
  private static final String HEADER = "tms-ended 1";
  private static final byte[] NOTHING = {};
  private static final String DAMAGED = "are damaged";
  private static final String OTHER_KEYS =
      "were sealed under keys that are not enabled (another keyset, or a key was retired)";
  private static final String OTHER_SCOPE =
      "were sealed for another public URL, authority, client id or cookie name";

  /**
   * The locks of this process. They need a second check, because closing another channel of a file
   * drops its POSIX lock.
   */
  private static final Set<Path> IN_USE = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final int most;
  private final Sealer sealer;
  private final InstantSource clock;
  private final TmsListener events;
  private final Queue<Change> waiting = new ConcurrentLinkedQueue<>();
  private volatile boolean isOpen;

  // guards everything below; held across writes of the file
  private final ReentrantLock writing = new ReentrantLock();
  private final Map<String, Line> lines = new LinkedHashMap<>();
  private @Nullable Path lockPath;
  private @Nullable FileChannel lock;
  private @Nullable FileOutputStream out;
  private int written;
  private int tooMany;
  private Instant nextTry = Instant.MIN;
  private Instant nextCleanup = Instant.MIN;
  private boolean isFull;
  private boolean isFailing;

  private EndedFile(Path file, int most, Sealer sealer, InstantSource clock, TmsListener events) {
    this.file = followed(file.toAbsolutePath());
    this.most = most;
    this.sealer = sealer;
    this.clock = clock;
    this.events = events;
  }

  /** Where a symbolic link leads, also if nothing is there yet: a rewrite must not replace it. */
  private static Path followed(Path file) {
    Path at = file;
    try {
      for (int i = 0; i < MOST_LINKS && Files.isSymbolicLink(at); i++) {
        at = at.resolveSibling(Files.readSymbolicLink(at));
      }
    } catch (IOException e) {
      // to read or write it fails as well, and says so
    }
    return at;
  }

  /** A change of a value; null stands for no value. */
  @FunctionalInterface
  interface Next {
    byte @Nullable [] after(byte @Nullable [] kept);
  }

  private record Line(byte[] value, Instant until, String text) {}

  /** A change to be written; {@code isDone} is guarded by {@code writing}. */
  private static final class Change {
    private final String name;
    private final Instant until;
    private final Next next;
    private boolean isDone;

    private Change(String name, Instant until, Next next) {
      this.name = name;
      this.until = until;
      this.next = next;
    }
  }

  /** Reads and locks the file. Logs a warning if that fails. */
  static EndedFile open(Path file, Sealer sealer, InstantSource clock, TmsListener events) {
    return open(file, MOST, sealer, clock, events);
  }

  static EndedFile open(
      Path file, int most, Sealer sealer, InstantSource clock, TmsListener events) {
    EndedFile opened = new EndedFile(file, most, sealer, clock, events);
    opened.writing.lock();
    try {
      if (opened.read()) {
        opened.acquire();
      }
    } finally {
      opened.writing.unlock();
    }
    return opened;
  }

  /** Reads the file; false if it is unreadable or of another kind, and must not be touched. */
  private boolean read() {
    String text;
    try {
      if (!Files.exists(file) || Files.size(file) == 0) {
        return true;
      }
      text = Files.size(file) > MOST_BYTES ? "" : Files.readString(file, ISO_8859_1);
    } catch (IOException e) {
      warn("cannot be read (" + e.getClass().getSimpleName() + ")");
      return false;
    }
    int end = text.lastIndexOf('\n') + 1;
    List<String> all = text.substring(0, end).lines().toList();
    if (all.isEmpty() || !all.get(0).equals(HEADER)) {
      warn("is not a file of ended sessions, and is left unchanged");
      return false;
    }
    Map<String, Integer> unreadable = new TreeMap<>();
    all.stream()
        .skip(1)
        .map(this::read)
        .filter(fault -> !fault.isEmpty())
        .forEach(fault -> unreadable.merge(fault, 1, Integer::sum));
    unreadable.forEach(
        (fault, count) ->
            log.log(
                Level.WARNING,
                "{0} has {1} lines that {2}: the sessions that they end are unknown",
                file,
                Integer.toString(count),
                fault));
    if (end < text.length()) {
      log.log(
          Level.INFO,
          "the last line of {0} is incomplete, as after a crash: its sign-out was never confirmed",
          file);
    }
    return true;
  }

  /** Reads a line unless it has expired. Returns why it does not open, or an empty string. */
  private String read(String text) {
    String[] parts = text.split(" ", 3);
    Instant until;
    try {
      until = Instant.ofEpochSecond(Long.parseLong(parts[0]));
    } catch (NumberFormatException | DateTimeException e) {
      return DAMAGED;
    }
    if (!clock.instant().isBefore(until)) {
      return "";
    }
    byte[] plain =
        parts.length < 3
            ? null
            : sealer
                .openText(Purpose.ENDED, parts[2], bound(until))
                .map(Opened::plain)
                .orElse(null);
    if (plain == null) {
      // kept, because the next start may have the right keyset or public URL
      lines.put(text, new Line(NOTHING, until, text));
      return parts.length < 3 ? DAMAGED : fault(parts[1], parts[2]);
    }
    ByteBuffer in = ByteBuffer.wrap(plain);
    byte[] name = new byte[Byte.toUnsignedInt(in.get())];
    byte[] value = new byte[in.get(name).remaining()];
    in.get(value);
    String key = new String(name, US_ASCII);
    lines.remove(key);
    if (value.length > 0) {
      lines.put(key, new Line(value, until, text));
    }
    return "";
  }

  private String fault(String mark, String sealed) {
    if (!sealer.knowsKeyOf(sealed)) {
      return OTHER_KEYS;
    }
    return mark.equals(sealer.mark(Purpose.ENDED)) ? DAMAGED : OTHER_SCOPE;
  }

  private void acquire() {
    try {
      Path locked = folder().toRealPath().resolve(file.getFileName() + ".lock");
      if (!IN_USE.add(locked)) {
        warnInUse();
        return;
      }
      lockPath = locked;
      lock =
          FileChannel.open(
              locked, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), ownerOnly());
      if (lock.tryLock() == null) {
        warnInUse();
        release();
        return;
      }
      rewrite();
      isOpen = true;
    } catch (OverlappingFileLockException e) {
      warnInUse();
      release();
    } catch (IOException e) {
      warn(
          "cannot be written ("
              + e.getClass().getSimpleName()
              + "): name a file in a folder where this user can write, or set it to off");
      release();
    }
  }

  /** Restores ledger and marks from the file. Called once, before the first request. */
  void restoreTo(Ledger ledger, LogoutMarks marks) {
    writing.lock();
    try {
      Instant now = clock.instant();
      lines.forEach(
          (name, line) -> {
            if (line.value().length > 0 && now.isBefore(line.until())) {
              Duration timeToLive = Duration.between(now, line.until());
              ledger.restore(name, line.value(), timeToLive);
              marks.restore(name, line.value(), timeToLive);
            }
          });
    } finally {
      writing.unlock();
    }
  }

  /** Whether changes are recorded. */
  boolean isOpen() {
    return isOpen;
  }

  /**
   * Changes the value of a name. The change is on the disk when this returns, unless the log and an
   * event have reported a failure.
   */
  void change(Name name, Duration timeToLive, Next next) {
    if (!isOpen) {
      return;
    }
    Instant until = Instant.ofEpochSecond(clock.instant().plus(timeToLive).getEpochSecond() + 1);
    Change mine = new Change(name.text(), until, next);
    waiting.add(mine);
    int lost = 0;
    writing.lock(); // the holder writes all waiting changes
    try {
      if (!mine.isDone) {
        lost = writeWaiting();
      }
    } finally {
      writing.unlock();
    }
    for (int i = 0; i < lost; i++) {
      events.on(new TmsEvent.NotRemembered("ended_file"));
    }
  }

  /** Writes all waiting changes. Returns how many were lost. */
  private int writeWaiting() {
    StringBuilder text = new StringBuilder();
    int count = 0;
    int lost = 0;
    for (Change next = waiting.poll(); next != null; next = waiting.poll()) {
      next.isDone = true;
      Line kept = lines.get(next.name);
      byte[] value = next.next.after(kept == null ? null : kept.value());
      if (kept == null ? value == null : isCurrent(kept, value, next.until)) {
        continue;
      }
      if (kept == null && isFull()) {
        lost++;
        continue;
      }
      Line line = line(next.name, value == null ? NOTHING : value, next.until);
      lines.remove(next.name);
      if (value != null) {
        lines.put(next.name, line);
      }
      text.append(line.text()).append('\n');
      count++;
    }
    boolean isWritten = count == 0 || !isOpen || isWritten(text.toString(), count);
    return isWritten ? lost : lost + count;
  }

  private static boolean isCurrent(Line kept, byte @Nullable [] value, Instant until) {
    return Arrays.equals(kept.value(), value) && !until.isAfter(kept.until());
  }

  private Line line(String name, byte[] value, Instant until) {
    byte[] key = name.getBytes(US_ASCII);
    byte[] plain =
        ByteBuffer.allocate(1 + key.length + value.length)
            .put((byte) key.length)
            .put(key)
            .put(value)
            .array();
    String sealed = sealer.sealText(Purpose.ENDED, plain, bound(until));
    return new Line(
        value, until, until.getEpochSecond() + " " + sealer.mark(Purpose.ENDED) + " " + sealed);
  }

  private boolean isWritten(String text, int count) {
    try {
      if (out == null) {
        if (clock.instant().isBefore(nextTry)) {
          return false;
        }
        rewrite();
        isFailing = false;
        log.log(Level.INFO, "{0} can be written again and is complete", file);
        return true;
      }
      if (written + count > tooMany && isRewritten()) {
        return true;
      }
      force(out, text);
      written += count;
      return true;
    } catch (IOException e) {
      closeFile(); // its content is unknown now, and the next write replaces it
      nextTry = clock.instant().plus(PAUSE);
      if (!isFailing) {
        isFailing = true;
        log.log(
            Level.ERROR,
            "{0} cannot be written ({1}): sign-outs work, but new ones do not survive a restart"
                + " of this process",
            file,
            e.getClass().getSimpleName());
      }
      return false;
    }
  }

  private boolean isRewritten() {
    try {
      rewrite();
      return true;
    } catch (IOException e) {
      tooMany = written + SPARE_LINES; // no room for a second file, perhaps: continue with this one
      return false;
    }
  }

  private boolean isFull() {
    Instant now = clock.instant();
    if (lines.size() >= most && !now.isBefore(nextCleanup)) {
      nextCleanup = now.plus(PAUSE);
      dropOutdated(now);
    }
    if (lines.size() < most) {
      isFull &= lines.size() > most - most / 10;
      return false;
    }
    if (!isFull) {
      isFull = true;
      log.log(
          Level.ERROR,
          "{0} holds {1} ended sessions and logouts and takes no more: sign-outs work, but new"
              + " ones do not survive a restart of this process. Use a shared store, or a"
              + " shorter Session.AbsoluteTimeout",
          file,
          Integer.toString(most));
    }
    return true;
  }

  private void dropOutdated(Instant now) {
    lines.values().removeIf(line -> !now.isBefore(line.until()));
  }

  /** Writes all lines to a temporary file, and renames that. */
  private void rewrite() throws IOException {
    dropOutdated(clock.instant());
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    lines.values().forEach(line -> text.append(line.text()).append('\n'));
    Files.deleteIfExists(beside);
    Files.createFile(beside, ownerOnly());
    FileOutputStream next = new FileOutputStream(beside.toFile());
    try {
      force(next, text.toString());
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      close(next);
      throw e;
    }
    forceFolder();
    closeFile();
    out = next;
    written = lines.size();
    tooMany = 2 * written + SPARE_LINES;
  }

  private static void force(FileOutputStream to, String text) throws IOException {
    // no channel, because an interrupt of the calling thread would close it
    to.write(text.getBytes(US_ASCII));
    to.getFD().sync();
  }

  private void forceFolder() {
    try (FileChannel directory = FileChannel.open(folder(), StandardOpenOption.READ)) {
      directory.force(true);
    } catch (IOException e) {
      // systems that cannot open directories make renames durable themselves
    }
  }

  private FileAttribute<?>[] ownerOnly() {
    return Files.getFileAttributeView(folder(), PosixFileAttributeView.class) == null
        ? new FileAttribute<?>[0]
        : new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        };
  }

  private Path folder() {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  private static byte[] bound(Instant until) {
    return Long.toString(until.getEpochSecond()).getBytes(US_ASCII);
  }

  private void warnInUse() {
    warn("is in use by another service: give each its own");
  }

  private void warn(String what) {
    log.log(
        Level.WARNING,
        "Logout.EndedFile: {0} {1}. Without it, sessions that were signed out are good again after"
            + " a restart, until they time out",
        file,
        what);
  }

  private void closeFile() {
    close(out);
    out = null;
  }

  private static void close(@Nullable AutoCloseable open) {
    try {
      if (open != null) {
        open.close();
      }
    } catch (Exception e) {
      // the content was forced to the disk before
    }
  }

  private void release() {
    closeFile();
    close(lock);
    lock = null;
    if (lockPath != null) {
      IN_USE.remove(lockPath);
      lockPath = null;
    }
  }

  /** Releases the file for the next process. Later changes are not recorded. */
  @Override
  public void close() {
    writing.lock();
    try {
      isOpen = false;
      release();
    } finally {
      writing.unlock();
    }
  }
}

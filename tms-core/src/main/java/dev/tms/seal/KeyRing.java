package dev.tms.seal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.prf.Prf;
import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.outbound.Blocking;
import dev.tms.seal.Keys.InvalidKeysException;
import dev.tms.seal.Keys.KeyInfo;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opened keys that follow changes of their file at run time. Thread-safe; keys are swapped
 * atomically, and reading them takes no lock.
 */
public final class KeyRing {
  /** Minimum interval between file checks by {@link #refreshIfDue}: 60 s. */
  public static final Duration CHECK_INTERVAL = Duration.ofSeconds(60);

  private static final Logger log = System.getLogger(KeyRing.class.getName());

  private final @Nullable Supplier<KeyFile> file;
  private final boolean created;
  private final InstantSource clock;
  private final TmsListener listener;
  private final AtomicReference<Instant> lastCheck;
  private final AtomicBoolean checking = new AtomicBoolean();
  private volatile byte[] content;
  private volatile LiveKeys live;
  private volatile @Nullable String lastProblem;

  KeyRing(
      @Nullable Supplier<KeyFile> file,
      KeySets keys,
      byte[] content,
      boolean created,
      InstantSource clock,
      TmsListener listener) {
    this.file = file;
    this.content = content;
    this.live = keys.live();
    this.created = created;
    this.clock = clock;
    this.listener = listener;
    this.lastCheck = new AtomicReference<>(clock.instant());
  }

  /** Whether opening the keys created the file. */
  public boolean created() {
    return created;
  }

  /** Returns why the last file check failed, leaving the previous keys in use; otherwise empty. */
  public Optional<String> problem() {
    return Optional.ofNullable(lastProblem);
  }

  /** Returns the non-secret properties of the keys in use, in file order. */
  public List<KeyInfo> keys() {
    return live.infos();
  }

  /** Returns the fingerprints of all enabled keys, in file order. */
  List<String> fingerprints() {
    return live.infos().stream()
        .filter(info -> info.status() != KeyInfo.Status.DISABLED)
        .map(KeyInfo::fingerprint)
        .toList();
  }

  /**
   * Checks the file if the last check was at least {@link #CHECK_INTERVAL} ago. Otherwise cheap
   * enough to call on every request.
   *
   * @return whether the keys have changed
   */
  public boolean refreshIfDue() {
    Instant last = lastCheck.get();
    Instant now = clock.instant();
    // absolute: a clock that was set back must not stop the checks
    if (file == null || Duration.between(last, now).abs().compareTo(CHECK_INTERVAL) < 0) {
      return false;
    }
    Blocking.begin();
    return lastCheck.compareAndSet(last, now) && refresh();
  }

  /**
   * Reads the file again. If it is unusable, keeps the keys in use and notifies the listener. Does
   * nothing if another thread is reading it.
   *
   * @return whether the keys have changed
   */
  public boolean refresh() {
    if (file == null || !checking.compareAndSet(false, true)) {
      return false;
    }
    try {
      return read(file.get());
    } catch (InvalidKeysException e) {
      failed(String.valueOf(e.getMessage()));
      return false;
    } finally {
      checking.set(false);
    }
  }

  void tell(TmsEvent event) {
    listener.on(event);
  }

  LiveKeys live() {
    return live;
  }

  private boolean read(KeyFile from) {
    byte[] now = from.read();
    boolean changed = !Arrays.equals(now, content);
    if (changed) {
      live = from.decode(now).live();
      content = now;
      log.log(Level.INFO, "read the changed keyset file {0}", from.path());
      listener.on(new TmsEvent.KeysReloaded(live.infos().size()));
    }
    lastProblem = null;
    return changed;
  }

  private void failed(String problem) {
    if (!problem.equals(lastProblem)) {
      log.log(Level.WARNING, "{0}; the keys read before stay in use", problem);
    }
    lastProblem = problem;
    listener.on(new TmsEvent.KeysReloadFailed(problem));
  }

  /** An immutable snapshot of the keys; {@code enabledIds} begins with the primary one. */
  record LiveKeys(
      Aead aead,
      int primaryId,
      List<Integer> enabledIds,
      Map<Integer, Prf> prfs,
      List<KeyInfo> infos) {
    LiveKeys {
      enabledIds = List.copyOf(enabledIds);
      prfs = Map.copyOf(prfs);
      infos = List.copyOf(infos);
    }

    Optional<Prf> prf(int keyId) {
      return Optional.ofNullable(prfs.get(keyId));
    }
  }
}

package dev.tms.testkit.secrets;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run of tests that is watched has written, so far. Thread-safe. */
public final class WatchedRun {
  private static volatile @Nullable Watch running;

  private WatchedRun() {}

  /**
   * The lines in which a secret was found, with stars in its place, 20 at most; empty where all is
   * well.
   *
   * @throws IllegalStateException if no watch is on, or there were too many secrets
   */
  public static List<String> leaks() {
    Watch watch = watch();
    if (watch.isFull()) {
      throw new IllegalStateException("there were too many secrets: " + summary());
    }
    return watch.leaks();
  }

  /**
   * What was watched: the number of secrets and of bytes that were written.
   *
   * @throws IllegalStateException if no watch is on
   */
  public static String summary() {
    Watch watch = watch();
    return watch.secrets() + " secrets, " + watch.written() + " bytes written";
  }

  /**
   * How much memory the watch itself takes, in bytes: what a test of memory use has to leave out. 0
   * where no watch is on.
   */
  public static long bytesHeld() {
    Watch watch = running;
    return watch == null ? 0 : watch.held();
  }

  static void set(@Nullable Watch watch) {
    running = watch;
  }

  private static Watch watch() {
    Watch current = running;
    if (current == null) {
      throw new IllegalStateException(
          "no watch is on: see"
              + " META-INF/services/org.junit.platform.launcher.TestExecutionListener");
    }
    return current;
  }
}

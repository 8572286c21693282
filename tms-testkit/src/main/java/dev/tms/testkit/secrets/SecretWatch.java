package dev.tms.testkit.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.Security;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Fails a test class that made the code write a secret. From the first class on, it records all log
 * records ({@code dev.tms} at every level, including every event of the service), standard output
 * and error, exceptions of tests and uncaught exceptions. After each class, it searches what was
 * written since the class before for all secrets of the process: those that the testkit's providers
 * issue, that its browsers receive in cookies and responses, and that {@link
 * java.security.SecureRandom} generates. Only hashes of secrets are kept.
 *
 * <p>To enable it for all classes, name it in {@code META-INF/services} of the tests as an {@link
 * org.junit.jupiter.api.extension.Extension} and set {@code
 * junit.jupiter.extensions.autodetection.enabled} to true; for one class, use {@link
 * org.junit.jupiter.api.extension.ExtendWith}. It stays on until the process ends. Thread-safe.
 */
public final class SecretWatch implements BeforeAllCallback, AfterAllCallback, TestWatcher {
  // a strong reference, because a level is lost with its logger
  private static final Logger ours = Logger.getLogger("dev.tms");

  private static @Nullable Watch running; // guarded by this class

  /**
   * Returns the memory that the watch itself uses, in bytes, for tests of memory use to subtract. 0
   * if no watch is on.
   */
  public static synchronized long bytesHeld() {
    return running == null ? 0 : running.held();
  }

  /**
   * Searches this too, at the end of the class that runs: what another process has written, a log
   * or the files of a database.
   */
  public static void search(byte[] written) {
    watch().write(written, 0, written.length);
  }

  /** Starts the watch on the first call. */
  static synchronized Watch watch() {
    Watch watch = running;
    if (watch == null) {
      watch = new Watch();
      running = watch;
      listen(watch);
    }
    return watch;
  }

  @Override
  public void beforeAll(ExtensionContext tests) {
    watch();
  }

  /**
   * Searches what was written since the last class.
   *
   * @throws AssertionError if a secret was written, with at most 20 lines in which it is masked
   * @throws IllegalStateException if there were too many secrets to search for
   */
  @Override
  public void afterAll(ExtensionContext tests) {
    tests.getExecutionException().ifPresent(SecretWatch::thrown);
    List<String> leaks = watch().leaks();
    if (!leaks.isEmpty()) {
      throw new AssertionError("secrets were written:\n" + String.join("\n", leaks));
    }
  }

  @Override
  public void testFailed(ExtensionContext test, @Nullable Throwable problem) {
    if (problem != null) {
      thrown(problem);
    }
  }

  @Override
  public void testAborted(ExtensionContext test, @Nullable Throwable problem) {
    testFailed(test, problem);
  }

  private static void thrown(Throwable problem) {
    watch().write("exception", trace(problem));
  }

  private static void listen(Watch watch) {
    IssuedSecrets.tell(watch::add);
    Security.insertProviderAt(new WatchedRandoms(watch::add), 1);
    ours.setLevel(Level.ALL);
    Logger.getLogger("").addHandler(new LogHandler(watch));
    System.setOut(new Tee(System.out, watch));
    System.setErr(new Tee(System.err, watch));
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, problem) -> {
          watch.write("uncaught", trace(problem));
          if (before != null) {
            before.uncaughtException(thread, problem);
          }
        });
  }

  private static String trace(Throwable problem) {
    StringWriter text = new StringWriter();
    problem.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static final class LogHandler extends Handler {
    private final SimpleFormatter format = new SimpleFormatter();
    private final Watch watch;

    LogHandler(Watch watch) {
      this.watch = watch;
    }

    @Override
    public void publish(LogRecord record) {
      watch.write("log", format.format(record));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  /** Also copies the output to the watch. */
  private static final class Tee extends PrintStream {
    private final Watch watch;

    Tee(PrintStream behind, Watch watch) {
      super(behind, true, UTF_8);
      this.watch = watch;
    }

    @Override
    public void write(int b) {
      watch.write(new byte[] {(byte) b}, 0, 1);
      super.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      watch.write(bytes, from, length);
      super.write(bytes, from, length);
    }
  }
}

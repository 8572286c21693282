package dev.tms.testkit.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.Security;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Collects, from the first test of a run to its last, all log records ({@code dev.tms} at every
 * level, which includes every event of the service), standard output and error, exceptions of tests
 * and those that no one caught; and every secret that the testkit's providers issue, that its
 * browsers are given in cookies and answers, and that {@link java.security.SecureRandom} makes. The
 * run's last test asks for {@link WatchedRun#leaks}. Of secrets hashes are kept, of what was
 * written the last 32 MB.
 *
 * <p>It is switched on where {@code META-INF/services} of the tests names it as a {@link
 * TestExecutionListener}. Thread-safe.
 */
public final class SecretWatch implements TestExecutionListener {
  private static final Logger root = Logger.getLogger("");
  private static final Logger ours = Logger.getLogger("dev.tms");

  private final Watch watch;
  private final boolean everywhere;
  private final Consumer<String> secrets;
  private final Handler handler = new LogHandler();
  private @Nullable WatchedRandoms randoms;
  private @Nullable Tee out;
  private @Nullable Tee err;
  private Thread.@Nullable UncaughtExceptionHandler uncaughtBefore;

  /** The watch of a whole run. */
  public SecretWatch() {
    this(new Watch(), true);
  }

  /**
   * @param everywhere whether secrets are taken from all that goes on in this process
   */
  SecretWatch(Watch watch, boolean everywhere) {
    this.watch = watch;
    this.everywhere = everywhere;
    this.secrets = watch::add;
  }

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    if (everywhere) {
      WatchedRun.set(watch);
      IssuedSecrets.tell(secrets);
      randoms = new WatchedRandoms(secrets);
      Security.insertProviderAt(randoms, 1);
    }
    ours.setLevel(Level.ALL);
    root.addHandler(handler);
    out = new Tee(System.out);
    err = new Tee(System.err);
    System.setOut(out);
    System.setErr(err);
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    uncaughtBefore = before;
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, problem) -> {
          watch.write("uncaught", trace(problem));
          if (before != null) {
            before.uncaughtException(thread, problem);
          }
        });
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    result.getThrowable().ifPresent(problem -> watch.write("exception", trace(problem)));
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    watch.write("skipped", reason);
  }

  @Override
  public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
    watch.write("report", entry.toString());
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    root.removeHandler(handler);
    Thread.setDefaultUncaughtExceptionHandler(uncaughtBefore);
    if (out != null && System.out == out) {
      System.setOut(out.behind);
    }
    if (err != null && System.err == err) {
      System.setErr(err.behind);
    }
    if (everywhere) {
      IssuedSecrets.forget(secrets);
      Security.removeProvider("TmsSecretWatch");
      WatchedRun.set(null);
    }
  }

  private static String trace(Throwable problem) {
    StringWriter text = new StringWriter();
    problem.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private final class LogHandler extends Handler {
    private final java.util.logging.Formatter format = new java.util.logging.SimpleFormatter();

    @Override
    public void publish(LogRecord record) {
      watch.write("log", format.format(record));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  /** Writes to what was there before, and for the watch. */
  private final class Tee extends PrintStream {
    final PrintStream behind;

    Tee(PrintStream behind) {
      super(behind, true, UTF_8);
      this.behind = behind;
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

package dev.tms.demo.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/** What {@code serve --config FILE} serves, within the test's own process. */
public final class InProcess implements AutoCloseable {
  private final Serving serving;

  private InProcess(Serving serving) {
    this.serving = serving;
  }

  /** Starts it; {@code err} takes what would go to standard error. */
  public static InProcess serve(Path configuration, PrintWriter err) {
    return new InProcess(Serving.configured(configuration, Map.of(), err, null));
  }

  /** Runs a command as the program does; gives its exit code. */
  public static int run(
      String[] args,
      Map<String, String> environment,
      InputStream in,
      PrintWriter out,
      PrintWriter err) {
    return Main.run(args, environment, in, out, err);
  }

  /** Where browsers reach it. */
  public String publicUrl() {
    return serving.publicUrl();
  }

  @Override
  public void close() {
    serving.close();
  }
}

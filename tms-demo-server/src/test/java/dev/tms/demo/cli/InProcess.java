package dev.tms.demo.cli;

import dev.tms.demo.server.TlsException;
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
    try {
      return new InProcess(Serving.configured(configuration, Map.of(), err));
    } catch (TlsException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
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

package dev.tms.demo.cli;

import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What goes to standard error: one line an event. */
final class Logging {
  // kept here, because the log manager forgets loggers that no one holds
  private static final List<Logger> QUIET =
      List.of(
          Logger.getLogger("io.undertow"),
          Logger.getLogger("org.xnio"),
          Logger.getLogger("org.jboss.threads"),
          Logger.getLogger("com.zaxxer.hikari"));

  private Logging() {}

  /** Leaves alone whatever the JDK's own properties say. */
  static void setUp() {
    if (System.getProperty("java.util.logging.config.file") != null
        || System.getProperty("java.util.logging.config.class") != null) {
      return;
    }
    if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
      for (Handler handler : Logger.getLogger("").getHandlers()) {
        handler.setFormatter(new LogLine());
      }
    }
    QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
  }
}

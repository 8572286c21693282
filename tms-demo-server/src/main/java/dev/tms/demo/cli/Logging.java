package dev.tms.demo.cli;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What goes to standard error: one line an event. */
final class Logging {
  private static final String LINE = "%1$tFT%1$tT.%1$tL%1$tz %4$-7s %3$s: %5$s%6$s%n";
  // kept here, because the log manager forgets loggers that nobody holds
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
    String format = "java.util.logging.SimpleFormatter.format";
    if (System.getProperty(format) == null) {
      System.setProperty(format, LINE);
    }
    QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
  }
}

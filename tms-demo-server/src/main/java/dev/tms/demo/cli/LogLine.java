package dev.tms.demo.cli;

import dev.tms.demo.server.RequestIds;
import dev.tms.event.ThrottledLog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Formats each event as {@code time level logger [request ID]: message} plus any stack trace. */
final class LogLine extends Formatter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSZ").withZone(ZoneId.systemDefault());

  // strong references, because the log manager drops unreferenced loggers
  private static final List<Logger> QUIET =
      List.of(
          Logger.getLogger("io.undertow"),
          Logger.getLogger("org.xnio"),
          Logger.getLogger("org.jboss.threads"),
          Logger.getLogger("com.zaxxer.hikari"));

  // what the listeners' library logs about requests, some of it with a stack trace each
  private static final List<Logger> OF_REQUESTS =
      List.of(
          Logger.getLogger("io.undertow"),
          Logger.getLogger("io.undertow.request"),
          Logger.getLogger("io.undertow.request.io"),
          Logger.getLogger("io.undertow.request.error-response"),
          Logger.getLogger("org.xnio.listener"),
          Logger.getLogger("org.xnio.nio"));

  /** Throttles what requests can cause; sets format and levels unless logging properties do. */
  static void setUpLog() {
    throttle(InstantSource.system());
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

  /** Logs the listeners' warnings as one line each, a few a minute, unless details are wanted. */
  static void throttle(InstantSource clock) {
    ThrottledLog throttled =
        new ThrottledLog(System.getLogger("dev.tms.demo.server.Undertow"), clock);
    for (Logger logger : OF_REQUESTS) {
      logger.setFilter(record -> logger.isLoggable(Level.FINE) || !replaced(record, throttled));
    }
  }

  private static boolean replaced(LogRecord record, ThrottledLog throttled) {
    if (record.getLevel().intValue() < Level.WARNING.intValue()) {
      return false;
    }
    Throwable thrown = record.getThrown();
    String text = new LogLine().formatMessage(record) + (thrown == null ? "" : " (" + thrown + ")");
    throttled.log(
        record.getLevel().equals(Level.SEVERE)
            ? System.Logger.Level.ERROR
            : System.Logger.Level.WARNING,
        record.getLoggerName(),
        text);
    return true;
  }

  /** Writes each block of a trace in one piece, like a log line. */
  static Consumer<String> trace(PrintWriter out, InstantSource clock) {
    return block -> {
      String id = RequestIds.current().map(current -> " [" + current + "]").orElse("");
      out.print(TIME.format(clock.instant()) + " TRACE" + id + " " + block);
      out.flush();
    };
  }

  @Override
  public String format(LogRecord record) {
    StringBuilder line = new StringBuilder(160);
    line.append(TIME.format(record.getInstant())).append(' ');
    String level = record.getLevel().getName();
    line.append(level).append(" ".repeat(Math.max(1, 8 - level.length())));
    line.append(record.getLoggerName());
    RequestIds.current().ifPresent(id -> line.append(" [").append(id).append(']'));
    // quoted input must not begin a new line
    line.append(": ").append(formatMessage(record).replaceAll("\\p{Cntrl}", "?"));
    Throwable thrown = record.getThrown();
    if (thrown != null) {
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace, true));
      line.append(System.lineSeparator()).append(trace.toString().stripTrailing());
    }
    return line.append(System.lineSeparator()).toString();
  }
}

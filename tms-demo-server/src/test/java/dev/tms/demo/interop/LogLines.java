package dev.tms.demo.interop;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the service writes to the log. */
final class LogLines extends Handler {
  private final Logger source = Logger.getLogger("dev.tms");
  private final Formatter format = new SimpleFormatter();
  private final List<String> lines = new CopyOnWriteArrayList<>();

  LogLines() {
    source.addHandler(this);
  }

  /** The lines so far. */
  List<String> lines() {
    return lines;
  }

  @Override
  public void publish(LogRecord record) {
    lines.add(format.formatMessage(record));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    source.removeHandler(this);
  }
}

package dev.tms.contract;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The lines that one class writes to the log, each beginning with its level. */
public final class CapturedLog extends Handler implements AutoCloseable {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger logger;
  private final Level before;

  /** Captures what the class logs, from DEBUG upwards, until it is closed. */
  public CapturedLog(Class<?> source) {
    this(source.getName());
  }

  /** The same for a class that is not visible here. */
  public CapturedLog(String source) {
    logger = Logger.getLogger(source);
    before = logger.getLevel();
    logger.setLevel(Level.FINE);
    logger.addHandler(this);
  }

  /** The lines so far. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void publish(LogRecord record) {
    String text = MessageFormat.format(record.getMessage(), record.getParameters());
    lines.add(record.getLevel() + " " + text);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setLevel(before);
  }
}

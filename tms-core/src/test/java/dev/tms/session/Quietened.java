package dev.tms.session;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the service's own log silent: a million schedules are full of trouble. */
final class Quietened implements AutoCloseable {
  private final Logger logger = Logger.getLogger("dev.tms");
  private final Level before = logger.getLevel();

  Quietened() {
    logger.setLevel(Level.OFF);
  }

  @Override
  public void close() {
    logger.setLevel(before);
  }
}

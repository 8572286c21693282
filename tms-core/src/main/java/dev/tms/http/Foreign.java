package dev.tms.http;

import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The one guard around parsers of libraries: whatever they throw at something that came from
 * outside means that it cannot be read.
 */
public final class Foreign {
  private Foreign() {}

  /** What the parser reads; empty where it throws anything, or reads nothing. */
  public static <T> Optional<T> read(Callable<T> parser) {
    try {
      return Optional.ofNullable(parser.call());
    } catch (Exception | StackOverflowError e) { // nothing of it is told: it may quote the input
      return Optional.empty();
    }
  }
}

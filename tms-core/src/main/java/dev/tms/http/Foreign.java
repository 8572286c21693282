package dev.tms.http;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

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
    } catch (Exception | StackOverflowError e) { // dropped: it may quote the input
      return Optional.empty();
    }
  }

  /** What the parser reads; what it throws is thrown as this, which must not quote the input. */
  public static <T> T read(Callable<T> parser, Function<Throwable, RuntimeException> problem) {
    try {
      return parser.call();
    } catch (Exception | StackOverflowError e) {
      throw problem.apply(e);
    }
  }
}

package dev.tms.text;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** Guards library parsers: whatever they throw on untrusted input means that it is malformed. */
public final class Foreign {
  private Foreign() {}

  /** Returns empty if the parser throws or returns null. */
  public static <T> Optional<T> read(Callable<T> parser) {
    try {
      return Optional.ofNullable(parser.call());
    } catch (Exception | StackOverflowError e) { // not kept: it may quote the input
      return Optional.empty();
    }
  }

  /** Maps what the parser throws to an exception, which must not quote the input. */
  public static <T> T read(Callable<T> parser, Function<Throwable, RuntimeException> problem) {
    try {
      return parser.call();
    } catch (Exception | StackOverflowError e) {
      throw problem.apply(e);
    }
  }
}

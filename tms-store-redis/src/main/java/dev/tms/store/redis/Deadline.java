package dev.tms.store.redis;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The end of the time that one operation has, on a clock of elapsed nanoseconds. */
final class Deadline {
  private final LongSupplier ticker;
  private final long end;

  private Deadline(LongSupplier ticker, long end) {
    this.ticker = ticker;
    this.end = end;
  }

  static Deadline in(Duration time, LongSupplier ticker) {
    return new Deadline(ticker, ticker.getAsLong() + time.toNanos());
  }

  /** A part of what is left: of several nodes that may all hang, each gets its share. */
  Deadline share(int parts) {
    return new Deadline(ticker, ticker.getAsLong() + leftNanos() / parts);
  }

  long leftNanos() {
    return Math.max(0, end - ticker.getAsLong());
  }

  /** What is left as a time-out of a socket, where 0 would mean for ever. */
  int socketMillis() {
    long nanos = leftNanos();
    if (nanos == 0) {
      throw new NotSentException("no time was left");
    }
    return (int) Math.max(1, nanos / 1_000_000);
  }

  /** The command never left this node: nothing was done, and another node may be tried. */
  static final class NotSentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotSentException(String reason) {
      super(reason);
    }
  }
}

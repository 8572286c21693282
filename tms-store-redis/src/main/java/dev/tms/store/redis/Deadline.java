package dev.tms.store.redis;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The deadline of one operation, on a monotonic nanosecond clock. */
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

  /** Returns a part of the remaining time, so that several hanging nodes can each be tried. */
  Deadline share(int parts) {
    return new Deadline(ticker, ticker.getAsLong() + leftNanos() / parts);
  }

  long leftNanos() {
    return Math.max(0, end - ticker.getAsLong());
  }

  /** Returns the remaining time as a socket timeout; never 0, which means no timeout. */
  int socketMillis() {
    long nanos = leftNanos();
    if (nanos == 0) {
      throw new NotSentException("no time was left");
    }
    return (int) Math.max(1, nanos / 1_000_000);
  }

  /** The command was never sent, so another node may be tried. */
  static final class NotSentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotSentException(String reason) {
      super(reason);
    }
  }
}

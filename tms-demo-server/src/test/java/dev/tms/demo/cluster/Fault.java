package dev.tms.demo.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that fails for a while.
 *
 * @param permits the loss of sessions that {@code docs/refresh.md} permits then
 * @param least how long it lasts at least
 * @param most how long it lasts at most
 */
record Fault(
    String name,
    Optional<Loss> permits,
    Duration least,
    Duration most,
    Runnable begin,
    Runnable end) {

  /** The permitted losses of {@code docs/refresh.md}. */
  enum Loss {
    /** A node dies after it has sent the token. */
    NODE("h"),
    /** The provider has redeemed the token, and its answer never came. */
    ANSWER("n"),
    /**
     * Nodes cannot tell each other what they did; one that serves a session alone loses nothing.
     */
    STORE("b");

    private final String letter;

    Loss(String letter) {
      this.letter = letter;
    }

    /** What the document calls it. */
    String letter() {
      return letter;
    }
  }

  /** From when to when it was. */
  record Episode(Fault fault, Instant from, Instant to) {
    /** Whether it was then, or a little earlier or later. */
    boolean isNear(Instant when, Duration before, Duration after) {
      return !when.isBefore(from.minus(before)) && !when.isAfter(to.plus(after));
    }

    /** Whether it began then, or so much later at most. */
    boolean beginsWithin(Instant when, Duration later) {
      return !from.isBefore(when) && !from.isAfter(when.plus(later));
    }
  }

  static Fault harmless(
      String name, int leastMillis, int mostMillis, Runnable begin, Runnable end) {
    return of(name, Optional.empty(), leastMillis, mostMillis, begin, end);
  }

  static Fault permitting(
      Loss loss, String name, int leastMillis, int mostMillis, Runnable begin, Runnable end) {
    return of(name, Optional.of(loss), leastMillis, mostMillis, begin, end);
  }

  private static Fault of(
      String name,
      Optional<Loss> permits,
      int leastMillis,
      int mostMillis,
      Runnable begin,
      Runnable end) {
    return new Fault(
        name, permits, Duration.ofMillis(leastMillis), Duration.ofMillis(mostMillis), begin, end);
  }
}

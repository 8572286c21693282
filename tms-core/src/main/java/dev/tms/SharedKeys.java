package dev.tms;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.seal.KeyRecord;
import dev.tms.seal.KeyRecord.Comparison;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Ensures that nodes with a shared store also share keys. Thread-safe. */
final class SharedKeys {
  private static final Logger log = System.getLogger(Tms.class.getName());

  private static final String FOREIGN =
      "none of the enabled keys is one of those that other nodes have recorded in the store: take"
          + " the keyset of another node; where all nodes have new keys on purpose, forget the"
          + " recorded ones, the store's entry ";

  private final KeyRecord record;
  private final TmsListener events;
  private final Executor later;
  private volatile boolean closed;
  private volatile boolean foreign;

  /** {@code later} runs a task after some seconds. */
  SharedKeys(KeyRecord record, TmsListener events, Executor later) {
    this.record = record;
    this.events = events;
    this.later = later;
  }

  /**
   * Compares the keys with those of the other nodes; if the store cannot be reached, retries until
   * it can.
   *
   * @throws InvalidConfigurationException if no key is shared
   */
  void check() {
    Comparison found = record.compare();
    if (found == Comparison.FOREIGN) {
      throw new InvalidConfigurationException("keys", FOREIGN + record.name());
    }
    if (found == Comparison.UNKNOWN) {
      events.on(new TmsEvent.StoreFailed("keys"));
      log.log(
          Level.WARNING,
          "the store cannot be reached, so it is not known yet whether the other nodes have the"
              + " same keys");
      later.execute(this::checkAgain);
    } else {
      warnOfOverlap(found);
    }
  }

  private void checkAgain() {
    Comparison found = closed ? Comparison.SAME : record.compare();
    if (found == Comparison.UNKNOWN) {
      later.execute(this::checkAgain);
    } else if (found == Comparison.FOREIGN) {
      foreign = true;
      // this node may already have sessions: an operator decides whether to stop it
      log.log(Level.ERROR, "stop this node: {0}", FOREIGN + record.name());
    } else {
      warnOfOverlap(found);
    }
  }

  private static void warnOfOverlap(Comparison found) {
    if (found == Comparison.OVERLAPPING) {
      log.log(
          Level.WARNING,
          "the enabled keys are not all the same as those of the node that recorded its keys last:"
              + " while keys are rotated that is as it should be, otherwise give all nodes one"
              + " keyset");
    }
  }

  /** What an operator should do about the keys of other nodes. */
  Optional<String> problem() {
    return foreign ? Optional.of("stop this node: " + FOREIGN + record.name()) : Optional.empty();
  }

  /** Publishes a reloaded keyset to the other nodes. */
  void changed() {
    if (record.update() == Comparison.UNKNOWN) {
      events.on(new TmsEvent.StoreFailed("keys"));
    }
  }

  void close() {
    closed = true;
  }
}

package dev.tms.refresh;

import java.time.Duration;

/** How the engine waits between two looks at the ledger. */
@FunctionalInterface
public interface Pause {
  /** Waits this long. */
  void pause(Duration time) throws InterruptedException;
}

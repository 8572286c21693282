package dev.tms.demo.server;

import dev.tms.Readiness;
import dev.tms.Tms;
import org.jspecify.annotations.Nullable;

/** How a server is: as its service, while it serves. Thread-safe. */
public final class Health {
  private volatile @Nullable Tms serving;

  /** The health of a server that has not started yet. */
  public Health() {}

  /** How it is now. Asks the store, which takes up to its timeout. */
  public Readiness.State state() {
    Tms service = serving;
    return service == null ? Readiness.State.DOWN : service.readiness().state();
  }

  /** The server serves this; null: it takes no new requests. */
  void serving(@Nullable Tms service) {
    serving = service;
  }
}

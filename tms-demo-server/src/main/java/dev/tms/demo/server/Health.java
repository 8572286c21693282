package dev.tms.demo.server;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.store.ExpiringStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a server is, from what happens in it. Whether the provider can be reached does not count: a
 * session whose token is good does not need it, and a restart would not bring it back. Thread-safe.
 */
public final class Health implements TmsListener {
  /** A state, as {@code /health/ready} tells it. */
  public enum State {
    /** All is well. */
    UP,
    /** It serves, and an operator should look at it. */
    DEGRADED,
    /** It takes no new requests. */
    DOWN;

    /** In lower case. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Problems are reported once a minute or more often for as long as they last. */
  private static final Duration REPORTED_WITHIN = Duration.ofSeconds(150);

  private static final String NEVER_WRITTEN = "ready";

  private final InstantSource clock;
  private volatile Instant lastProblem = Instant.MIN;
  private volatile boolean serving;
  private volatile @Nullable StoreProbe store;
  private volatile boolean needsStore;

  /** The health of a server that has not started yet. */
  public Health(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void on(TmsEvent event) {
    if (event instanceof TmsEvent.KeysReloadFailed
        || (event instanceof TmsEvent.StoreFailed && store == null)) {
      lastProblem = clock.instant();
    } else if (event instanceof TmsEvent.KeysReloaded) {
      lastProblem = Instant.MIN;
    }
  }

  /**
   * Looks at this store, too, whenever it is asked how things are.
   *
   * @param needed whether nobody can be served without it; otherwise its loss is a {@link
   *     State#DEGRADED}
   */
  public void watch(ExpiringStore shared, boolean needed) {
    watch(() -> shared.get(NEVER_WRITTEN), needed);
  }

  void watch(Runnable look, boolean needed) {
    needsStore = needed;
    store = new StoreProbe(look, clock);
  }

  /** How it is now. Asks the store where there is one to watch, which takes up to its time-out. */
  public State state() {
    if (!serving) {
      return State.DOWN;
    }
    StoreProbe probe = store;
    if (probe != null && !probe.answers()) {
      return needsStore ? State.DOWN : State.DEGRADED;
    }
    return clock.instant().minus(REPORTED_WITHIN).isBefore(lastProblem) ? State.DEGRADED : State.UP;
  }

  void serving(boolean now) {
    serving = now;
  }
}

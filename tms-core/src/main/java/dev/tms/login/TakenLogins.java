package dev.tms.login;

import dev.tms.event.ThrottledLog;
import dev.tms.outbound.Budget;
import dev.tms.seal.KeyedHash;
import dev.tms.seal.SealedStore;
import dev.tms.seal.SealedStore.Name;
import dev.tms.store.StoreUnavailableException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records which logins were completed, so that each completes once. Anyone can begin a login and
 * complete it with an invented code, so the records are limited: each node keeps the latest 20,000,
 * separately from its other memory, and writes up to 20 a second, 2,000 in a burst, to a shared
 * store. Beyond that, a login completes once per node, and across nodes the provider's check of the
 * code decides. Thread-safe.
 */
final class TakenLogins {
  static final int MOST_HERE = 20_000;
  static final int MOST_AT_ONCE = 2_000;
  static final Duration EARNED_IN = Duration.ofMillis(50);

  private static final String LABEL = "login-used";
  private static final byte[] MARK = {1};

  private final SealedStore here;
  private final @Nullable SealedStore shared;
  private final KeyedHash hash;
  private final Budget budget;
  private final ThrottledLog log;

  /** Writes to the store only if it is shared with other nodes. */
  TakenLogins(SealedStore store, boolean isShared, KeyedHash hash, InstantSource clock) {
    this.here = store.inMemory(clock, MOST_HERE);
    this.shared = isShared ? store : null;
    this.hash = hash;
    this.budget = new Budget(MOST_AT_ONCE, EARNED_IN, clock);
    this.log = new ThrottledLog(System.getLogger(TakenLogins.class.getName()), clock);
  }

  /**
   * Takes the login with this state: only one caller gets true, or one on each node while the store
   * is unavailable. The record expires with the cookie, after {@code left}.
   */
  boolean take(String state, Duration left) {
    Optional<Name> name = here.name(hash.primaryId(), LABEL, state);
    return name.isEmpty() || (take(here, name.get(), left) && takeFromOthers(name.get(), left));
  }

  private boolean takeFromOthers(Name name, Duration left) {
    if (shared == null) {
      return true;
    }
    if (!budget.tryTake()) {
      log.log(
          Level.WARNING,
          "logins without mark",
          "more logins come back at this node than it marks in the shared store; one that is"
              + " answered twice is refused by this node, and elsewhere by the provider");
      return true;
    }
    try {
      return take(shared, name, left);
    } catch (StoreUnavailableException e) {
      return true;
    }
  }

  private static boolean take(SealedStore store, Name name, Duration left) {
    return store.putIfAbsent(name, MARK, left).isPresent();
  }
}

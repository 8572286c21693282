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
 * Which logins were taken, so that each is completed once. Anyone can begin a login and answer it
 * with a code that they make up, so the marks are bounded: this node keeps the latest 20,000, apart
 * from everything else in its memory; a store that other nodes share gets 20 a second from each
 * node, and up to 2,000 at once. A login beyond that goes on: this node takes it once, and at
 * another the provider's own check of the code decides. Thread-safe.
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

  /**
   * Marks in this store.
   *
   * @param isShared whether other nodes see it; where they do not, it gets none
   */
  TakenLogins(SealedStore store, boolean isShared, KeyedHash hash, InstantSource clock) {
    this.here = store.inMemory(clock, MOST_HERE);
    this.shared = isShared ? store : null;
    this.hash = hash;
    this.budget = new Budget(MOST_AT_ONCE, EARNED_IN, clock);
    this.log = new ThrottledLog(System.getLogger(TakenLogins.class.getName()), clock);
  }

  /**
   * Takes the login of this state: of several callers one gets true. While the store cannot be
   * reached, one on each node does.
   *
   * @param left how long its cookie counts; no mark lives longer
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

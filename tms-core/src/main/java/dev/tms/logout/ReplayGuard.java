package dev.tms.logout;

import dev.tms.oidc.OidcClient.LogoutToken;
import dev.tms.seal.SealedStore;
import dev.tms.seal.SealedStore.Missing;
import dev.tms.seal.SealedStore.Name;
import dev.tms.store.StoreUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Remembers which logout tokens were received, for as long as they would be accepted (Back-Channel
 * Logout 1.0 section 2.6: verify that another Logout Token with the same {@code jti} value has not
 * been recently received). Thread-safe.
 */
final class ReplayGuard {
  private static final String LABEL = "jti";
  private static final byte[] SEEN = {1};
  private static final Duration MARGIN = Duration.ofSeconds(60); // nodes' clocks differ

  private final SealedStore store;
  private final InstantSource clock;

  /** A guard that remembers in this store. */
  ReplayGuard(SealedStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Whether the token was received before, by whatever node.
   *
   * @throws StoreUnavailableException if the store cannot be reached
   */
  boolean hasSeen(LogoutToken token) {
    return names(token).stream().anyMatch(name -> !(store.get(name) instanceof Missing));
  }

  /**
   * Records the token; false where another was quicker.
   *
   * @throws StoreUnavailableException if the store cannot be reached
   */
  boolean record(LogoutToken token) {
    Duration timeToLive = Duration.between(clock.instant(), token.acceptableUntil()).plus(MARGIN);
    return store.putIfAbsent(names(token).get(0), SEEN, timeToLive).isPresent();
  }

  private List<Name> names(LogoutToken token) {
    return store.names(LABEL, token.issuer(), token.id());
  }
}

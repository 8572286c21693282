package dev.tms.session;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.problem.ErrorCode;
import dev.tms.store.StoreUnavailableException;
import dev.tms.token.Secret;
import java.util.Optional;

/** Ends sessions through the ledger, so that every copy of their cookies is over. Thread-safe. */
public final class EndedSessions {
  private final Ledger ledger;
  private final Standing standing;
  private final TmsListener events;

  /** Ends sessions in this ledger. */
  public EndedSessions(Ledger ledger, Standing standing, TmsListener events) {
    this.ledger = ledger;
    this.standing = standing;
    this.events = events;
  }

  /**
   * Ends a session for this reason, and returns the newest refresh token that the ledger knew of,
   * where it knew one. While the store is down the session ends in this browser alone.
   */
  public Optional<Secret> end(SessionRef session, int generation, ErrorCode reason) {
    Optional<Secret> newest = Optional.empty();
    try {
      byte[] encoded = ledger.end(session, generation, reason).session();
      if (encoded != null) {
        newest =
            SessionCodec.decode(encoded).map(Session::tokens).map(tokens -> tokens.refreshToken());
      }
    } catch (StoreUnavailableException e) {
      events.on(new TmsEvent.StoreFailed("end"));
    }
    standing.forget(session.id());
    events.on(new TmsEvent.SessionEnded(reason.wire()));
    return newest;
  }
}

package dev.tms.session;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsEvent.Refreshed.Outcome;
import dev.tms.event.TmsListener;
import dev.tms.problem.ErrorCode;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * Gets a session from one generation to the next, once, however many ask: within this process by a
 * single flight per session and generation, between processes by the {@link Ledger}. The token call
 * runs detached from the requests that wait for it. Thread-safe.
 */
final class RefreshEngine {
  private static final Duration RETRY_SOON = Duration.ofSeconds(1);

  final Ledger ledger;
  final SessionStatus status;
  final Renewer renewer;
  final boolean needsStore;
  final SessionLifetime lifetime;
  final RefreshPolicy policy;
  final SecureRandom random;
  final Pause waiting;
  final Executor executor;
  final TmsListener events;
  final FailureLog failures;
  private final InstantSource clock;
  private final SingleFlight<Flight, Result> flights;

  /**
   * An engine over this world; token calls run on the executor.
   *
   * @param needsStore whether refreshed sessions are kept in the store, so that none is refreshed
   *     while that is down
   */
  RefreshEngine(
      Ledger ledger,
      SessionStatus status,
      Renewer renewer,
      boolean needsStore,
      SessionLifetime lifetime,
      RefreshPolicy policy,
      InstantSource clock,
      SecureRandom random,
      Pause waiting,
      Executor executor,
      TmsListener events) {
    this.ledger = ledger;
    this.status = status;
    this.renewer = renewer;
    this.needsStore = needsStore;
    this.lifetime = lifetime;
    this.policy = policy;
    this.clock = clock;
    this.random = random;
    this.waiting = waiting;
    this.executor = executor;
    this.events = events;
    this.failures = new FailureLog(clock);
    this.flights = new SingleFlight<>(executor);
  }

  Instant now() {
    return clock.instant();
  }

  /** Whether the store could not be reached when it was last asked. */
  boolean isStoreDown() {
    return ledger.isDown();
  }

  /** Whether the last refresh failed because of what is configured: see {@link FailureLog}. */
  boolean isMisconfigured() {
    return failures.isMisconfigured();
  }

  private record Flight(SessionId id, int generation) {}

  /**
   * A generation newer than this session's.
   *
   * @param patient whether to wait where another party is at it; otherwise the outcome is Busy
   */
  Result refresh(Session session, boolean patient) {
    Instant giveUp = now().plus(policy.patience());
    Flight flight = new Flight(session.id(), session.generation());
    while (true) {
      SingleFlight.Ticket<Result> ticket =
          flights.join(
              flight,
              () -> new RefreshAttempt(this, session, patient).run(),
              new Result.Unavailable(RETRY_SOON)); // nothing was sent
      if (!ticket.isFirst() && !patient) {
        return new Result.Busy();
      }
      Duration left = Duration.between(now(), giveUp);
      Result outcome = ticket.await(left, waiting).orElse(new Result.Unavailable(RETRY_SOON));
      if (!(patient && outcome instanceof Result.Busy)) {
        report(outcome, ticket.isFirst());
        return outcome;
      }
    }
  }

  private void report(Result outcome, boolean isFirst) {
    if (outcome instanceof Result.Renewed renewed) {
      tell(
          switch (renewed.how()) {
            case MADE -> isFirst ? Outcome.WON : Outcome.WAITED;
            case WAITED -> Outcome.WAITED;
            case FOUND -> Outcome.REUSED;
          });
    } else if (outcome instanceof Result.Unavailable) {
      tell(Outcome.UNAVAILABLE);
    } else if (outcome instanceof Result.Over over) {
      tell(over.reason() == ErrorCode.SESSION_SUPERSEDED ? Outcome.SUPERSEDED : end(over.reason()));
    } else if (outcome instanceof Result.Refused refused && refused.isNew()) {
      tell(end(refused.reason()));
    }
  }

  private static Outcome end(ErrorCode reason) {
    return reason == ErrorCode.SESSION_LOST ? Outcome.LOST : Outcome.REJECTED;
  }

  private void tell(Outcome outcome) {
    events.on(new TmsEvent.Refreshed(outcome));
  }

  /** How the refresh of a session went. */
  sealed interface Result {
    /**
     * There is a newer generation.
     *
     * @param session the newest one
     * @param how where it comes from
     */
    record Renewed(Session session, How how) implements Result {}

    /** Where a newer generation comes from. */
    enum How {
      /** This attempt made the token call. */
      MADE,
      /** Another node made it, while this one waited. */
      WAITED,
      /** It was there already. */
      FOUND
    }

    /**
     * The provider has refused the refresh token, and the access token still works.
     *
     * @param reason why the session is over once that expires
     * @param isNew whether this attempt has found it out
     */
    record Refused(ErrorCode reason, boolean isNew) implements Result {}

    /** The session is over, or this copy of it is. */
    record Over(ErrorCode reason) implements Result {}

    /**
     * Provider or store give no token now; the session lives.
     *
     * @param isMisconfigured whether that is because what the provider answers contradicts the
     *     configuration
     */
    record Unavailable(Duration retryAfter, boolean isMisconfigured) implements Result {
      /** They cannot be reached. */
      Unavailable(Duration retryAfter) {
        this(retryAfter, false);
      }
    }

    /** Another party is at it. */
    record Busy() implements Result {}
  }
}

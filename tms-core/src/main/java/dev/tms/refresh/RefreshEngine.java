package dev.tms.refresh;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsEvent.Refreshed.Outcome;
import dev.tms.event.TmsListener;
import dev.tms.problem.ErrorCode;
import dev.tms.session.Session;
import dev.tms.session.SessionId;
import dev.tms.session.SessionLifetime;
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
  private final SingleFlight<Flight, RefreshOutcome> flights;

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
  RefreshOutcome refresh(Session session, boolean patient) {
    Instant giveUp = now().plus(policy.patience());
    Flight flight = new Flight(session.id(), session.generation());
    while (true) {
      SingleFlight.Ticket<RefreshOutcome> ticket =
          flights.join(
              flight,
              () -> new RefreshAttempt(this, session, patient).run(),
              new RefreshOutcome.Unavailable(RETRY_SOON)); // nothing was sent
      if (!ticket.isFirst() && !patient) {
        return new RefreshOutcome.Busy();
      }
      Duration left = Duration.between(now(), giveUp);
      RefreshOutcome outcome =
          ticket.await(left, waiting).orElse(new RefreshOutcome.Unavailable(RETRY_SOON));
      if (!(patient && outcome instanceof RefreshOutcome.Busy)) {
        report(outcome, ticket.isFirst());
        return outcome;
      }
    }
  }

  private void report(RefreshOutcome outcome, boolean isFirst) {
    if (outcome instanceof RefreshOutcome.Renewed renewed) {
      tell(
          switch (renewed.how()) {
            case MADE -> isFirst ? Outcome.WON : Outcome.WAITED;
            case WAITED -> Outcome.WAITED;
            case FOUND -> Outcome.REUSED;
          });
    } else if (outcome instanceof RefreshOutcome.Unavailable) {
      tell(Outcome.UNAVAILABLE);
    } else if (outcome instanceof RefreshOutcome.Over over) {
      tell(over.reason() == ErrorCode.SESSION_SUPERSEDED ? Outcome.SUPERSEDED : end(over.reason()));
    } else if (outcome instanceof RefreshOutcome.Refused refused && refused.isNew()) {
      tell(end(refused.reason()));
    }
  }

  private static Outcome end(ErrorCode reason) {
    return reason == ErrorCode.SESSION_LOST ? Outcome.LOST : Outcome.REJECTED;
  }

  private void tell(Outcome outcome) {
    events.on(new TmsEvent.Refreshed(outcome));
  }
}

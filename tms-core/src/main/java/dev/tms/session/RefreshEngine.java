package dev.tms.session;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsEvent.Refreshed.Outcome;
import dev.tms.event.TmsListener;
import dev.tms.oidc.OidcClient;
import dev.tms.oidc.OidcClient.RenewOutcome;
import dev.tms.outbound.Blocking;
import dev.tms.policy.RefreshPolicy;
import dev.tms.policy.SessionLifetime;
import dev.tms.problem.ErrorCode;
import dev.tms.token.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Refreshes sessions, each generation once: within this process by a single flight, between
 * processes by the {@link Ledger}. The token request runs on the executor and outlives the requests
 * that wait for it. Thread-safe.
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
  private final Map<Flight, CompletableFuture<Result>> flights = new ConcurrentHashMap<>();

  /**
   * Creates an engine.
   *
   * @param needsStore whether sessions live in the store, so that none is refreshed while it is
   *     down
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
  }

  Instant now() {
    return clock.instant();
  }

  /** Whether the last call to the store failed. */
  boolean isStoreDown() {
    return ledger.isDown();
  }

  /** As {@link FailureLog#isMisconfigured}. */
  boolean isMisconfigured() {
    return failures.isMisconfigured();
  }

  private record Flight(SessionId id, int generation) {}

  /**
   * Refreshes the session.
   *
   * @param patient whether to wait if another request or node is refreshing it; otherwise the
   *     result is {@code Busy}
   */
  Result refresh(Session session, boolean patient) {
    Blocking.begin();
    Instant giveUp = now().plus(policy.patience());
    Flight key = new Flight(session.id(), session.generation());
    while (true) {
      CompletableFuture<Result> mine = new CompletableFuture<>();
      CompletableFuture<Result> theirs = flights.putIfAbsent(key, mine);
      boolean isFirst = theirs == null;
      if (isFirst) {
        start(key, mine, new RefreshAttempt(this, session, patient));
      } else if (!patient) {
        return new Result.Busy();
      }
      Result result = await(isFirst ? mine : theirs, Duration.between(now(), giveUp));
      if (!(patient && result instanceof Result.Busy)) {
        report(result, isFirst);
        return result;
      }
    }
  }

  private void start(Flight key, CompletableFuture<Result> flight, RefreshAttempt attempt) {
    try {
      executor.execute(
          () -> {
            try {
              Result result = attempt.run();
              flights.remove(key, flight);
              flight.complete(result);
            } catch (Throwable e) { // all waiting requests must see it
              flights.remove(key, flight);
              flight.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      flights.remove(key, flight);
      flight.complete(new Result.Unavailable(RETRY_SOON)); // nothing was sent
    }
  }

  private Result await(CompletableFuture<Result> flight, Duration time) {
    try {
      return waiting.await(flight, time).orElse(new Result.Unavailable(RETRY_SOON));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Result.Unavailable(RETRY_SOON);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the refresh failed", e.getCause());
    }
  }

  private void report(Result outcome, boolean isFirst) {
    if (outcome instanceof Result.Renewed renewed) {
      publish(
          switch (renewed.how()) {
            case MADE -> isFirst ? Outcome.WON : Outcome.WAITED;
            case WAITED -> Outcome.WAITED;
            case FOUND -> Outcome.REUSED;
          });
    } else if (outcome instanceof Result.Unavailable) {
      publish(Outcome.UNAVAILABLE);
    } else if (outcome instanceof Result.Over over) {
      publish(
          over.reason() == ErrorCode.SESSION_SUPERSEDED ? Outcome.SUPERSEDED : end(over.reason()));
    } else if (outcome instanceof Result.Refused refused && refused.isNew()) {
      publish(end(refused.reason()));
    }
  }

  private static Outcome end(ErrorCode reason) {
    return reason == ErrorCode.SESSION_LOST ? Outcome.LOST : Outcome.REJECTED;
  }

  private void publish(Outcome outcome) {
    events.on(new TmsEvent.Refreshed(outcome));
  }

  /** The provider. Thread-safe. */
  interface Renewer {
    /** Sends the session's refresh token once. */
    RenewOutcome renew(Session session);

    /** Tries to revoke a refresh token; never throws. */
    void revoke(Secret refreshToken);

    static Renewer at(OidcClient provider) {
      return new Renewer() {
        @Override
        public RenewOutcome renew(Session session) {
          Secret refreshToken = session.tokens().refreshToken();
          if (refreshToken == null) {
            throw new IllegalStateException("a session without a refresh token cannot be renewed");
          }
          return provider.renew(refreshToken, session.tokens(), session.user(), null);
        }

        @Override
        public void revoke(Secret refreshToken) {
          provider.revoke(refreshToken);
        }
      };
    }
  }

  /** The result of a refresh. */
  sealed interface Result {
    /** The newest generation. */
    record Renewed(Session session, How how) implements Result {}

    /** Where the newest generation comes from. */
    enum How {
      /** This attempt sent the token request. */
      MADE,
      /** Another node sent it while this one waited. */
      WAITED,
      /** It was in the ledger already. */
      FOUND
    }

    /**
     * The provider has refused the refresh token, and the access token is still valid.
     *
     * @param reason why the session will end when the access token expires
     * @param isNew whether this attempt received the refusal
     */
    record Refused(ErrorCode reason, boolean isNew) implements Result {}

    /** The session has ended, or this generation is superseded. */
    record Over(ErrorCode reason) implements Result {}

    /**
     * The provider or the store cannot deliver a token now; the session lives on.
     *
     * @param isMisconfigured whether the provider's answer contradicts the configuration
     */
    record Unavailable(Duration retryAfter, boolean isMisconfigured) implements Result {
      Unavailable(Duration retryAfter) {
        this(retryAfter, false);
      }
    }

    /** Another request or node is refreshing the session. */
    record Busy() implements Result {}
  }
}

package dev.tms.machine;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.machine.MachineTokenOutcome.Granted;
import dev.tms.machine.MachineTokenOutcome.Refused;
import dev.tms.machine.MachineTokenOutcome.Unavailable;
import dev.tms.machine.TokenSlot.RenewalTiming.HeldToken;
import dev.tms.machine.TokenSlot.TokenSource.Fetched;
import dev.tms.outbound.Backoff;
import dev.tms.outbound.Budget;
import dev.tms.problem.ErrorCode;
import dev.tms.token.AccessToken;
import dev.tms.token.Secret;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The token of one key: the one in use, the one request under way, and the pause after a failure.
 * Nothing happens unless someone asks. Thread-safe.
 */
final class TokenSlot {
  private static final Logger log = System.getLogger(MachineTokens.class.getName());
  private static final Duration LONGEST_LATE_WAIT = Duration.ofSeconds(5);

  private final String name;
  private final TokenSource source;
  private final RenewalTiming timing;
  private final Executor executor;
  private final InstantSource clock;
  private final TmsListener events;

  // guards all below; never held while fetching, starting or completing anything
  private final Object lock = new Object();
  // an API that refuses every token must not turn each call into a token request
  private final Budget forced;
  private @Nullable HeldToken held;
  private @Nullable Flight flight;
  private int failures;
  private Instant notBefore = Instant.MIN;
  private MachineTokenOutcome lastFailure = new Unavailable(Duration.ZERO, "not asked yet");

  /** A request under way; one that the slot does not know any more was forgotten. */
  private static final class Flight {
    final @Nullable Secret insufficient;
    final CompletableFuture<MachineTokenOutcome> result = new CompletableFuture<>();

    Flight(@Nullable HeldToken held) {
      insufficient = held == null ? null : held.token().value();
    }
  }

  TokenSlot(
      String name,
      TokenSource source,
      RenewalTiming timing,
      Executor executor,
      InstantSource clock,
      TmsListener events) {
    this.name = name;
    this.source = source;
    this.timing = timing;
    this.executor = executor;
    this.clock = clock;
    this.events = events;
    this.forced = new Budget(3, Duration.ofSeconds(30), clock);
  }

  /**
   * The token. Completed at once where there is one that is not in the last part of its life;
   * completes with a failure only where there is none that works. Never exceptionally.
   */
  CompletableFuture<MachineTokenOutcome> ask() {
    Flight started = null;
    CompletableFuture<MachineTokenOutcome> answer;
    synchronized (lock) {
      Instant now = clock.instant();
      HeldToken usable = usable(now);
      if (usable != null && !usable.isDueAt(now)) {
        return granted(usable);
      }
      if (flight == null) {
        if (isPaused(now)) {
          return usable != null ? granted(usable) : completed(stillFailing(now));
        }
        flight = started = new Flight(held);
      }
      answer = usable == null ? flight.result : beforeTheEnd(usable, flight, now);
    }
    launch(started);
    return answer;
  }

  /**
   * A token other than this one, which an API has refused. The same one comes back where no other
   * can be had, or where renewing has been tried too often.
   */
  CompletableFuture<MachineTokenOutcome> renew(AccessToken refused) {
    Flight started = null;
    synchronized (lock) {
      Instant now = clock.instant();
      HeldToken usable = usable(now);
      if (usable != null && usable.token().value().equals(refused.value())) {
        if (flight == null) {
          if (isPaused(now) || !forced.tryTake()) {
            return granted(usable);
          }
          flight = started = new Flight(usable);
        }
        held = usable.refused();
        CompletableFuture<MachineTokenOutcome> answer = flight.result;
        if (started == null) {
          return answer;
        }
      }
    }
    if (started == null) {
      return ask(); // another party has renewed it
    }
    launch(started);
    return started.result;
  }

  /** Drops the token, here and in the shared cache; a request under way does not count any more. */
  void forget() {
    synchronized (lock) {
      held = null;
      flight = null;
      failures = 0;
      notBefore = Instant.MIN;
    }
    source.forget();
  }

  private @Nullable HeldToken usable(Instant now) {
    return held != null && held.token().isValidAt(now) ? held : null;
  }

  private boolean isPaused(Instant now) {
    // a clock that was set back must not make the pause longer than any pause is
    return now.isBefore(notBefore)
        && Duration.between(now, notBefore).compareTo(Backoff.LONGEST) <= 0;
  }

  private MachineTokenOutcome stillFailing(Instant now) {
    Duration left = Duration.between(now, notBefore);
    if (lastFailure instanceof Refused refused) {
      return new Refused(refused.error(), left);
    }
    Unavailable unavailable = (Unavailable) lastFailure;
    return new Unavailable(left, unavailable.code(), unavailable.reason());
  }

  /** The new token, or the present one where it does not come in half of the time that is left. */
  private static CompletableFuture<MachineTokenOutcome> beforeTheEnd(
      HeldToken usable, Flight flight, Instant now) {
    if (!usable.isLateAt(now)) {
      return granted(usable);
    }
    Duration half = usable.token().remaining(now).dividedBy(2);
    Duration wait = half.compareTo(LONGEST_LATE_WAIT) < 0 ? half : LONGEST_LATE_WAIT;
    return flight
        .result
        .copy()
        .completeOnTimeout(new Granted(usable.token()), wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void launch(@Nullable Flight started) {
    if (started == null) {
      return;
    }
    try {
      executor.execute(() -> fly(started));
    } catch (RuntimeException e) {
      settle(
          started,
          new Fetched.Nothing(null, null, "no thread for the request: these tokens are closed"));
    }
  }

  private void fly(Flight started) {
    Fetched fetched = new Fetched.Nothing(null, null, "the request failed here");
    try {
      fetched = source.fetch(started.insufficient);
    } catch (RuntimeException e) {
      failedHere(e);
    } finally {
      settle(started, fetched);
    }
    if (fetched instanceof Fetched.Token token && !token.shared()) {
      try {
        source.offer(token.token(), () -> isHeld(token.token()));
      } catch (RuntimeException e) {
        failedHere(e);
      }
    }
  }

  private void failedHere(RuntimeException e) {
    // the type only: a message may quote what is secret
    log.log(Level.ERROR, "machine client {0}: {1}", name, e.getClass().getName());
  }

  private boolean isHeld(AccessToken token) {
    synchronized (lock) {
      return held != null && held.token().equals(token);
    }
  }

  private void settle(Flight ended, Fetched fetched) {
    MachineTokenOutcome answer;
    int failuresBefore;
    synchronized (lock) {
      failuresBefore = failures;
      boolean counts = flight == ended;
      if (counts) {
        flight = null;
      }
      answer =
          fetched instanceof Fetched.Token token
              ? received(token.token(), counts)
              : failed((Fetched.Nothing) fetched, counts);
    }
    report(fetched, failuresBefore);
    ended.result.complete(answer);
  }

  private MachineTokenOutcome received(AccessToken token, boolean counts) {
    if (counts) {
      held = timing.hold(token);
      failures = 0;
      notBefore = Instant.MIN;
    }
    return new Granted(token);
  }

  private MachineTokenOutcome failed(Fetched.Nothing nothing, boolean counts) {
    Instant now = clock.instant();
    Duration pause = timing.pause(failures, nothing.asked());
    MachineTokenOutcome failure =
        nothing.refusal() != null
            ? new Refused(nothing.refusal(), pause)
            : new Unavailable(pause, nothing.code(), nothing.reason());
    if (counts) {
      failures++;
      notBefore = now.plus(pause);
      lastFailure = failure;
    }
    HeldToken usable = usable(now);
    return usable != null ? new Granted(usable.token()) : failure;
  }

  private void report(Fetched fetched, int failuresBefore) {
    TmsEvent.MachineTokenFetched.Result result;
    if (fetched instanceof Fetched.Token token) {
      result =
          token.shared()
              ? TmsEvent.MachineTokenFetched.Result.SHARED
              : TmsEvent.MachineTokenFetched.Result.ISSUED;
      if (failuresBefore > 0) {
        log.log(Level.INFO, "machine client {0}: tokens can be had again", name);
      }
    } else {
      Fetched.Nothing nothing = (Fetched.Nothing) fetched;
      result =
          nothing.refusal() != null
              ? TmsEvent.MachineTokenFetched.Result.REFUSED
              : TmsEvent.MachineTokenFetched.Result.UNAVAILABLE;
      if (failuresBefore == 0) {
        log.log(Level.WARNING, "machine client {0}: {1}", name, nothing.reason());
      }
    }
    events.on(new TmsEvent.MachineTokenFetched(name, result));
  }

  private static CompletableFuture<MachineTokenOutcome> granted(HeldToken token) {
    return completed(new Granted(token.token()));
  }

  private static CompletableFuture<MachineTokenOutcome> completed(MachineTokenOutcome outcome) {
    return CompletableFuture.completedFuture(outcome);
  }

  /** Where the tokens of one key come from. Thread-safe; blocks, within a time of its own. */
  interface TokenSource {
    /** Fetches a token that is not {@code insufficient}; throws nothing for what others do. */
    Fetched fetch(@Nullable Secret insufficient);

    /** Offers a token to others, unless it is not wanted any more by the time it is there. */
    void offer(AccessToken token, BooleanSupplier stillWanted);

    void forget();

    sealed interface Fetched {
      /**
       * A token.
       *
       * @param shared whether it came from the shared cache
       */
      record Token(AccessToken token, boolean shared) implements Fetched {}

      /**
       * None.
       *
       * @param refusal the provider's error code, where it refuses
       * @param code why not, where the provider does not refuse
       * @param asked what the provider says about trying again
       * @param reason a sentence for operators
       */
      record Nothing(
          @Nullable String refusal, ErrorCode code, @Nullable Duration asked, String reason)
          implements Fetched {
        Nothing(@Nullable String refusal, @Nullable Duration asked, String reason) {
          this(refusal, ErrorCode.PROVIDER_UNAVAILABLE, asked, reason);
        }
      }
    }
  }

  /**
   * When a token is renewed, and how long a troubled provider is left alone; both jittered, so that
   * a fleet does not ask at once. Thread-safe.
   */
  static final class RenewalTiming {
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(5);
    private static final Duration LONGEST_LATE = Duration.ofSeconds(10);

    private final SecureRandom random;

    RenewalTiming(SecureRandom random) {
      this.random = random;
    }

    /**
     * A token that was just received: due in the last fifth of its life, at most 5 min before its
     * end, and up to a fifth of that earlier; late in the last tenth, at most 10 s.
     */
    HeldToken hold(AccessToken token) {
      Duration window = window(token);
      Duration spread = window.multipliedBy(random.nextInt(1024)).dividedBy(5 * 1024);
      Duration late = min(token.lifetime().dividedBy(10), LONGEST_LATE);
      return new HeldToken(
          token,
          token.expiresAt().minus(window).minus(spread),
          token.expiresAt().minus(late),
          false);
    }

    boolean isDueAnyhow(AccessToken token, Instant now) {
      return !now.isBefore(token.expiresAt().minus(window(token)));
    }

    private static Duration window(AccessToken token) {
      return min(token.lifetime().dividedBy(5), LONGEST_WINDOW);
    }

    Duration pause(int failures, @Nullable Duration asked) {
      return Backoff.after(failures, asked, random);
    }

    private static Duration min(Duration a, Duration b) {
      return a.compareTo(b) < 0 ? a : b;
    }

    /**
     * A token in use.
     *
     * @param token the token
     * @param dueAt from when on it is renewed in the background
     * @param lateAt from when on a newer one is waited for
     * @param suspect whether an API has refused it: due and late at once
     */
    record HeldToken(AccessToken token, Instant dueAt, Instant lateAt, boolean suspect) {
      boolean isDueAt(Instant now) {
        return suspect || !now.isBefore(dueAt);
      }

      boolean isLateAt(Instant now) {
        return suspect || !now.isBefore(lateAt);
      }

      HeldToken refused() {
        return new HeldToken(token, dueAt, lateAt, true);
      }
    }
  }
}

package dev.tms.refresh;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.problem.ErrorCode;
import dev.tms.session.Session;
import dev.tms.session.SessionCodec;
import dev.tms.session.SessionLifetime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What every attempt to refresh works with: the injected world. Thread-safe. */
record RefreshContext(
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
    TmsListener events,
    FailureLog failures) {

  Instant now() {
    return clock.instant();
  }

  BackOff backOff() {
    return new BackOff(random);
  }

  void pauseBetweenLooks() throws InterruptedException {
    waiting.betweenLooks(random);
  }

  /** An owner id that no other attempt has; never 0. */
  long newOwner() {
    long owner = random.nextLong();
    return owner == 0 ? 1 : owner;
  }

  byte[] encode(Session session) {
    return SessionCodec.encode(session);
  }

  /** The newest session that the entry still keeps, or null. */
  @Nullable Session newest(LedgerEntry entry, Instant now) {
    return entry.kept(now);
  }

  /** Does the work three times per lease, until closed. */
  Heartbeat heartbeat(Runnable work) {
    Duration period = policy.lease().dividedBy(3);
    return Heartbeat.start(work, beat -> waiting.later(period, executor, beat), events);
  }

  /** Tells that the store could not do this. */
  void storeFailed(String operation) {
    events.on(new TmsEvent.StoreFailed(operation));
  }

  /** Tells that a refresh has ended a session. */
  void ended(ErrorCode reason) {
    events.on(new TmsEvent.SessionEnded(reason.wire(), TmsEvent.SessionEnded.Cause.REFRESH));
  }
}

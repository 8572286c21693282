package dev.tms.demo.metrics;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Counts events. Never blocks, because it is called on request threads. Thread-safe. */
final class EventMeters implements TmsListener {
  private static final List<String> OPERATIONS =
      List.of("token", "discovery", "keys", "userinfo", "revocation");
  private static final List<String> OUTCOMES =
      List.of("error_answer", "not_json", "not_connected", "timed_out", "dropped");
  private static final List<String> STORE_OPERATIONS =
      List.of("get", "put", "put_if_absent", "replace", "remove", "take");
  private static final String[] REASONS = {
    "access_denied",
    "login_required",
    "login_failed",
    "login_invalid",
    "login_unknown",
    "provider_misconfigured",
    "provider_unavailable",
    "store_unavailable",
    "tenant_unknown",
    "tenant_unavailable",
    "domain_required"
  };
  private static final Meter[] WITHOUT_LABELS = {
    Meter.LOGINS_BEGUN,
    Meter.SESSIONS_SUPERSEDED,
    Meter.PUBLISH_FAILURES,
    Meter.HTTP_LARGE_HEADS,
    Meter.ID_TOKENS_NOT_TAKEN_OVER
  };

  private final Map<Class<? extends TmsEvent>, Consumer<TmsEvent>> counts = new HashMap<>();
  private final Meters meters;
  private final Pending pending;

  EventMeters(Meters meters, InstantSource clock) {
    this.meters = meters;
    this.pending = new Pending(clock);
    countAll();
    showZeros();
    meters.gauge(Meter.LOGINS_PENDING, pending::count);
  }

  @Override
  public void on(TmsEvent event) {
    Consumer<TmsEvent> count = counts.get(event.getClass());
    if (count != null) {
      count.accept(event);
    }
  }

  private <E extends TmsEvent> void when(Class<E> type, Consumer<E> count) {
    counts.put(type, event -> count.accept(type.cast(event)));
  }

  private void countAll() {
    when(
        TmsEvent.LoginStarted.class,
        started -> {
          // without the tenant, because anyone can begin a login for any domain
          meters.count(Meter.LOGINS_BEGUN);
          pending.begin();
        });
    when(
        TmsEvent.LoginCompleted.class,
        completed -> {
          meters.count(Meter.LOGINS_COMPLETED, text(completed.tenant()));
          meters.timer(Meter.LOGIN).record(completed.after());
          pending.end(completed.after());
        });
    when(
        TmsEvent.LoginFailed.class,
        failed -> {
          meters.count(Meter.LOGINS_FAILED, failed.reason());
          Optional.ofNullable(failed.after()).ifPresent(pending::end);
        });
    when(
        TmsEvent.RefreshTokenMissing.class,
        e -> meters.count(Meter.REFRESH_TOKENS_MISSING, Boolean.toString(e.isKept())));
    when(
        TmsEvent.SessionEnded.class,
        e -> meters.count(Meter.SESSIONS_ENDED, e.reason(), word(e.cause())));
    when(TmsEvent.SessionSuperseded.class, e -> meters.count(Meter.SESSIONS_SUPERSEDED));
    when(TmsEvent.SessionWritten.class, e -> meters.cookieBytes(e.bytes()));
    when(
        TmsEvent.LogoutReceived.class,
        e -> meters.count(Meter.LOGOUT_NOTICES, e.channel(), word(e.verdict())));
    when(TmsEvent.Refreshed.class, e -> meters.count(Meter.REFRESHES, word(e.outcome())));
    when(TmsEvent.IdTokenNotTakenOver.class, e -> meters.count(Meter.ID_TOKENS_NOT_TAKEN_OVER));
    when(TmsEvent.Revoked.class, e -> meters.count(Meter.REVOCATIONS, word(e.answer())));
    when(
        TmsEvent.ProviderCalled.class,
        call -> {
          meters.timer(Meter.PROVIDER_CALL, call.operation()).record(call.took());
          meters.count(Meter.PROVIDER_CALLS, call.operation(), call.outcome());
        });
    when(
        TmsEvent.MachineTokenFetched.class,
        e -> meters.count(Meter.MACHINE_TOKENS, e.client(), word(e.result())));
    when(
        TmsEvent.OpenFailed.class,
        e -> meters.count(Meter.OPEN_FAILURES, e.what(), word(e.reason())));
    when(
        TmsEvent.OlderKeyUsed.class,
        e -> meters.count(Meter.OLDER_KEY_USES, e.what(), Integer.toString(e.keyId())));
    when(TmsEvent.RequestRefused.class, e -> meters.count(Meter.REQUESTS_REFUSED, e.code()));
    when(TmsEvent.KeysReloaded.class, e -> meters.count(Meter.KEYS_RELOADS, "ok"));
    when(TmsEvent.KeysReloadFailed.class, e -> meters.count(Meter.KEYS_RELOADS, "failed"));
    when(
        TmsEvent.StoreCalled.class,
        call -> {
          meters.timer(Meter.STORE_CALL, call.operation()).record(call.took());
          if (!call.answered()) {
            meters.count(Meter.STORE_ERRORS, call.operation());
          }
        });
    when(TmsEvent.StoreFailed.class, e -> meters.count(Meter.STORE_FAILURES, e.operation()));
    when(TmsEvent.NotRemembered.class, e -> meters.count(Meter.NOT_REMEMBERED, e.what()));
    when(TmsEvent.PublishFailed.class, e -> meters.count(Meter.PUBLISH_FAILURES));
  }

  /** Prometheus sees no increase from absent to 1, so counters start at 0. */
  private void showZeros() {
    meters.timer(Meter.LOGIN);
    for (Meter each : WITHOUT_LABELS) {
      meters.counter(each);
    }
    words(Meter.REFRESH_TOKENS_MISSING, "true", "false");
    words(Meter.NOT_REMEMBERED, "marks", "ended_file");
    words(Meter.REQUESTS_REFUSED, "antiforgery", "origin_refused");
    words(Meter.KEYS_RELOADS, "ok", "failed");
    words(Meter.LOGINS_FAILED, REASONS);
    words(Meter.REFRESHES, words(TmsEvent.Refreshed.Outcome.values()));
    words(Meter.REVOCATIONS, words(TmsEvent.Revoked.Answer.values()));
    for (String operation : OPERATIONS) {
      meters.timer(Meter.PROVIDER_CALL, operation);
      meters.counter(Meter.PROVIDER_CALLS, operation, "ok");
    }
    OUTCOMES.forEach(outcome -> meters.counter(Meter.PROVIDER_CALLS, "token", outcome));
    for (String operation : STORE_OPERATIONS) {
      meters.timer(Meter.STORE_CALL, operation);
      meters.counter(Meter.STORE_ERRORS, operation);
    }
    for (TmsEvent.LogoutReceived.Verdict verdict : TmsEvent.LogoutReceived.Verdict.values()) {
      meters.counter(Meter.LOGOUT_NOTICES, "back", word(verdict));
    }
    for (TmsEvent.OpenFailed.Reason reason : TmsEvent.OpenFailed.Reason.values()) {
      for (String what : List.of("session", "ledger", "mark", "stored_session")) {
        meters.counter(Meter.OPEN_FAILURES, what, word(reason));
      }
    }
    meters.counter(Meter.SESSIONS_ENDED, "logged_out", word(TmsEvent.SessionEnded.Cause.SIGN_OUT));
    for (String reason : List.of("session_expired", "session_lost", "identity_changed")) {
      meters.counter(Meter.SESSIONS_ENDED, reason, word(TmsEvent.SessionEnded.Cause.REFRESH));
    }
  }

  private void words(Meter meter, String... words) {
    for (String word : words) {
      meters.counter(meter, word);
    }
  }

  private static String[] words(Enum<?>[] constants) {
    return Arrays.stream(constants).map(EventMeters::word).toArray(String[]::new);
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Logins of the last 15 minutes that have not ended, by minute. Only the sum over all nodes is
   * right, because a login may end on another node. Thread-safe.
   */
  static final class Pending {
    private static final int MINUTES = 15;

    private final InstantSource clock;
    private final long[] minuteOf = new long[MINUTES + 1]; // guarded by this, as is the next
    private final long[] begun = new long[MINUTES + 1];

    Pending(InstantSource clock) {
      this.clock = clock;
    }

    void begin() {
      add(clock.instant(), 1);
    }

    /** Ends a login that began this long ago. */
    void end(Duration after) {
      add(clock.instant().minus(after), -1);
    }

    synchronized long count() {
      long now = minute(clock.instant());
      long sum = 0;
      for (int i = 0; i < begun.length; i++) {
        sum += now - minuteOf[i] < MINUTES ? begun[i] : 0;
      }
      return sum;
    }

    private synchronized void add(Instant at, int change) {
      long minute = minute(at);
      if (minute(clock.instant()) - minute >= MINUTES) {
        return; // given up already
      }
      int slot = Math.floorMod(minute, begun.length);
      if (minuteOf[slot] != minute) {
        minuteOf[slot] = minute;
        begun[slot] = 0;
      }
      begun[slot] += change;
    }

    private static long minute(Instant at) {
      return Math.floorDiv(at.getEpochSecond(), 60);
    }
  }
}

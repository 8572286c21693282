package dev.tms.demo.metrics;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

  private final Meters meters;
  private final Pending pending;

  EventMeters(Meters meters, InstantSource clock) {
    this.meters = meters;
    this.pending = new Pending(clock);
    showZeros();
    meters.gauge(Meter.LOGINS_PENDING, pending::count);
  }

  @Override
  public void on(TmsEvent event) {
    if (event instanceof TmsEvent.StoreCalled call) {
      meters.timer(Meter.STORE_CALL, call.operation()).record(call.took());
      if (!call.answered()) {
        meters.count(Meter.STORE_ERRORS, call.operation());
      }
    } else if (event instanceof TmsEvent.SessionWritten written) {
      meters.cookieBytes(written.bytes());
    } else if (event instanceof TmsEvent.ProviderCalled call) {
      meters.timer(Meter.PROVIDER_CALL, call.operation()).record(call.took());
      meters.count(Meter.PROVIDER_CALLS, call.operation(), call.outcome());
    } else if (event instanceof TmsEvent.Refreshed refreshed) {
      meters.count(Meter.REFRESHES, word(refreshed.outcome()));
    } else if (!onLogin(event) && !onSession(event)) {
      onTrouble(event);
    }
  }

  private boolean onLogin(TmsEvent event) {
    if (event instanceof TmsEvent.LoginStarted) {
      // without the tenant, because anyone can begin a login for any domain
      meters.count(Meter.LOGINS_BEGUN);
      pending.begin();
    } else if (event instanceof TmsEvent.LoginCompleted completed) {
      meters.count(Meter.LOGINS_COMPLETED, text(completed.tenant()));
      meters.timer(Meter.LOGIN).record(completed.after());
      pending.end(completed.after());
    } else if (event instanceof TmsEvent.RefreshTokenMissing missing) {
      meters.count(Meter.REFRESH_TOKENS_MISSING, Boolean.toString(missing.isKept()));
    } else if (event instanceof TmsEvent.LoginFailed failed) {
      meters.count(Meter.LOGINS_FAILED, failed.reason());
      Duration after = failed.after();
      if (after != null) {
        pending.end(after);
      }
    } else {
      return false;
    }
    return true;
  }

  private boolean onSession(TmsEvent event) {
    if (event instanceof TmsEvent.SessionEnded ended) {
      meters.count(Meter.SESSIONS_ENDED, ended.reason(), word(ended.cause()));
    } else if (event instanceof TmsEvent.SessionSuperseded) {
      meters.count(Meter.SESSIONS_SUPERSEDED);
    } else if (event instanceof TmsEvent.LogoutReceived notice) {
      meters.count(Meter.LOGOUT_NOTICES, notice.channel(), word(notice.verdict()));
    } else if (event instanceof TmsEvent.IdTokenNotTakenOver) {
      meters.count(Meter.ID_TOKENS_NOT_TAKEN_OVER);
    } else if (event instanceof TmsEvent.Revoked revoked) {
      meters.count(Meter.REVOCATIONS, word(revoked.answer()));
    } else if (event instanceof TmsEvent.MachineTokenFetched fetched) {
      meters.count(Meter.MACHINE_TOKENS, fetched.client(), word(fetched.result()));
    } else {
      return false;
    }
    return true;
  }

  private void onTrouble(TmsEvent event) {
    if (event instanceof TmsEvent.OpenFailed failed) {
      meters.count(Meter.OPEN_FAILURES, failed.what(), word(failed.reason()));
    } else if (event instanceof TmsEvent.OlderKeyUsed used) {
      meters.count(Meter.OLDER_KEY_USES, used.what(), Integer.toString(used.keyId()));
    } else if (event instanceof TmsEvent.RequestRefused refused) {
      meters.count(Meter.REQUESTS_REFUSED, refused.code());
    } else if (event instanceof TmsEvent.KeysReloaded) {
      meters.count(Meter.KEYS_RELOADS, "ok");
    } else if (event instanceof TmsEvent.KeysReloadFailed) {
      meters.count(Meter.KEYS_RELOADS, "failed");
    } else if (event instanceof TmsEvent.StoreFailed failed) {
      meters.count(Meter.STORE_FAILURES, failed.operation());
    } else if (event instanceof TmsEvent.NotRemembered forgotten) {
      meters.count(Meter.NOT_REMEMBERED, forgotten.what());
    } else if (event instanceof TmsEvent.PublishFailed) {
      meters.count(Meter.PUBLISH_FAILURES);
    }
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

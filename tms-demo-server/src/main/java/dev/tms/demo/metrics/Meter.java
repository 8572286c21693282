package dev.tms.demo.metrics;

import java.util.List;
import java.util.Locale;

/** All meters, as listed in {@code docs/operations/metrics.md}. */
public enum Meter {
  LOGINS_BEGUN(
      Kind.COUNTER,
      "tms_logins_begun_total",
      "Logins for which a browser was sent to the provider"),
  LOGINS_COMPLETED(
      Kind.COUNTER,
      "tms_logins_completed_total",
      "Logins that ended with a session, by customer domain",
      "tenant"),
  LOGINS_FAILED(
      Kind.COUNTER, "tms_logins_failed_total", "Logins not begun or not completed", "reason"),
  LOGIN(Kind.HISTOGRAM, "tms_login_seconds", "Time from the begin of a login to its completion"),
  LOGINS_PENDING(
      Kind.GAUGE,
      "tms_logins_pending",
      "Logins begun in the last 15 minutes that have not ended yet; of several nodes the sum"
          + " counts"),
  SESSIONS_ENDED(
      Kind.COUNTER,
      "tms_sessions_ended_total",
      "Sessions ended before their time: sign-outs and refused refreshes",
      "reason",
      "cause"),
  SESSIONS_SUPERSEDED(
      Kind.COUNTER,
      "tms_sessions_superseded_total",
      "Old copies of session cookies that were refused"),
  LOGOUT_NOTICES(
      Kind.COUNTER,
      "tms_logout_notices_total",
      "Logouts that the provider has announced",
      "channel",
      "verdict"),
  NOT_REMEMBERED(
      Kind.COUNTER,
      "tms_not_remembered_total",
      "Ended sessions and logouts that are not remembered where they should be: a bound is reached,"
          + " or the file cannot be written",
      "what"),
  REFRESHES(
      Kind.COUNTER, "tms_refreshes_total", "Refreshes asked for, by their outcome", "outcome"),
  REFRESH_TOKENS_MISSING(
      Kind.COUNTER,
      "tms_refresh_tokens_missing_total",
      "Logins that asked for `offline_access` and got no refresh token",
      "kept"),
  ID_TOKENS_NOT_TAKEN_OVER(
      Kind.COUNTER,
      "tms_id_tokens_not_taken_over_total",
      "Refreshes whose ID token erred, so that the one before stayed; the log says once in what"),
  REVOCATIONS(
      Kind.COUNTER, "tms_revocations_total", "Refresh tokens that were to be revoked", "answer"),
  PROVIDER_CALLS(
      Kind.COUNTER,
      "tms_provider_calls_total",
      "Calls to the provider, by their outcome",
      "operation",
      "outcome"),
  PROVIDER_CALL(
      Kind.HISTOGRAM,
      "tms_provider_call_seconds",
      "Time that calls to the provider take; operation token is the token endpoint",
      "operation"),
  MACHINE_TOKENS(
      Kind.COUNTER,
      "tms_machine_tokens_total",
      "Machine tokens fetched, by client and result",
      "client",
      "result"),
  OPEN_FAILURES(
      Kind.COUNTER, "tms_open_failures_total", "Sealed values that did not open", "what", "reason"),
  OLDER_KEY_USES(
      Kind.COUNTER,
      "tms_older_key_uses_total",
      "Values that opened under a key that is not the primary one any more",
      "what",
      "key"),
  REQUESTS_REFUSED(
      Kind.COUNTER,
      "tms_requests_refused_total",
      "Requests refused for their origin or antiforgery token",
      "code"),
  KEYS(Kind.GAUGE, "tms_keys", "1 for each key of the keyset in use", "key", "status"),
  KEYS_RELOADS(
      Kind.COUNTER, "tms_keys_reloads_total", "Changed keyset files read, or not", "result"),
  COOKIE_BYTES(
      Kind.HISTOGRAM,
      "tms_session_cookie_bytes",
      "Size of the session cookies written, all chunks of a session together"),
  STORE_CALL(
      Kind.HISTOGRAM, "tms_store_call_seconds", "Time that calls to the store take", "operation"),
  STORE_ERRORS(
      Kind.COUNTER, "tms_store_errors_total", "Calls that the store did not answer", "operation"),
  STORE_FAILURES(
      Kind.COUNTER,
      "tms_store_failures_total",
      "What could not be done because the store could not be reached",
      "operation"),
  PUBLISH_FAILURES(
      Kind.COUNTER,
      "tms_publish_failures_total",
      "Refreshed sessions that were handed out and could not be published to the store"),
  HTTP_REQUEST(
      Kind.HISTOGRAM,
      "tms_http_request_seconds",
      "Time that requests take, by endpoint and class of status",
      "route",
      "status"),
  HTTP_LARGE_HEADS(
      Kind.COUNTER,
      "tms_http_large_heads_total",
      "Requests whose head has more than three quarters of the 8 KiB that many servers and proxies"
          + " accept"),
  HEALTH(Kind.GAUGE, "tms_health", "1 for the state that /health/ready tells, else 0", "state"),
  INFO(Kind.GAUGE, "tms_info", "1; the version is a label", "version");

  public enum Kind {
    COUNTER,
    GAUGE,
    HISTOGRAM;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Kind kind;
  private final String prometheusName;
  private final String meaning;
  private final String labels; // with commas between: an enum has to be immutable

  Meter(Kind kind, String prometheusName, String meaning, String... labels) {
    this.kind = kind;
    this.prometheusName = prometheusName;
    this.meaning = meaning;
    this.labels = String.join(",", labels);
  }

  public Kind kind() {
    return kind;
  }

  public String prometheusName() {
    return prometheusName;
  }

  public String meaning() {
    return meaning;
  }

  public List<String> labels() {
    return labels.isEmpty() ? List.of() : List.of(labels.split(",", -1));
  }

  /** The name before Prometheus conventions apply. */
  String dotted() {
    String base = prometheusName.replaceAll("_(total|seconds|bytes)$", "");
    return base.replace('_', '.');
  }
}

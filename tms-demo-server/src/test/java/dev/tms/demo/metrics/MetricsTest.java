package dev.tms.demo.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.seal.Keys.KeyInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is counted for each event. */
final class MetricsTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Metrics metrics = new Metrics(() -> now);
  private final TmsListener listener = metrics.listener();

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void scrape_beforeAnythingHappened_showsZeros() {
    Scrape scrape = scrape();

    assertThat(scrape.all())
        .containsEntry("tms_logins_begun_total", 0.0)
        .containsEntry("tms_refreshes_total{outcome=\"lost\"}", 0.0)
        .containsEntry("tms_store_errors_total{operation=\"get\"}", 0.0)
        .containsEntry("tms_provider_call_seconds_count{operation=\"token\"}", 0.0)
        .containsEntry("tms_logout_notices_total{channel=\"back\",verdict=\"refused\"}", 0.0);
    assertThat(scrape.names())
        .contains("jvm_memory_used_bytes", "jvm_threads_live_threads", "process_uptime_seconds");
  }

  @Test
  void login_completed_isCountedByTenantAndTimed() {
    listener.on(new TmsEvent.LoginStarted("acme.cloud.test"));
    listener.on(
        new TmsEvent.LoginCompleted(
            "https://id.example", "alice", "acme.cloud.test", Duration.ofSeconds(20)));

    Scrape scrape = scrape();
    assertThat(scrape.value("tms_logins_begun_total")).isEqualTo(1);
    assertThat(scrape.value("tms_logins_completed_total{tenant=\"acme.cloud.test\"}")).isEqualTo(1);
    assertThat(scrape.value("tms_login_seconds_bucket{le=\"10.0\"}")).isZero();
    assertThat(scrape.value("tms_login_seconds_bucket{le=\"30.0\"}")).isEqualTo(1);
    assertThat(scrape.all().keySet()).noneMatch(series -> series.contains("alice"));
  }

  @Test
  void login_ofManyTenants_makesABoundedNumberOfSeries() {
    for (int i = 0; i < 1000; i++) {
      listener.on(
          new TmsEvent.LoginCompleted(
              "https://id.example", "a", "t" + i + ".cloud.test", Duration.ZERO));
    }
    listener.on(new TmsEvent.LoginCompleted("https://id.example", "a", "\"}\n1", Duration.ZERO));

    Scrape scrape = scrape();
    assertThat(scrape.all().keySet().stream().filter(s -> s.startsWith("tms_logins_completed")))
        .hasSize(Meters.MOST_VALUES + 1);
    assertThat(scrape.value("tms_logins_completed_total{tenant=\"other\"}")).isEqualTo(901);
  }

  @Test
  void pending_begunEndedAndGivenUp_isWhatIsLeft() {
    for (int i = 0; i < 5; i++) {
      listener.on(new TmsEvent.LoginStarted(null));
    }
    now = now.plusSeconds(100);
    listener.on(new TmsEvent.LoginFailed("access_denied", "", Duration.ofSeconds(100)));
    listener.on(new TmsEvent.LoginFailed("login_invalid", "", null));
    listener.on(new TmsEvent.LoginStarted(null));

    assertThat(scrape().value("tms_logins_pending")).isEqualTo(5);
    now = now.plus(Duration.ofMinutes(14));
    assertThat(scrape().value("tms_logins_pending")).isEqualTo(1);
    listener.on(new TmsEvent.LoginFailed("login_failed", "", Duration.ofMinutes(20)));
    assertThat(scrape().value("tms_logins_pending")).isEqualTo(1);
    now = now.plus(Duration.ofDays(3));
    assertThat(scrape().value("tms_logins_pending")).isZero();
  }

  @Test
  void everyRefreshOutcome_isCounted() {
    for (TmsEvent.Refreshed.Outcome outcome : TmsEvent.Refreshed.Outcome.values()) {
      listener.on(new TmsEvent.Refreshed(outcome));
    }

    for (String word :
        List.of("won", "waited", "reused", "superseded", "rejected", "lost", "unavailable")) {
      assertThat(scrape().value("tms_refreshes_total{outcome=\"" + word + "\"}")).isEqualTo(1);
    }
  }

  @Test
  void providerCall_isTimedByOperationAndCountedByOutcome() {
    listener.on(new TmsEvent.ProviderCalled("token", "ok", Duration.ofMillis(30)));
    listener.on(new TmsEvent.ProviderCalled("token", "timed_out", Duration.ofSeconds(10)));

    Scrape scrape = scrape();
    assertThat(scrape.value("tms_provider_call_seconds_bucket{operation=\"token\",le=\"0.025\"}"))
        .isZero();
    assertThat(scrape.value("tms_provider_call_seconds_bucket{operation=\"token\",le=\"0.05\"}"))
        .isEqualTo(1);
    assertThat(scrape.value("tms_provider_call_seconds_count{operation=\"token\"}")).isEqualTo(2);
    assertThat(scrape.value("tms_provider_calls_total{operation=\"token\",outcome=\"timed_out\"}"))
        .isEqualTo(1);
  }

  @Test
  void storeCall_notAnswered_isAnError() {
    listener.on(new TmsEvent.StoreCalled("get", true, Duration.ofMillis(1)));
    listener.on(new TmsEvent.StoreCalled("get", false, Duration.ofSeconds(2)));
    listener.on(new TmsEvent.StoreFailed("claim"));

    Scrape scrape = scrape();
    assertThat(scrape.value("tms_store_call_seconds_count{operation=\"get\"}")).isEqualTo(2);
    assertThat(scrape.value("tms_store_errors_total{operation=\"get\"}")).isEqualTo(1);
    assertThat(scrape.value("tms_store_failures_total{operation=\"claim\"}")).isEqualTo(1);
  }

  @Test
  void everythingElse_hasItsCounter() {
    listener.on(new TmsEvent.SessionWritten(3000));
    listener.on(new TmsEvent.SessionEnded("logged_out", TmsEvent.SessionEnded.Cause.BACK_CHANNEL));
    listener.on(new TmsEvent.SessionSuperseded("https://id.example", "alice", 3));
    listener.on(
        new TmsEvent.LogoutReceived("back", TmsEvent.LogoutReceived.Verdict.REPLAYED, "seen"));
    listener.on(new TmsEvent.Revoked(TmsEvent.Revoked.Answer.FAILED));
    listener.on(
        new TmsEvent.MachineTokenFetched("billing", TmsEvent.MachineTokenFetched.Result.SHARED));
    listener.on(new TmsEvent.OpenFailed("session", TmsEvent.OpenFailed.Reason.UNKNOWN_KEY));
    listener.on(new TmsEvent.OlderKeyUsed("session", 123_456));
    listener.on(new TmsEvent.RequestRefused("antiforgery"));
    listener.on(new TmsEvent.KeysReloaded(2));
    listener.on(new TmsEvent.KeysReloadFailed("damaged"));
    listener.on(new TmsEvent.PublishFailed());
    listener.on(new TmsEvent.RefreshTokenMissing(true));
    listener.on(new TmsEvent.RefreshTokenMissing(false));
    listener.on(new TmsEvent.IdTokenNotTakenOver("its nonce is not that of the login"));

    assertThat(scrape().all())
        .containsEntry("tms_session_cookie_bytes_sum", 3000.0)
        .containsEntry("tms_session_cookie_bytes_bucket{le=\"3072.0\"}", 1.0)
        .containsEntry(
            "tms_sessions_ended_total{cause=\"back_channel\",reason=\"logged_out\"}", 1.0)
        .containsEntry("tms_sessions_superseded_total", 1.0)
        .containsEntry("tms_logout_notices_total{channel=\"back\",verdict=\"replayed\"}", 1.0)
        .containsEntry("tms_revocations_total{answer=\"failed\"}", 1.0)
        .containsEntry("tms_machine_tokens_total{client=\"billing\",result=\"shared\"}", 1.0)
        .containsEntry("tms_open_failures_total{reason=\"unknown_key\",what=\"session\"}", 1.0)
        .containsEntry("tms_older_key_uses_total{key=\"123456\",what=\"session\"}", 1.0)
        .containsEntry("tms_requests_refused_total{code=\"antiforgery\"}", 1.0)
        .containsEntry("tms_keys_reloads_total{result=\"ok\"}", 1.0)
        .containsEntry("tms_keys_reloads_total{result=\"failed\"}", 1.0)
        .containsEntry("tms_publish_failures_total", 1.0)
        .containsEntry("tms_refresh_tokens_missing_total{kept=\"true\"}", 1.0)
        .containsEntry("tms_refresh_tokens_missing_total{kept=\"false\"}", 1.0)
        .containsEntry("tms_id_tokens_not_taken_over_total", 1.0);
  }

  @Test
  void keys_areThoseInUseNow() {
    KeyInfo first = new KeyInfo(7, KeyInfo.Status.PRIMARY, "0123456789abcdef");
    metrics.showKeys(() -> List.of(first));
    assertThat(scrape().value("tms_keys{key=\"7\",status=\"primary\"}")).isEqualTo(1);

    metrics.showKeys(
        () ->
            List.of(
                new KeyInfo(7, KeyInfo.Status.ENABLED, "0123456789abcdef"),
                new KeyInfo(8, KeyInfo.Status.PRIMARY, "fedcba9876543210")));

    Scrape scrape = scrape();
    assertThat(scrape.all())
        .doesNotContainKey("tms_keys{key=\"7\",status=\"primary\"}")
        .containsEntry("tms_keys{key=\"7\",status=\"enabled\"}", 1.0)
        .containsEntry("tms_keys{key=\"8\",status=\"primary\"}", 1.0);
  }

  @Test
  void text_openMetricsAskedFor_isOpenMetrics() {
    Metrics.Text text = metrics.text("application/openmetrics-text; version=1.0.0");

    assertThat(text.contentType()).startsWith("application/openmetrics-text");
    assertThat(text.body()).endsWith("# EOF\n");
    assertThat(metrics.text("text/html").contentType()).startsWith("text/plain; version=0.0.4");
  }

  @Test
  void route_ofAnyPath_isOneOfAFewWords() {
    assertThat(Metrics.MeasuredHandler.route("/tms/Session/RetrieveToken"))
        .isEqualTo("retrievetoken");
    assertThat(Metrics.MeasuredHandler.route("/Auth/Domains/acme.cloud.test/BeginLogin"))
        .isEqualTo("beginlogin");
    assertThat(Metrics.MeasuredHandler.route("/Session/List/abc")).isEqualTo("list");
    assertThat(Metrics.MeasuredHandler.route("/" + "x".repeat(500))).isEqualTo("other");
    assertThat(Metrics.MeasuredHandler.route("")).isEqualTo("other");
  }

  private Scrape scrape() {
    return new Scrape(metrics.text(null).body());
  }
}

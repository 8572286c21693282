package dev.tms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.CapturedLog;
import dev.tms.event.TmsEvent;
import dev.tms.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventLogTest {
  private static final Duration AFTER = Duration.ofSeconds(20);

  private final ManualClock clock = new ManualClock();
  private final CapturedLog log = new CapturedLog("dev.tms.event.EventLog");
  private final Events events = new Events(List.of(), List.of(), Runnable::run, clock);

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void on_loginFailed_saysWhy() {
    events.on(
        new TmsEvent.LoginFailed("login_failed", "the provider refused the code: {0} it's", AFTER));

    assertThat(log.lines())
        .containsExactly(
            "WARNING login failed with login_failed: the provider refused the code: {0} it's");
  }

  @Test
  void on_controlCharacters_staysOneLine() {
    events.on(new TmsEvent.LoginFailed("login_failed", "one\r\ntwo\u001b[0m", AFTER));

    assertThat(log.lines()).containsExactly("WARNING login failed with login_failed: one??two?[0m");
  }

  @ParameterizedTest
  @CsvSource({
    "access_denied,FINE",
    "login_required,FINE",
    "login_invalid,INFO",
    "tenant_unknown,FINE",
    "provider_unavailable,WARNING"
  })
  void on_loginFailed_levelFollowsWhoCanDoSomething(String reason, String level) {
    events.on(new TmsEvent.LoginFailed(reason, "for a reason", AFTER));

    assertThat(log.lines()).singleElement().asString().startsWith(level + " ");
  }

  @Test
  void on_errorWithoutState_isInfo() {
    events.on(
        new TmsEvent.LoginFailed(
            "login_unknown", TmsEvent.LoginFailed.ERROR_WITHOUT_STATE + ": x", null));
    events.on(new TmsEvent.LoginFailed("login_unknown", "no such login", null));

    assertThat(log.lines())
        .extracting(line -> line.substring(0, 4))
        .containsExactly("INFO", "FINE");
  }

  @ParameterizedTest
  @CsvSource({
    "ACCEPTED,FINE",
    "REFUSED,INFO",
    "INVALID,WARNING",
    "REPLAYED,WARNING",
    "UNAVAILABLE,WARNING"
  })
  void on_logoutReceived_saysWhy(TmsEvent.LogoutReceived.Verdict verdict, String level) {
    events.on(new TmsEvent.LogoutReceived("back", verdict, "its jti was received before"));

    assertThat(log.lines())
        .containsExactly(
            level + " back-channel logout " + verdict + ": its jti was received before");
  }

  @Test
  void on_loginNotBegun_isNoWarning() {
    events.on(new TmsEvent.LoginFailed("provider_unavailable", "connection refused", null));

    assertThat(log.lines())
        .containsExactly("INFO login failed with provider_unavailable: connection refused");
  }

  @ParameterizedTest
  @CsvSource({"logged_out,FINE", "session_lost,WARNING", "identity_changed,WARNING"})
  void on_sessionEnded_levelFollowsWhoseWishItWas(String reason, String level) {
    events.on(new TmsEvent.SessionEnded(reason, TmsEvent.SessionEnded.Cause.REFRESH));

    assertThat(log.lines())
        .containsExactly(level + " a session ended with " + reason + ": REFRESH");
  }

  @Test
  void on_sessionSuperseded_warnsWithoutNamingTheUser() {
    events.on(new TmsEvent.SessionSuperseded("https://id.example", "alice", 1234));

    assertThat(log.lines())
        .singleElement()
        .asString()
        .startsWith("WARNING an old copy of a session was refused: generation 1234")
        .doesNotContain("alice");
  }

  @Test
  @DisplayName("requests that anyone can send do not fill the log")
  void on_failuresByTheThousand_aFewLinesAndTheirNumber() {
    for (int i = 0; i < 1000; i++) {
      events.on(new TmsEvent.LoginFailed("login_invalid", "no. " + i, null));
      events.on(
          new TmsEvent.LogoutReceived("back", TmsEvent.LogoutReceived.Verdict.REFUSED, "bad"));
    }
    assertThat(log.lines()).hasSize(6);

    clock.advance(Duration.ofMinutes(1));
    events.on(new TmsEvent.LoginFailed("login_failed", "an interesting reason", AFTER));

    assertThat(log.lines().subList(6, 9))
        .containsExactly(
            "INFO login failed with login_invalid: 995 more within a minute were left out of this"
                + " log",
            "INFO back-channel logout REFUSED: 999 more within a minute were left out of this log",
            "WARNING login failed with login_failed: an interesting reason");
  }

  @Test
  void on_otherEvents_isSilent() {
    events.on(new TmsEvent.LoginStarted("acme.cloud.test"));
    events.on(new TmsEvent.OpenFailed("session", TmsEvent.OpenFailed.Reason.REFUSED));

    assertThat(log.lines()).isEmpty();
  }
}

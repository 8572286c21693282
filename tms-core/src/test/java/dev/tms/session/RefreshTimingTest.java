package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.testkit.ManualClock;
import dev.tms.token.AccessToken;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RefreshTimingTest {
  private static final Session SESSION = session();

  private static Session session() {
    try (Cluster cluster = new Cluster()) {
      Node node = cluster.node();
      return node.live(node.signIn("alice").cookies()).orElseThrow();
    }
  }

  @ParameterizedTest
  @DisplayName(
      "The window is min(max(90 s, min(20 % of the life, 5 min)), half of the life), up to 10 %"
          + " earlier")
  @CsvSource({
    "PT8S, PT4S",
    "PT1M, PT30S",
    "PT2M, PT1M",
    "PT3M, PT1M30S",
    "PT5M, PT1M30S",
    "PT10M, PT2M",
    "PT20M, PT4M",
    "PT1H, PT5M",
    "PT24H, PT5M",
    "PT9000000H, PT5M"
  })
  void window_byLifetime_isWithinTenPercent(Duration life, Duration expected) {
    Duration window = SESSION.refreshWindow(life);

    assertThat(window).isBetween(expected, expected.plus(expected.dividedBy(10)));
  }

  @Test
  @DisplayName(
      "Pain 19: a client that asks a minute before expiry gets a token that lives longer than that")
  void isDue_aMinuteBeforeExpiry_isTrueForTokensOverTwoMinutes() {
    Instant now = ManualClock.START;
    for (int seconds = 121; seconds < 7200; seconds += 7) {
      AccessToken token =
          new AccessToken(Secret.of("at"), now, now.plusSeconds(seconds), Scopes.NONE);
      assertThat(SESSION.isRefreshDue(token, token.expiresAt().minusSeconds(60)))
          .as("life of %s s", seconds)
          .isTrue();
    }
  }

  @Test
  void isDue_atTheEdgeOfTheWindow_isExact() {
    Instant now = ManualClock.START;
    AccessToken token = new AccessToken(Secret.of("at"), now, now.plusSeconds(600), Scopes.NONE);
    Instant edge = token.expiresAt().minus(SESSION.refreshWindow(Duration.ofSeconds(600)));

    assertThat(SESSION.isRefreshDue(token, edge.minusNanos(1))).isFalse();
    assertThat(SESSION.isRefreshDue(token, edge)).isTrue();
    assertThat(SESSION.isRefreshDue(token, edge.plusNanos(1))).isTrue();
  }
}

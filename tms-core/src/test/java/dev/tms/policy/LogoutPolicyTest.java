package dev.tms.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tms.policy.LogoutPolicy.OnStoreFailure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogoutPolicyTest {
  @Test
  void defaults_areThoseOfTheContract() {
    assertThat(LogoutPolicy.DEFAULT.checkInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(LogoutPolicy.DEFAULT.onStoreFailure()).isEqualTo(OnStoreFailure.ALLOW);
    assertThat(LogoutPolicy.DEFAULT.revokeOffline()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT1M"})
  void checkInterval_atTheEdge_isAccepted(Duration interval) {
    assertThat(LogoutPolicy.DEFAULT.withCheckInterval(interval).checkInterval())
        .isEqualTo(interval);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-0.000000001S", "PT1M0.000000001S"})
  void checkInterval_beyond_isRefused(Duration interval) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogoutPolicy.DEFAULT.withCheckInterval(interval).requireUsable())
        .withMessageContaining("between 0 s and 1 min");
  }

  @Test
  void changes_keepTheRest() {
    LogoutPolicy policy =
        LogoutPolicy.DEFAULT
            .withCheckInterval(Duration.ofSeconds(1))
            .denyingOnStoreFailure()
            .revokingOffline();

    assertThat(policy)
        .isEqualTo(
            new LogoutPolicy(Duration.ofSeconds(1), OnStoreFailure.DENY, true, false, true, null));
  }
}

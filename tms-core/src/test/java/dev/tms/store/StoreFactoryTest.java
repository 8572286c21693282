package dev.tms.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.testkit.ManualClock;
import java.security.SecureRandom;
import java.time.Duration;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

final class StoreFactoryTest {
  private final StoreSettings settings = StoreSettings.of(new ManualClock(), new SecureRandom());

  @Test
  void of_memory_opensOneOnTheClockOfTheSettings() {
    try (ExpiringStore store = StoreFactory.of("memory").open(settings)) {
      assertThat(store).isInstanceOf(InMemoryStore.class);
      assertThat(store.putIfAbsent("k", new byte[1], Duration.ofHours(1))).isPresent();
    }
  }

  @Test
  void of_jdbc_opensOneOnTheDataSource() {
    JdbcDataSource database = new JdbcDataSource();
    database.setUrl("jdbc:h2:mem:factory;DB_CLOSE_DELAY=-1");
    try (ExpiringStore store =
        StoreFactory.of("jdbc")
            .open(settings.withDataSource(database).withTimeout(Duration.ofSeconds(20)))) {
      assertThat(store).isInstanceOf(JdbcStore.class);
      assertThat(store.putIfAbsent("k", new byte[1], Duration.ofHours(1))).isPresent();
    }
  }

  @Test
  void of_jdbcWithoutDataSource_saysWhatIsMissing() {
    assertThatThrownBy(() -> StoreFactory.of("jdbc").open(settings.withUrl("jdbc:h2:mem:x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("data source");
  }

  @Test
  void of_unknownKind_listsTheKnown() {
    assertThatThrownBy(() -> StoreFactory.of("tape"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tape")
        .hasMessageContaining("jdbc, memory");
  }

  @Test
  void settings_asText_tellNoSecret() {
    StoreSettings secret =
        settings.withUrl("redis://u:topsecret@host").withCredentials("user", "topsecret");

    assertThat(secret.toString()).doesNotContain("topsecret");
    assertThat(secret.password()).contains("topsecret");
  }

  @Test
  void withTimeout_outOfRange_isRefused() {
    assertThatThrownBy(() -> settings.withTimeout(Duration.ofMillis(9)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> settings.withTimeout(Duration.ofSeconds(61)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void millis_ofTimesToLive_areRoundedUpAndBounded() {
    assertThat(ExpiringStore.millis(Duration.ofNanos(-1))).isZero();
    assertThat(ExpiringStore.millis(Duration.ZERO)).isZero();
    assertThat(ExpiringStore.millis(Duration.ofNanos(1))).isEqualTo(1);
    assertThat(ExpiringStore.millis(Duration.ofMillis(7))).isEqualTo(7);
    assertThat(ExpiringStore.millis(Duration.ofMillis(7).plusNanos(1))).isEqualTo(8);
    assertThat(ExpiringStore.millis(Duration.ofSeconds(Long.MAX_VALUE)))
        .isEqualTo(ExpiringStore.MAX_TIME_TO_LIVE.toMillis());
  }
}

package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastUseCookieTest {
  private static final long SEED = 20260101;
  private static final int ROUNDS = 10_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "2026-11-22T10:00:00Z",
        "2038-01-19T03:14:08Z",
        "2106-02-07T06:28:15Z"
      })
  void decode_encoded_isTheTime(String time) {
    assertThat(LastUseCookie.decode(LastUseCookie.encode(Instant.parse(time))))
        .contains(Instant.parse(time));
  }

  @Test
  void encode_fraction_isCutTowardsThePast() {
    assertThat(LastUseCookie.decode(LastUseCookie.encode(Instant.parse("2026-11-22T10:00:00.9Z"))))
        .contains(Instant.parse("2026-11-22T10:00:00Z"));
  }

  @Test
  void encode_outOfRange_isRefused() {
    assertThatThrownBy(() -> LastUseCookie.encode(Instant.parse("1969-12-31T23:59:59Z")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LastUseCookie.encode(Instant.parse("2106-02-07T06:28:16Z")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void decode_anotherVersionOrLength_isEmpty() {
    assertThat(LastUseCookie.decode(new byte[] {2, 0, 0, 0, 0})).isEmpty();
    assertThat(LastUseCookie.decode(new byte[] {1, 0, 0, 0})).isEmpty();
    assertThat(LastUseCookie.decode(new byte[] {1, 0, 0, 0, 0, 0})).isEmpty();
    assertThat(LastUseCookie.decode(new byte[0])).isEmpty();
  }

  @Test
  void decode_randomBytes_neverThrows() {
    Random random = new Random(SEED);
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = new byte[random.nextInt(8)];
      random.nextBytes(bytes);
      LastUseCookie.decode(bytes)
          .ifPresent(time -> assertThat(LastUseCookie.encode(time)).isEqualTo(bytes));
    }
  }
}

package dev.tms.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LogoutMarkTest {
  private static final long SEED = 20260103;

  @Test
  void decode_encoded_isTheSame() {
    LogoutMark mark =
        LogoutMark.ofLoginsUpTo(Instant.ofEpochSecond(7))
            .and(LogoutMark.ofSessionsBefore(Instant.MAX));

    assertThat(LogoutMark.decode(mark.encode())).contains(mark);
    assertThat(LogoutMark.decode(LogoutMark.ALL.encode())).contains(LogoutMark.ALL);
  }

  @Test
  void decode_damaged_neverThrows() {
    byte[] right = LogoutMark.ALL.encode();
    Random random = new Random(SEED);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = Arrays.copyOf(right, random.nextInt(right.length + 10));
      for (int j = 0; j < 3 && bytes.length > 0; j++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertThatCode(() -> LogoutMark.decode(bytes)).as("seed " + SEED).doesNotThrowAnyException();
    }
  }
}

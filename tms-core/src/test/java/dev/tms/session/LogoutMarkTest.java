package dev.tms.session;

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
    LogoutMarks.Mark mark =
        LogoutMarks.Mark.ofLoginsUpTo(Instant.ofEpochSecond(7))
            .and(LogoutMarks.Mark.ofSessionsBefore(Instant.MAX));

    assertThat(LogoutMarks.Mark.decode(mark.encode())).contains(mark);
    assertThat(LogoutMarks.Mark.decode(LogoutMarks.Mark.ALL.encode()))
        .contains(LogoutMarks.Mark.ALL);
  }

  @Test
  void decode_damaged_neverThrows() {
    byte[] right = LogoutMarks.Mark.ALL.encode();
    Random random = new Random(SEED);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = Arrays.copyOf(right, random.nextInt(right.length + 10));
      for (int j = 0; j < 3 && bytes.length > 0; j++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertThatCode(() -> LogoutMarks.Mark.decode(bytes))
          .as("seed " + SEED)
          .doesNotThrowAnyException();
    }
  }
}

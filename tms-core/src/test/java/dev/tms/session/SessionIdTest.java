package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionIdTest {
  @Test
  void of_bytes_keepsThem() {
    byte[] bytes = new byte[16];
    new Random(1).nextBytes(bytes);

    SessionId id = SessionId.of(bytes);

    assertThat(id.bytes()).isEqualTo(bytes);
    assertThat(new SessionId(id.value())).isEqualTo(id);
  }

  @Test
  @DisplayName("RFC 4648 section 3.5: of the spellings of one id, one is taken")
  void constructor_everyLastCharacter_isTakenOnlyWhereItEncodesToTheSame() {
    int taken = 0;
    for (char last = 0; last < 256; last++) {
      String text = "AAAAAAAAAAAAAAAAAAAAA" + last;
      try {
        byte[] bytes = new SessionId(text).bytes();
        assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)).isEqualTo(text);
        taken++;
      } catch (IllegalArgumentException e) {
        // refused
      }
    }
    assertThat(taken).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A",
        "AAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAA==",
        "AAAAAAAAAA=AAAAAAAAAAA",
        "AAAAAAAAAA+AAAAAAAAAAA",
        "AAAAAAAAAA\u0100AAAAAAAAAAA"
      })
  void constructor_otherText_isRefused(String text) {
    assertThatThrownBy(() -> new SessionId(text)).isInstanceOf(IllegalArgumentException.class);
  }
}

package dev.tms.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.http.SameSite;
import dev.tms.http.SetCookie;
import dev.tms.seal.SealedCookie.CookieTooLargeException;
import dev.tms.seal.SealedCookie.SmallSealedCookie;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.web.CookiePolicy;
import dev.tms.web.Cookies;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SmallSealedCookieTest {
  private static final byte[] PLAIN = "1767225600".getBytes(UTF_8);

  private final SmallSealedCookie cookie =
      new SmallSealedCookie(
          new CookiePolicy("tms", SameSite.STRICT, false),
          "-login",
          SealRig.sealer(),
          Purpose.LOGIN);

  @Test
  void write_thenRead_opens() {
    SetCookie set = cookie.write(PLAIN);

    assertThat(set.name()).isEqualTo("tms-login");
    assertThat(set.value()).hasSize(Sealer.textLength(PLAIN.length));
    assertThat(read("tms-login=" + set.value())).containsExactly(PLAIN);
  }

  @Test
  void readAll_absentEmptyOrAmbiguous_isWhatOpens() {
    String value = cookie.write(PLAIN).value();

    assertThat(read("")).isEmpty();
    assertThat(read("tms-login=")).isEmpty();
    assertThat(read("tms-login=a; tms-login=b")).isEmpty();
    assertThat(read("tms-login=a; tms-login=" + value)).containsExactly(PLAIN);
  }

  private List<byte[]> read(String field) {
    return cookie.readAll(Cookies.parse(List.of(field))).toList();
  }

  @Test
  void write_atTheLimit_fitsAndBeyondIsRefused() {
    byte[] largest = new byte[2985];
    while (cookie.write(largest).size() < CookiePolicy.MAX_COOKIE_BYTES - 2) {
      largest = new byte[largest.length + 1];
    }
    byte[] tooLarge = new byte[largest.length + 3];
    assertThatThrownBy(() -> cookie.write(tooLarge)).isInstanceOf(CookieTooLargeException.class);
  }

  @Test
  void clear_namesTheCookie() {
    assertThat(cookie.clear().name()).isEqualTo("tms-login");
    assertThat(cookie.clear().clear()).isTrue();
  }
}

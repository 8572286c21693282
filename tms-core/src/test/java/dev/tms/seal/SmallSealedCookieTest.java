package dev.tms.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.http.SameSite;
import dev.tms.http.SetCookie;
import dev.tms.seal.SealedCookie.CookieTooLargeException;
import dev.tms.seal.SealedCookie.SmallSealedCookie;
import dev.tms.seal.Sealer.Opened;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.web.CookiePolicy;
import dev.tms.web.Cookies;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SmallSealedCookieTest {
  private static final byte[] PLAIN = "1767225600".getBytes(UTF_8);
  private static final byte[] ID = "session id".getBytes(UTF_8);

  private final SmallSealedCookie cookie =
      new SmallSealedCookie(
          new CookiePolicy("tms", SameSite.STRICT, false),
          "-use",
          SealRig.sealer(),
          Purpose.LAST_USE);

  @Test
  void write_thenRead_opensWithTheSameBoundFieldsOnly() {
    SetCookie set = cookie.write(PLAIN, ID);
    Cookies sent = Cookies.parse(List.of(set.name() + "=" + set.value()));

    assertThat(set.name()).isEqualTo("tms-use").isEqualTo(cookie.name());
    assertThat(set.value()).hasSize(Sealer.textLength(PLAIN.length));
    assertThat(cookie.read(sent, ID))
        .isInstanceOfSatisfying(Opened.class, o -> assertThat(o.plain()).isEqualTo(PLAIN));
    assertThat(cookie.read(sent)).isInstanceOf(SealedCookie.Unopenable.class);
    assertThat(cookie.read(sent, PLAIN)).isInstanceOf(SealedCookie.Unopenable.class);
  }

  @Test
  void read_absentEmptyOrAmbiguous() {
    assertThat(cookie.read(Cookies.parse(List.of()))).isInstanceOf(SealedCookie.Absent.class);
    assertThat(cookie.read(Cookies.parse(List.of("tms-use="))))
        .isInstanceOf(SealedCookie.Unopenable.class);
    assertThat(cookie.read(Cookies.parse(List.of("tms-use=a; tms-use=b"))))
        .isInstanceOf(SealedCookie.Unopenable.class);
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
    assertThat(cookie.clear().name()).isEqualTo("tms-use");
    assertThat(cookie.clear().clear()).isTrue();
  }
}

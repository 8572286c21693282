package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeviceLabelTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 | Chrome on Windows
          Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0 | Edge on Windows
          Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 | Firefox on Linux
          Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15 | Safari on macOS
          Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/138.0 Mobile/15E148 Safari/604.1 | Chrome on iPhone
          Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/140.0 Mobile/15E148 Safari/605.1.15 | Firefox on iPad
          Mozilla/5.0 (Linux; Android 15; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36 | Samsung Internet on Android
          Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 | Chrome on ChromeOS
          Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 OPR/122.0.0.0 | Opera on Windows
          Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 | Safari on iPhone
          SomeApp/1.0 (Android 15) | Unknown browser on Android
          curl/8.14.1 | Unknown device
          Firefox/140.0 | Firefox
          """)
  void of_userAgent_isFamilyAndSystem(String userAgent, String label) {
    assertThat(DeviceLabel.of(userAgent).text()).isEqualTo(label);
  }

  @Test
  void of_nothing_isUnknown() {
    assertThat(DeviceLabel.of(null)).isEqualTo(DeviceLabel.UNKNOWN);
    assertThat(DeviceLabel.of("")).isEqualTo(DeviceLabel.UNKNOWN);
  }

  @Test
  @DisplayName("Lesson 20: nothing that a client wrote gets into the label")
  void of_hostileText_isOurOwnWords() {
    String hostile = "<script>alert(1)</script>{0}%s\u202e Firefox/1 Windows\r\nX: y";

    assertThat(DeviceLabel.of(hostile).text()).isEqualTo("Firefox on Windows");
  }

  @Test
  void of_hugeText_looksAtItsBeginning() {
    assertThat(DeviceLabel.of("x".repeat(1_000_000) + " Firefox/1 Windows"))
        .isEqualTo(DeviceLabel.UNKNOWN);
  }
}

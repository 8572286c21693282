package dev.tms.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.CapturedLog;
import dev.tms.http.FakeRequest;
import dev.tms.http.PublicUrl;
import dev.tms.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefusedOriginsTest {
  private final ManualClock clock = new ManualClock();
  private final RefusedOrigins refused =
      new RefusedOrigins(PublicUrl.of("https://shop.example/tms"), clock);

  private void ask(String origin) {
    refused.tell(FakeRequest.post("/tms/Auth/LogOut").header("Origin", origin));
  }

  @Test
  void tell_strangerMakesOriginsUp_theFrontEndsOwnIsSaidLater() {
    try (CapturedLog log = new CapturedLog(RefusedOrigins.class)) {
      for (int i = 0; i < 5000; i++) {
        ask("https://" + i + ".example");
      }
      ask("https://front-end.example");
      assertThat(log.lines()).hasSize(5);
      clock.advance(Duration.ofMinutes(1));
      ask("https://front-end.example");
      ask("https://front-end.example");

      assertThat(log.lines()).hasSize(7);
      assertThat(log.lines().get(5)).contains("refused origins: 4996 more");
      assertThat(log.lines().get(6))
          .contains("https://front-end.example", "now https://shop.example/tms");
    }
  }
}

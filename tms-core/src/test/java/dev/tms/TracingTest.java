package dev.tms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.oauth.FakeSender;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class TracingTest {
  @Test
  void around_noTrace_isNothing() {
    Tracing none = new Tracing(null, InstantSource.system(), new SecureRandom());
    FakeSender sender = new FakeSender();

    assertThat(none.around(sender)).isSameAs(sender);
  }
}

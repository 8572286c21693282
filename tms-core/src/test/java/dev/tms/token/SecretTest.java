package dev.tms.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SecretTest {
  @Test
  void later_notAskedFor_isNotMade() {
    AtomicInteger made = new AtomicInteger();

    Secret secret = Secret.later(() -> "text " + made.incrementAndGet());

    assertThat(secret).hasToString("Secret[redacted]");
    assertThat(made).hasValue(0);
  }

  @Test
  void later_askedForAgain_isTheSame() {
    AtomicInteger made = new AtomicInteger();
    Secret secret = Secret.later(() -> "text " + made.incrementAndGet());

    assertThat(secret.reveal()).isEqualTo("text 1");
    assertThat(secret.reveal()).isEqualTo("text 1");
    assertThat(secret.length()).isEqualTo(6);
  }

  @Test
  void equals_laterAndNow_isByText() {
    assertThat(Secret.later(() -> "text"))
        .isEqualTo(Secret.of("text"))
        .hasSameHashCodeAs(Secret.of("text"))
        .isNotEqualTo(Secret.of("texts"));
  }

  @Test
  void of_noText_isAProblemAndRevealsNothing() {
    for (Secret none : new Secret[] {Secret.of(""), Secret.of(null)}) {
      assertThat(none.problems()).containsExactly("a secret must not be empty");
      assertThatThrownBy(none::reveal).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(none::length).isInstanceOf(IllegalStateException.class);
      assertThat(none).isEqualTo(Secret.of("")).isNotEqualTo(Secret.of("text"));
      assertThat(none).hasSameHashCodeAs(Secret.of("")).hasToString("Secret[redacted]");
    }
    assertThat(Secret.of("text").problems()).isEmpty();
    assertThat(Secret.ofNullable("")).isNull();
  }
}

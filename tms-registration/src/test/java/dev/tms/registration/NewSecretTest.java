package dev.tms.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.token.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class NewSecretTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00.5Z");
  private final SecureRandom random = new SecureRandom();

  private NewSecret make() {
    return NewSecret.generate("of the shop", Duration.ofDays(365), () -> NOW, random);
  }

  @Test
  void generate_secret_has256BitsAndIsKeptAsItsHash() {
    NewSecret secret = make();
    Secret clear = secret.takeClear();

    assertThat(Base64.getUrlDecoder().decode(clear.reveal())).hasSize(32);
    assertThat(secret.stored().value()).contains(SecretHash.of(clear));
    assertThat(secret.stored().expiration()).contains(Instant.parse("2027-11-22T12:00:00Z"));
    assertThat(secret.stored().description()).contains("of the shop");
    assertThat(secret.stored().type()).isEqualTo("SharedSecret");
  }

  @Test
  void takeClear_secondTime_isRefused() {
    NewSecret secret = make();
    Secret clear = secret.takeClear();

    assertThatThrownBy(secret::takeClear)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageNotContaining(clear.reveal());
    assertThat(secret.toString()).doesNotContain(clear.reveal());
  }

  @Test
  void generate_often_neverRepeats() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      assertThat(seen.add(make().takeClear().reveal())).isTrue();
    }
  }

  @Test
  void generate_noLife_isRefused() {
    assertThatThrownBy(() -> NewSecret.generate("x", Duration.ZERO, () -> NOW, random))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hash_knownText_isTheProvidersHash() {
    // echo -n abc | openssl dgst -sha256 -binary | base64
    assertThat(SecretHash.of(Secret.of("abc")).reveal())
        .isEqualTo("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    assertThat(SecretHash.isHash(SecretHash.of(Secret.of("abc")))).isTrue();
    assertThat(SecretHash.isHash(Secret.of("abc"))).isFalse();
    assertThat(SecretHash.isHash(Secret.of("=".repeat(44)))).isFalse();
    assertThat(SecretHash.matches(SecretHash.of(Secret.of("abc")), Secret.of("abc"))).isTrue();
    assertThat(SecretHash.matches(SecretHash.of(Secret.of("abc")), Secret.of("abd"))).isFalse();
  }
}

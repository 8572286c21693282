package dev.tms.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransactionTest {
  private static final String ISSUER = "https://id.example/realms/acme";
  private final SecureRandom random = new SecureRandom();

  @ParameterizedTest
  @CsvSource({"true,,false", "false,,true", "true,PT0S,true", "false,P3650D,false"})
  void encode_decoded_isTheSame(boolean pkce, Duration maxAge, boolean iss) {
    Transaction transaction = Transaction.begin(random, pkce, maxAge, iss, ISSUER);

    Transaction decoded = Transaction.decode(transaction.encode()).orElseThrow();

    assertThat(decoded).isEqualTo(transaction);
    assertThat(decoded.state()).isEqualTo(transaction.state());
    assertThat(decoded.nonce()).isEqualTo(transaction.nonce());
    assertThat(decoded.codeVerifier()).isEqualTo(transaction.codeVerifier());
    assertThat(decoded.maxAge()).isEqualTo(maxAge);
    assertThat(decoded.expectsIss()).isEqualTo(iss);
    assertThat(decoded.issuer()).isEqualTo(ISSUER);
  }

  @Test
  void encode_usualOne_isSmall() {
    assertThat(Transaction.begin(random, true, null, true, ISSUER).encode())
        .hasSize(66 + ISSUER.length());
  }

  @Test
  void begin_values_haveTheirLengthsAndDiffer() {
    Transaction one = Transaction.begin(random, true, null, false, ISSUER);
    Transaction other = Transaction.begin(random, true, null, false, ISSUER);

    assertThat(one.state()).hasSize(22).matches("[A-Za-z0-9_-]+").isNotEqualTo(other.state());
    assertThat(one.nonce()).hasSize(22).isNotEqualTo(one.state()).isNotEqualTo(other.nonce());
    // RFC 7636 4.1: minimum length of 43 characters
    assertThat(Objects.requireNonNull(one.codeVerifier()).reveal())
        .hasSize(43)
        .matches("[A-Za-z0-9_-]+");
  }

  @Test
  void begin_withoutPkce_hasNoVerifier() {
    assertThat(Transaction.begin(random, false, null, false, ISSUER).codeVerifier()).isNull();
  }

  @Test
  void decode_otherFormatOrFlags_isNone() {
    byte[] bytes = Transaction.begin(random, true, null, false, ISSUER).encode();
    byte[] otherFormat = bytes.clone();
    otherFormat[0] = 2;
    byte[] otherFlags = bytes.clone();
    otherFlags[1] |= 64;

    assertThat(Transaction.decode(otherFormat)).isEmpty();
    assertThat(Transaction.decode(otherFlags)).isEmpty();
    assertThat(Transaction.decode(new byte[0])).isEmpty();
  }

  @Test
  void decode_cutAnywhereBeforeTheIssuer_isNone() {
    byte[] bytes = Transaction.begin(random, true, Duration.ofSeconds(5), true, ISSUER).encode();

    for (int length = 0; length <= bytes.length - ISSUER.length(); length++) {
      assertThat(Transaction.decode(Arrays.copyOf(bytes, length))).isEmpty();
    }
  }

  @RepeatedTest(20)
  @DisplayName("Lesson 30: no bytes make decoding fail otherwise than by saying no")
  void decode_anyBytes_doesNotThrow() {
    byte[] bytes = new byte[random.nextInt(120)];
    random.nextBytes(bytes);
    if (bytes.length > 1) {
      bytes[0] = 1;
    }

    assertThat(Transaction.decode(bytes)).isNotNull();
  }

  @Test
  void toString_randomValues_areNotShown() {
    Transaction transaction = Transaction.begin(random, true, null, false, ISSUER);

    assertThat(transaction.toString()).doesNotContain(transaction.state(), transaction.nonce());
  }
}

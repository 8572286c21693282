package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.compact.CompactReader.MalformedException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Content that no encoder wrote. Behind the seal no one gets here; the codec holds anyway. */
class SessionCodecFuzzTest {
  private static final boolean FULL = Boolean.getBoolean("tms.full");
  private static final int ROUNDS = FULL ? 1_000_000 : 20_000;
  private static final Duration MOST = FULL ? Duration.ofMinutes(15) : Duration.ofSeconds(60);
  private static final long SEED = 20_261_122;

  @Test
  @DisplayName("Section 2 lesson 14: mutated content is no session or another one, never an error")
  void decode_mutated_neverThrows() {
    List<byte[]> samples =
        List.of(
            SessionWriter.encode(SessionSamples.keycloak("conf_code_flow")),
            SessionWriter.encode(SessionSamples.full()),
            SessionWriter.encode(SessionSamples.opaque()),
            SessionWriter.encode(SessionSamples.least()));
    Random random = new Random(SEED);

    Assertions.assertTimeout(
        MOST,
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            byte[] mutated = mutate(samples, random);
            Optional<Session> decoded = decode(mutated, i);
            decoded
                .filter(SessionCodecFuzzTest::hasClaims)
                .ifPresent(
                    session ->
                        assertThat(SessionReader.decode(SessionWriter.encode(session)))
                            .as("seed %d", SEED)
                            .contains(session));
          }
        });
  }

  @Test
  void decode_randomBytes_isNoSession() {
    Random random = new Random(SEED);
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      if (bytes.length > 0 && random.nextBoolean()) {
        bytes[0] = SessionWriter.VERSION;
      }
      assertThat(decode(bytes, i)).isEmpty();
    }
  }

  private static Optional<Session> decode(byte[] bytes, int round) {
    try {
      return SessionReader.decode(bytes);
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("seed " + SEED + ", round " + round, e);
    }
  }

  /** Claims are decoded on first use, and then refused if they are malformed. */
  private static boolean hasClaims(Session session) {
    try {
      session.user().claims().values();
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }

  private static byte[] mutate(List<byte[]> samples, Random random) {
    byte[] bytes = samples.get(random.nextInt(samples.size())).clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0, 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes[at] = (byte) random.nextInt(256);
        case 3 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
        case 4 -> {
          byte[] other = samples.get(random.nextInt(samples.size()));
          int length = Math.min(random.nextInt(64), Math.min(bytes.length, other.length) - 1);
          int from = random.nextInt(other.length - length);
          System.arraycopy(other, from, bytes, random.nextInt(bytes.length - length), length);
        }
        default -> {
          byte[] longer = new byte[bytes.length + 1];
          System.arraycopy(bytes, 0, longer, 0, at);
          longer[at] = (byte) random.nextInt(256);
          System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
          bytes = longer;
        }
      }
    }
    return bytes;
  }
}

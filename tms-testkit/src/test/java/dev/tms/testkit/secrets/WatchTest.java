package dev.tms.testkit.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class WatchTest {
  private static final String SECRET = "kJ8-aQz_41TgG0v9wXcPqLrYtUbNmEdS";

  private final Watch watch = new Watch();

  @Test
  void leaks_secretWritten_isFoundAndNotRepeated() {
    watch.write("log", "harmless");
    watch.write("log", "the code " + SECRET + " was refused");
    watch.add(SECRET);

    assertThat(watch.leaks()).containsExactly("[log] the code *** was refused");
    assertThat(watch.leaks()).as("since then").isEmpty();
  }

  @Test
  void leaks_secretInPieces_isFoundByItsEnd() {
    watch.add(SECRET);
    watch.write("out", "cut: " + SECRET.substring(16));
    byte[] bytes = ("in parts: " + SECRET).getBytes(UTF_8);
    for (byte one : bytes) {
      watch.write(new byte[] {one}, 0, 1);
    }

    assertThat(watch.leaks()).hasSize(2);
  }

  @Test
  void leaks_nothingOrSomethingElseWritten_isEmpty() {
    watch.add(SECRET);
    watch.write("log", "kJ8-aQz_41TgG0v9wXcPqLrYtUbNmEdT");
    watch.write("log", "");

    assertThat(watch.leaks()).isEmpty();
    assertThat(watch.secrets()).isEqualTo(1);
  }

  @Test
  void leaks_shortSecrets_areFoundFromTenCharactersOn() {
    watch.add("a:secret+%");
    watch.add("secret");
    watch.write("log", "the word secret");
    watch.write("log", "sent a:secret+% as it is");

    assertThat(watch.leaks()).containsExactly("[log] sent *** as it is");
  }

  @Test
  void leaks_moreWrittenThanIsKept_areFoundAllTheSame() {
    Watch small = new Watch(4096);
    small.add(SECRET);
    small.write("log", "early " + SECRET);
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      byte[] noise = new byte[48];
      random.nextBytes(noise);
      small.write("log", Base64.getEncoder().encodeToString(noise));
    }

    assertThat(small.leaks()).containsExactly("[log] early ***");
  }

  @Test
  void add_manySecrets_findsEachAndNothingElse() {
    Random random = new Random(2);
    String[] secrets = new String[100_000];
    for (int i = 0; i < secrets.length; i++) {
      byte[] bytes = new byte[24];
      random.nextBytes(bytes);
      secrets[i] = Base64.getUrlEncoder().encodeToString(bytes);
      watch.add(secrets[i]);
    }
    watch.write("log", secrets[77_777]);

    assertThat(watch.secrets()).isEqualTo(secrets.length);
    assertThat(watch.leaks()).hasSize(1);
  }
}

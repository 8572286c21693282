package dev.tms.registration.fuzz;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the fuzzer begins with, and what it found once, is tried in every build. */
final class SeedsTest {
  private static final Path SEEDS =
      Path.of("src", "test", "resources", "dev", "tms", "registration", "fuzz");
  private static final int GROWN = Boolean.getBoolean("tms.full") ? 100_000 : 500;
  private static final Duration LONGEST = Duration.ofSeconds(30);

  static Stream<Path> seeds() throws IOException {
    try (Stream<Path> files = Files.list(SEEDS)) {
      return files.filter(file -> !file.toString().endsWith(".dict")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed_ofAnyText_everythingHolds(Path seed) throws IOException {
    byte[] bytes = Files.readAllBytes(seed);

    assertTimeoutPreemptively(LONGEST, () -> AnyText.fuzzerTestOneInput(bytes));
  }

  @Test
  void grown_ofRandomBytes_everythingHolds() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < GROWN; i++) {
      byte[] bytes = new byte[random.nextInt(400)];
      random.nextBytes(bytes);
      int turn = i;
      assertTimeoutPreemptively(
          LONGEST,
          () -> GrownText.fuzzerTestOneInput(bytes),
          () -> "seed %d, turn %d".formatted(seed, turn));
    }
  }
}

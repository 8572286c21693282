package dev.tms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.tms.config.ConfigurationFuzz;
import dev.tms.http.ReturnUrlFuzz;
import dev.tms.oauth.KeySetFuzz;
import dev.tms.oauth.MetadataFuzz;
import dev.tms.seal.SealedCookieFuzz;
import dev.tms.session.SessionFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the fuzzer begins with, and what it found once, is tried in every build. A seed whose name
 * begins with {@code good} is accepted, every other is refused.
 */
class FuzzSeedsTest {
  private static final Path SEEDS = Path.of("src", "test", "resources", "fuzz");
  private static final Duration LONGEST = Duration.ofSeconds(60);

  static Stream<Arguments> targets() {
    return Stream.of(
        target("CallbackFuzz", CallbackFuzz::accepts),
        target("LogoutTokenFuzz", LogoutTokenFuzz::accepts),
        target("config.ConfigurationFuzz", ConfigurationFuzz::accepts),
        target("http.ReturnUrlFuzz", ReturnUrlFuzz::accepts),
        target("oauth.KeySetFuzz", KeySetFuzz::accepts),
        target("oauth.MetadataFuzz", MetadataFuzz::accepts),
        target("seal.SealedCookieFuzz", SealedCookieFuzz::accepts),
        target("session.SessionFuzz", SessionFuzz::accepts));
  }

  private static Arguments target(String name, Predicate<byte[]> accepts) {
    return Arguments.of(name, accepts);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("targets")
  void seeds_ofEachTarget_areJudgedAsTheirNamesSay(String target, Predicate<byte[]> accepts)
      throws IOException {
    List<String> accepted = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (Path seed : seeds(target)) {
      String name = seed.getFileName().toString();
      byte[] bytes = Files.readAllBytes(seed);
      boolean isGood =
          assertTimeoutPreemptively(LONGEST, () -> accepts.test(bytes), () -> target + " " + name);
      (isGood ? accepted : refused).add(name);
    }

    assertThat(accepted).hasSizeGreaterThan(1).allMatch(name -> name.startsWith("good"));
    assertThat(refused).hasSizeGreaterThan(5).noneMatch(name -> name.startsWith("good"));
  }

  private static List<Path> seeds(String target) throws IOException {
    try (Stream<Path> files = Files.list(SEEDS.resolve(target))) {
      return files.sorted().toList();
    }
  }
}

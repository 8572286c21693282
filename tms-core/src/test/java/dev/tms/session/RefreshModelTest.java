package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A model of everything around the refresh engine: nodes, browsers, a store, a provider and the
 * time. Random schedules are played against the real engine, one step at a time on one thread at a
 * time, and {@link Oracle} checks the table of cases in {@code docs/refresh.md} and the permitted
 * losses, nothing else. What is violated is shown as the fewest steps that violate it.
 *
 * <p>There are 5,000 schedules, and 1,000,000 with {@code -Pfull}. The first seed is logged; {@code
 * -Dtms.model.seed} and {@code -Dtms.model.count} play it again.
 */
final class RefreshModelTest {
  private static final Logger log = System.getLogger("model");
  private static final long COUNT =
      Long.getLong("tms.model.count", Boolean.getBoolean("tms.full") ? 1_000_000 : 5_000);
  private static final long MUTANT_SEED = 1;
  private static final long MUTANT_COUNT = 20_000;
  private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

  private final Quietened silence = new Quietened();

  @AfterEach
  void close() {
    silence.close();
  }

  @Test
  @DisplayName(
      "Cases a to o and rule 9: no schedule violates the table, and sessions end by permitted"
          + " losses")
  void play_randomSchedules_violateNothing() throws Exception {
    long seed = Long.getLong("tms.model.seed", new SecureRandom().nextInt(Integer.MAX_VALUE));
    log.log(Level.INFO, "{0} schedules from seed {1}", "" + COUNT, "" + seed);
    long start = System.nanoTime();

    Search.Outcome outcome = Search.in(seed, COUNT, THREADS, Mutant.NONE);

    Duration time = Duration.ofNanos(System.nanoTime() - start);
    log.log(Level.INFO, "played in {0}: {1}", time, outcome.tally().counts());
    assertThat(outcome.found().map(Search.Found::text).orElse("")).isEmpty();
    if (COUNT >= 5_000) {
      assertThat(outcome.tally().counts())
          .as("schedules in which too little happens prove nothing")
          .containsKeys(
              "answered with a token",
              "answered UNAVAILABLE",
              "answered SESSION_EXPIRED",
              "answered SESSION_LOST",
              "answered SESSION_SUPERSEDED",
              "answered LOGGED_OUT",
              "answered IDENTITY_CHANGED",
              "answered IDLE_TIMEOUT",
              "silent logins that kept the refresh token",
              "unclear refusals",
              "token requests with a token that was sent before");
    }
  }

  @ParameterizedTest
  @Tag("model-itself")
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  @DisplayName("What is wrong on purpose is found, and shown in few steps")
  void play_brokenOnPurpose_isFound(Mutant mutant) throws Exception {
    Optional<Search.Found> found = Search.in(MUTANT_SEED, MUTANT_COUNT, THREADS, mutant).found();

    assertThat(found).isPresent();
    log.log(Level.INFO, "{0}, after {1}: {2}", mutant, found.get().played(), found.get().text());
    assertThat(found.get().text()).contains("-Dtms.model.seed=").contains("VIOLATED");
    assertThat(found.get().steps()).isLessThan(25);
  }

  @Test
  @Tag("model-itself")
  @DisplayName("A schedule is played the same way every time")
  void play_again_doesTheSame() {
    try (Actors actors = new Actors()) {
      for (long seed = 0; seed < 50; seed++) {
        assertThat(trace(actors, seed)).isEqualTo(trace(actors, seed));
      }
    }
  }

  private static List<String> trace(Actors actors, long seed) {
    List<String> trace = new ArrayList<>();
    assertThat(Play.of(actors, Schedules.of(seed), Mutant.NONE, new Tally(), trace)).isEmpty();
    return trace;
  }
}

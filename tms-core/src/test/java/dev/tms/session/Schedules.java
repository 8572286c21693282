package dev.tms.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes schedules from seeds. */
final class Schedules {
  private static final List<Duration> LIVES =
      List.of(Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(1));
  private static final List<Duration> TIMES =
      List.of(
          Duration.ofMillis(100),
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(6),
          Duration.ofSeconds(14),
          Duration.ofSeconds(16),
          Duration.ofSeconds(31),
          Duration.ofSeconds(59),
          Duration.ofSeconds(61),
          Duration.ofMinutes(4),
          Duration.ofSeconds(301),
          Duration.ofMinutes(21));

  private final SplittableRandom random;
  private final List<Step> steps = new ArrayList<>();
  private final int troubles;
  private final int logins;
  private final int nodes;

  private Schedules(long seed) {
    random = new SplittableRandom(seed);
    nodes = 1 + random.nextInt(3);
    logins = random.nextInt(4) == 0 ? 2 : 1;
    int some = random.nextInt(32);
    troubles = some & random.nextInt(32); // each kind in a quarter of all schedules
  }

  /** The schedule of a seed: always the same one. */
  static Schedule of(long seed) {
    Schedules made = new Schedules(seed);
    Duration life = made.oneOf(LIVES);
    int length = 15 + made.random.nextInt(50);
    if (made.random.nextInt(4) != 0) {
      made.steps.add(new Step.Advance(life.plusSeconds(1)));
    }
    while (made.steps.size() < length) {
      made.add();
    }
    return new Schedule(seed, made.nodes, made.logins, life, made.steps);
  }

  private void add() {
    int kind = random.nextInt(100);
    if (kind < 20) {
      steps.add(new Step.Request(small(), small(), call()));
    } else if (kind < 60) {
      steps.add(new Step.Continue(small(), seams()));
    } else if (kind < 70) {
      steps.add(new Step.Deliver(small()));
    } else if (kind < 73) {
      steps.add(new Step.Lose(small()));
    } else if (kind < 76) {
      steps.add(new Step.Copy(small()));
    } else if (kind < 77) {
      steps.add(new Step.SilentLogin(small(), small()));
    } else if (kind < 86) {
      steps.add(new Step.Advance(oneOf(TIMES)));
    } else if (kind < 87) {
      steps.add(new Step.Abort(small()));
    } else {
      trouble();
    }
  }

  private void trouble() {
    int kind = random.nextInt(5);
    if ((troubles & 1 << kind) == 0) {
      return;
    }
    switch (kind) {
      case 0 -> steps.add(new Step.NextTokenRequest(oneOf(List.of(Step.Provider.values()))));
      case 1 -> provider();
      case 2 -> node();
      case 3 -> store();
      default -> end();
    }
  }

  private void provider() {
    int kind = random.nextInt(8);
    if (kind == 0) {
      steps.add(new Step.ProviderRevokes(small()));
    } else if (kind < 3) {
      steps.add(new Step.ProviderUnclear(small(), kind == 1));
    } else {
      steps.add(new Step.ProviderDown(random.nextBoolean()));
    }
  }

  private void node() {
    switch (random.nextInt(3)) {
      case 0 -> steps.add(new Step.Freeze(small()));
      case 1 -> steps.add(new Step.Thaw(small()));
      default -> steps.add(new Step.Crash(small()));
    }
  }

  private void store() {
    switch (random.nextInt(8)) {
      case 0 -> steps.add(new Step.StoreDown(true));
      case 1, 2 -> steps.add(new Step.StoreDown(false));
      case 3 -> steps.add(new Step.Cut(small(), true));
      case 4 -> steps.add(new Step.Cut(small(), false));
      case 5, 6 -> steps.add(new Step.NextWrite(oneOf(List.of(Step.Write.values()))));
      default -> steps.add(new Step.FailOver(1 + random.nextInt(3)));
    }
  }

  private void end() {
    if (random.nextInt(3) == 0) {
      steps.add(new Step.Mark(small(), small()));
    } else {
      steps.add(new Step.LogOut(small(), small()));
    }
  }

  private Step.Call call() {
    int kind = random.nextInt(10);
    return kind == 0 ? Step.Call.LOOK : kind < 3 ? Step.Call.FORCE : Step.Call.RETRIEVE;
  }

  private int seams() {
    int kind = random.nextInt(6);
    return kind == 0 ? 1_000 : kind;
  }

  private int small() {
    return random.nextInt(6);
  }

  private <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}

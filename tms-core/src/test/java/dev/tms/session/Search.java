package dev.tms.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Plays schedules until one violates something, and makes that one small. */
final class Search {
  private final Mutant mutant;
  private final AtomicLong next = new AtomicLong();
  private final AtomicReference<Found> found = new AtomicReference<>();
  private final Tally tally = new Tally();

  private Search(Mutant mutant) {
    this.mutant = mutant;
  }

  /**
   * A schedule that violates something.
   *
   * @param violation what
   * @param played how many were played before
   * @param steps how few steps violate it
   * @param text these steps, what happens, and how to play it again
   */
  record Found(Violation violation, long played, int steps, String text) {}

  /**
   * What came of a search.
   *
   * @param found the first violation; empty for none
   * @param tally what happened in all schedules
   */
  record Outcome(Optional<Found> found, Tally tally) {}

  /** Plays the schedules of so many seeds from this one on, until one violates something. */
  static Outcome in(long firstSeed, long count, int threads, Mutant mutant)
      throws InterruptedException {
    Search search = new Search(mutant);
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread worker = new Thread(() -> search.play(firstSeed, count));
      worker.start();
      workers.add(worker);
    }
    for (Thread worker : workers) {
      worker.join();
    }
    return new Outcome(Optional.ofNullable(search.found.get()), search.tally);
  }

  private void play(long firstSeed, long count) {
    try (Actors actors = new Actors()) {
      for (long i = next.getAndIncrement();
          i < count && found.get() == null;
          i = next.getAndIncrement()) {
        Schedule schedule = Schedules.of(firstSeed + i);
        Optional<Violation> violation = Play.of(actors, schedule, mutant, tally, null);
        if (violation.isPresent()) {
          found.compareAndSet(null, told(actors, schedule, violation.get(), i));
        }
      }
    }
  }

  private Found told(Actors actors, Schedule schedule, Violation violation, long played) {
    Schedule small = smaller(actors, schedule, violation.rule());
    List<String> trace = new ArrayList<>();
    Violation shown = Play.of(actors, small, mutant, new Tally(), trace).orElse(violation);
    String text =
        String.format(
            "%s%n%d of %d steps of schedule %d violate it on %d nodes, with %d logins and tokens"
                + " that live %s.%nTo play it again: -Dtms.model.seed=%d -Dtms.model.count=1%n%s",
            shown,
            small.steps().size(),
            schedule.steps().size(),
            schedule.seed(),
            small.nodes(),
            small.logins(),
            small.life(),
            schedule.seed(),
            String.join(System.lineSeparator(), trace));
    return new Found(shown, played, small.steps().size(), text);
  }

  private boolean isViolated(Actors actors, Schedule schedule, Rule rule) {
    return Play.of(actors, schedule, mutant, new Tally(), null)
        .filter(violation -> violation.rule() == rule)
        .isPresent();
  }

  /** Leaves out parts, large ones first, for as long as the same rule is violated. */
  private Schedule smaller(Actors actors, Schedule schedule, Rule rule) {
    Schedule small = schedule;
    for (int part = Math.max(1, small.steps().size() / 2); part >= 1; ) {
      boolean isSmaller = false;
      for (int from = 0; from + part <= small.steps().size(); ) {
        List<Step> rest = new ArrayList<>(small.steps());
        rest.subList(from, from + part).clear();
        Schedule candidate = small.with(rest);
        if (isViolated(actors, candidate, rule)) {
          small = candidate;
          isSmaller = true;
        } else {
          from++;
        }
      }
      part = isSmaller && part == 1 ? 1 : part / 2;
    }
    return small;
  }
}

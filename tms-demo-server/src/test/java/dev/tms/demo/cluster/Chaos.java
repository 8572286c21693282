package dev.tms.demo.cluster;

import dev.tms.demo.Await;
import dev.tms.demo.cluster.Fault.Episode;
import dev.tms.demo.cluster.Fault.Loss;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What fails in a run, one fault after the other, drawn from a seed and printed as it happens.
 * Several may run side by side. Thread-safe.
 */
final class Chaos {
  private static final int MOST_GAP_MILLIS = 2_000;

  private final Instant begin = Instant.now();
  private final Instant end;
  private final List<Episode> episodes = new CopyOnWriteArrayList<>();

  Chaos(Duration length) {
    this.end = begin.plus(length);
  }

  boolean isOver() {
    return !Instant.now().isBefore(end);
  }

  /** Everything that has failed so far. */
  List<Episode> episodes() {
    return episodes;
  }

  /** Whether a node was down then. */
  boolean hasNodeDown(Instant when) {
    return episodes.stream()
        .filter(episode -> episode.fault().permits().equals(Optional.of(Loss.NODE)))
        .anyMatch(episode -> episode.isNear(when, Duration.ZERO, Cluster.TIMEOUT));
  }

  /** Lets one after the other happen until this is over, each as often as the others. */
  void play(List<Fault> faults, Random random) {
    List<Fault> round = new ArrayList<>();
    while (!isOver()) {
      if (round.isEmpty()) {
        round.addAll(faults);
        Collections.shuffle(round, random);
      }
      Await.pass(Duration.ofMillis(random.nextInt(MOST_GAP_MILLIS)));
      Fault fault = round.remove(0);
      long range = fault.most().minus(fault.least()).toMillis();
      happen(fault, fault.least().plusMillis(Math.round(range * random.nextDouble())));
    }
  }

  private void happen(Fault fault, Duration length) {
    Instant from = Instant.now();
    tell(fault.name() + ", for " + length.toMillis() + " ms");
    fault.begin().run();
    Await.pass(length);
    fault.end().run();
    episodes.add(new Episode(fault, from, Instant.now()));
  }

  /** Prints it with its time since the beginning. */
  void tell(String what) {
    double seconds = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
    System.out.printf("%7.2f s  %s%n", seconds, what);
  }
}

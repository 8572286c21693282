package dev.tms.session;

import dev.tms.session.RequestSession.AccessOutcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Many nodes that serve many sessions, one expiry of all access tokens after the other: the same
 * traffic with the ledger, or with a store that never answers. What a seed plays is always the
 * same.
 */
final class Fleet implements Actors.Conductor {
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final int AT_ONCE = 64;

  private final World world;
  private final Traffic traffic;
  private final Random random;
  private final Deque<Runnable> requests = new ArrayDeque<>();

  private Fleet(Actors actors, List<List<Expiry>> sessions, int nodes, boolean ledger, long seed) {
    Schedule schedule = new Schedule(seed, nodes, sessions.size(), LIFE, List.of());
    world = new World(actors, schedule, Mutant.NONE, new Tally(), null);
    world.isStoreDown = !ledger;
    traffic = new Traffic(world);
    random = new Random(seed);
  }

  /**
   * What a session asks for when its access token has expired.
   *
   * @param nodes where its requests arrive, all with the same cookie and before any is answered
   * @param isLost whether none of the answers reaches the browser
   */
  record Expiry(List<Integer> nodes, boolean isLost) {
    /** How many nodes are asked. */
    int distinctNodes() {
      return (int) nodes.stream().distinct().count();
    }
  }

  /**
   * What came of it.
   *
   * @param calls the token calls, by expiry
   * @param lost the sessions that get no token at the last expiry
   * @param violation what {@link Oracle} has seen; null for nothing
   */
  record Outcome(List<Integer> calls, int lost, Violation violation) {}

  /** Plays what each session asks for, by session and expiry. */
  static Outcome play(
      Actors actors, List<List<Expiry>> sessions, int nodes, boolean ledger, long seed) {
    Fleet fleet = new Fleet(actors, sessions, nodes, ledger, seed);
    sessions.forEach(session -> fleet.traffic.signIn());
    List<Integer> calls = new ArrayList<>();
    int served = 0;
    for (int expiry = 0; expiry < sessions.get(0).size(); expiry++) {
      int before = fleet.calls();
      served = fleet.expire(sessions, expiry);
      calls.add(fleet.calls() - before);
    }
    return new Outcome(calls, sessions.size() - served, fleet.world.oracle.violation);
  }

  private int calls() {
    return world.provider.families.stream().mapToInt(family -> family.calls.size()).sum();
  }

  /** How many sessions get a token. */
  private int expire(List<List<Expiry>> sessions, int expiry) {
    world.advance(world.now().plus(LIFE).plusSeconds(1));
    for (int i = 0; i < sessions.size(); i++) {
      Browser browser = traffic.browsers.get(i);
      for (int node : sessions.get(i).get(expiry).nodes()) {
        requests.add(() -> traffic.request(browser, world.nodes.get(node), Step.Call.RETRIEVE));
      }
    }
    world.actors.play(this);
    List<Visit> answers = new ArrayList<>(traffic.answers);
    traffic.answers.clear();
    Collections.shuffle(answers, random);
    for (Visit visit : answers) {
      if (!sessions.get(visit.browser.number).get(expiry).isLost()) {
        traffic.deliver(visit);
      }
    }
    return (int)
        answers.stream()
            .filter(visit -> visit.outcome instanceof AccessOutcome.Granted)
            .map(visit -> visit.browser)
            .distinct()
            .count();
  }

  @Override
  public Actor next() {
    while (world.underWay.size() < AT_ONCE && !requests.isEmpty()) {
      requests.poll().run();
    }
    if (world.underWay.isEmpty()) {
      return null;
    }
    List<Actor> ready = world.underWay.stream().filter(a -> a.isReady(world.now())).toList();
    Actor next = ready.isEmpty() ? world.firstToWake() : ready.get(random.nextInt(ready.size()));
    if (!world.wake(next, 1 + random.nextInt(5))) {
      throw new AssertionError("does not wake: " + next);
    }
    return next;
  }

  @Override
  public void ended(Actor actor) {
    world.ended(actor);
  }
}

package dev.tms.session;

import dev.tms.session.RequestSession.AccessOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plays one schedule, and then sees that all is well when it is quiet again. */
final class Play implements Actors.Conductor {
  private static final int MOST_TURNS = 3_000;
  private static final int TO_THE_END = 1_000;

  private final World world;
  private final Schedule schedule;
  private final List<String> trace;
  private final Traffic traffic;
  private final List<Browser> browsers;
  private final List<Visit> answers;
  private int played;
  private int turns;
  private boolean isSettling;

  private Play(Actors actors, Schedule schedule, Mutant mutant, Tally tally, List<String> trace) {
    this.schedule = schedule;
    this.trace = trace;
    this.world = new World(actors, schedule, mutant, tally, trace);
    this.traffic = new Traffic(world);
    this.browsers = traffic.browsers;
    this.answers = traffic.answers;
  }

  /** What the schedule violates; the trace, where there is one, says what happened. */
  static Optional<Violation> of(
      Actors actors, Schedule schedule, Mutant mutant, Tally tally, List<String> trace) {
    Play play = new Play(actors, schedule, mutant, tally, trace);
    try {
      play.run();
    } finally {
      for (int i = 0; i < play.world.nodes.size(); i++) {
        play.world.crash(i);
      }
    }
    return Optional.ofNullable(play.world.oracle.violation);
  }

  private void run() {
    for (int i = 0; i < schedule.logins(); i++) {
      traffic.signIn();
    }
    world.actors.play(this);
    if (!isViolated()) {
      quiet();
    }
  }

  /** Plays on until it is someone's turn. */
  @Override
  public Actor next() {
    while (!isViolated() && !isSettling && played < schedule.steps().size()) {
      Step step = schedule.steps().get(played++);
      world.tick();
      if (trace != null) {
        trace.add(String.format("%3d. %s %s", played, world.sinceStart(), step));
      }
      if (step instanceof Step.Continue turn) {
        Actor actor = chosen(turn.actor());
        if (actor != null && world.wake(actor, turn.seams())) {
          return actor;
        }
      } else {
        apply(step);
      }
    }
    return isSettling && !isViolated() ? nextToSettle() : null;
  }

  @Override
  public void ended(Actor actor) {
    world.ended(actor);
  }

  private boolean isViolated() {
    return world.oracle.violation != null;
  }

  private void apply(Step step) {
    if (step instanceof Step.Request request) {
      traffic.request(any(browsers, request.browser()), node(request.node()), request.call());
    } else if (step instanceof Step.Deliver deliver) {
      if (!answers.isEmpty()) {
        traffic.deliver(answers.remove(deliver.answer() % answers.size()));
      }
    } else if (step instanceof Step.Lose lose) {
      if (!answers.isEmpty()) {
        answers.remove(lose.answer() % answers.size());
      }
    } else if (step instanceof Step.Abort abort) {
      if (!world.underWay.isEmpty()) {
        any(world.underWay, abort.actor()).isAborted = true;
      }
    } else if (step instanceof Step.Copy copy) {
      if (browsers.size() < 4) {
        browsers.add(any(browsers, copy.browser()).copy(browsers.size()));
      }
    } else if (step instanceof Step.Advance advance) {
      world.advance(world.now().plus(advance.time()));
    } else if (step instanceof Step.LogOut logOut) {
      traffic.logOut(any(browsers, logOut.browser()), node(logOut.node()));
    } else if (step instanceof Step.SilentLogin silent) {
      traffic.silentLogin(any(browsers, silent.browser()), node(silent.node()));
    } else if (step instanceof Step.Mark mark) {
      traffic.mark(any(world.logins, mark.login()), node(mark.node()));
    } else {
      trouble(step);
    }
  }

  private void trouble(Step step) {
    if (step instanceof Step.Crash crash) {
      world.hadNodeTrouble = true;
      world.crash(crash.node() % world.nodes.size());
    } else if (step instanceof Step.Freeze freeze) {
      world.freeze(node(freeze.node()), true);
    } else if (step instanceof Step.Thaw thaw) {
      world.freeze(node(thaw.node()), false);
    } else if (step instanceof Step.NextTokenRequest next) {
      world.provider.script.add(next.behaviour());
    } else if (step instanceof Step.ProviderDown down) {
      world.provider.isDown = down.down();
    } else if (step instanceof Step.ProviderRevokes revokes) {
      any(world.logins, revokes.login()).family.isDead = true;
    } else if (step instanceof Step.ProviderUnclear unclear) {
      any(world.logins, unclear.login()).family.isUnclear = unclear.unclear();
    } else if (step instanceof Step.StoreDown down) {
      world.isStoreDown = down.down();
    } else if (step instanceof Step.Cut cut) {
      node(cut.node()).isCut = cut.cut();
    } else if (step instanceof Step.NextWrite write) {
      world.nextWrite = write.outcome();
    } else if (step instanceof Step.FailOver failOver) {
      world.failOver(failOver.writes());
    } else {
      throw new AssertionError(step);
    }
  }

  private static <T> T any(List<T> all, int index) {
    return all.get(index % all.size());
  }

  private ModelNode node(int index) {
    return any(world.nodes, index);
  }

  /** One of those that can go on; null where there is none. */
  private Actor chosen(int index) {
    List<Actor> able = new ArrayList<>();
    for (Actor actor : world.underWay) {
      if (actor.isReady(world.now()) || isJustAsleep(actor)) {
        able.add(actor);
      }
    }
    return able.isEmpty() ? null : any(able, index);
  }

  private static boolean isJustAsleep(Actor actor) {
    return actor.isAsleep() && actor.awaits == null;
  }

  private void quiet() {
    say("all is quiet from here on");
    world.heal();
    isSettling = true;
    world.actors.play(this);
    answers.clear();
    world.isQuiet = true;
    world.advance(world.now().plusSeconds(45));
    List<Browser> before = new ArrayList<>();
    browsers.forEach(browser -> before.add(browser.copy(browser.number)));
    for (int round = 0; round < 2 && !isViolated(); round++) {
      for (Browser browser : browsers) {
        visitQuietly(browser, round);
      }
      world.advance(world.now().plus(schedule.life()).plusSeconds(1));
    }
    world.advance(world.now().plus(ModelNode.POLICY.grace()));
    for (Browser old : before) {
      if (!isViolated()) {
        Visit visit = traffic.request(old, node(old.number), Step.Call.RETRIEVE);
        world.oracle.oldCopy(visit);
      }
    }
    world.oracle.atEnd();
  }

  private void say(String line) {
    if (trace != null) {
      trace.add("   - " + world.sinceStart() + " " + line);
    }
  }

  private void visitQuietly(Browser browser, int round) {
    for (int tries = 0; tries < 6 && !isViolated(); tries++) {
      say(browser + " asks");
      Visit visit = traffic.request(browser, node(browser.number + round), Step.Call.RETRIEVE);
      answers.clear();
      traffic.deliver(visit);
      if (!(visit.outcome instanceof AccessOutcome.Unavailable unavailable)) {
        return;
      }
      world.advance(world.now().plus(unavailable.retryAfter()).plus(Duration.ofSeconds(1)));
    }
    world.oracle.fail(Rule.WELL_AGAIN, browser + " gets no token");
  }

  /** Who goes on, where everything under way is to come to its end. */
  private Actor nextToSettle() {
    if (world.underWay.isEmpty()) {
      return null;
    }
    if (turns++ == MOST_TURNS) {
      world.oracle.fail(Rule.WELL_AGAIN, "these never end: " + world.underWay);
      return null;
    }
    Actor next =
        world.underWay.stream()
            .filter(actor -> actor.isReady(world.now()))
            .findFirst()
            .orElseGet(world::firstToWake);
    if (!world.wake(next, TO_THE_END)) {
      throw new AssertionError("does not wake: " + next);
    }
    return next;
  }
}

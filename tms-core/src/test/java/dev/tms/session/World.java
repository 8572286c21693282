package dev.tms.session;

import dev.tms.seal.Sealer.Purpose;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Nodes, store, provider and time of one schedule. */
final class World {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  final Actors actors;
  final Mutant mutant;
  final Tally tally;
  final Duration life;
  final InstantSource clock = this::now;
  final SecureRandom random;
  final ModelStore store;
  final ModelProvider provider = new ModelProvider(this);
  final Meddler meddler;
  final Oracle oracle = new Oracle(this);
  final List<ModelNode> nodes = new ArrayList<>();
  final List<Login> logins = new ArrayList<>();
  final List<Actor> underWay = new ArrayList<>();
  final List<Supplier<?>> lateWrites = new ArrayList<>();
  private final Ledger ledger;
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparing(Timer::due).thenComparingInt(Timer::number));
  private final List<String> trace;
  private Instant now = START;
  private int ticks;
  private int begun;
  private Actor alone;
  boolean isQuiet;
  boolean isStoreDown;
  Step.Write nextWrite;
  private int lastStoreTrouble = -1;
  private boolean hasForgotten;
  boolean hadNodeTrouble;

  World(Actors actors, Schedule schedule, Mutant mutant, Tally tally, List<String> trace) {
    this.tally = tally;
    this.actors = actors;
    this.mutant = mutant;
    this.trace = trace;
    this.life = schedule.life();
    this.random = new SeededRandom(schedule.seed());
    this.store = new ModelStore(clock, mutant);
    this.meddler = new Meddler(mutant, ModelNode.SEALER, clock);
    this.ledger = new Ledger(ModelNode.sealed(store, Purpose.LEDGER), clock);
    for (int i = 0; i < schedule.nodes(); i++) {
      nodes.add(new ModelNode(this, i, 0));
    }
  }

  private record Timer(Instant due, int number, ModelNode node, Runnable work) {}

  Instant now() {
    return now;
  }

  /** A number that grows with everything that happens. */
  int tick() {
    return ++ticks;
  }

  void tell(Supplier<String> line) {
    if (trace != null) {
      Actor actor = actor();
      trace.add("    " + (actor == null ? "" : actor + ": ") + line.get());
    }
  }

  void storeTrouble() {
    lastStoreTrouble = tick();
  }

  /**
   * Whether the store was in trouble since then, and no one could make up for it: a node that has
   * been there all the time, and alone, can.
   */
  boolean hadStoreTroubleSince(int then) {
    return lastStoreTrouble > then && (nodes.size() > 1 || hasForgotten);
  }

  boolean hadAnyStoreTrouble() {
    return lastStoreTrouble >= 0;
  }

  Step.Write takeWriteFault() {
    Step.Write fault = nextWrite;
    nextWrite = null;
    return fault;
  }

  /** What the store's entry of a session says, anyone who can reach it. */
  LedgerEntry entry(Session session) {
    return ledger.read(session.ref(), 0).entry();
  }

  String peek(String key) {
    return store
        .get(key)
        .flatMap(entry -> meddler.open(key, entry.value()))
        .map(LedgerEntry::toString)
        .orElse("nothing");
  }

  /** A node stands still, or goes on. */
  void freeze(ModelNode node, boolean freezes) {
    hadNodeTrouble = true;
    node.isFrozen = freezes;
    node.lastFrozen = tick();
  }

  /** The store forgets its latest writes. */
  void failOver(int writes) {
    int forgotten = store.failOver(writes);
    if (forgotten > 0) {
      storeTrouble();
    }
    tell(() -> "the store forgets " + forgotten + " writes");
  }

  /** Nothing is broken any more. */
  void heal() {
    nextWrite = null;
    isStoreDown = false;
    provider.isDown = false;
    provider.script.clear();
    provider.families.forEach(family -> family.isUnclear = false);
    if (!lateWrites.isEmpty()) {
      storeTrouble();
      for (Supplier<?> write : lateWrites) {
        var unused = write.get();
      }
      lateWrites.clear();
    }
    for (ModelNode node : nodes) {
      node.isCut = false;
      if (node.isFrozen) {
        freeze(node, false);
      }
    }
  }

  /** The time since the first sign-in, to be read. */
  String sinceStart() {
    Duration time = Duration.between(START, now);
    return String.format(
        "%d:%06.3f", time.toMinutes(), time.minusMinutes(time.toMinutes()).toMillis() / 1000.0);
  }

  /** Something begins on a node, and goes on when it is its turn. */
  void begin(Object name, ModelNode node, Runnable work) {
    if (node.isDead) {
      return;
    }
    Actor actor = new Actor(name, begun++, node, work, tick(), now);
    if (isQuiet) {
      whole(actor);
    } else {
      underWay.add(actor);
    }
  }

  /** Does it at once and as a whole: nothing else is under way. */
  private void whole(Actor actor) {
    Actor before = alone;
    alone = actor;
    try {
      actor.work.run();
    } catch (RuntimeException e) {
      oracle.unexpected(actor, e);
    } finally {
      alone = before;
    }
  }

  /** Who is at it. */
  Actor actor() {
    Actor current = actors.current();
    return current == null ? alone : current;
  }

  /** The running actor waits this long. */
  void sleep(Duration time) {
    Instant until = now.plus(time);
    Actor mine = actors.current();
    if (mine == null) {
      advance(until);
    }
    while (now.isBefore(until)) {
      mine.sleepsUntil = until;
      actors.handBack();
    }
  }

  /** Lets the time pass; what is due meanwhile is done when it is due. */
  void advance(Instant until) {
    List<Timer> held = new ArrayList<>();
    while (!timers.isEmpty() && !timers.peek().due.isAfter(until)) {
      Timer timer = timers.poll();
      if (timer.node.isFrozen) {
        held.add(timer);
      } else if (!timer.node.isDead) {
        now = timer.due.isAfter(now) ? timer.due : now;
        timer.work.run();
      }
    }
    timers.addAll(held);
    now = until.isAfter(now) ? until : now;
  }

  /** An actor that can go on for so many seams; one that sleeps does so when it wakes. */
  boolean wake(Actor actor, int seams) {
    if (!actor.isReady(now)) {
      advance(actor.sleepsUntil);
    }
    if (!actor.isReady(now)) {
      return false; // its node was frozen
    }
    tick();
    actor.seamsLeft = seams;
    actor.sleepsUntil = null;
    actor.awaits = null;
    return true;
  }

  /** Of those that sleep, the one that wakes first. */
  Actor firstToWake() {
    return underWay.stream()
        .filter(Actor::isAsleep)
        .min(Comparator.comparing(actor -> actor.sleepsUntil))
        .orElseThrow(() -> new AssertionError("no one can go on: " + underWay));
  }

  void ended(Actor actor) {
    underWay.remove(actor);
    if (actor.failure != null) {
      oracle.unexpected(actor, actor.failure);
    }
  }

  /** A node dies with all that it was doing, and starts again. */
  void crash(int at) {
    ModelNode node = nodes.get(at);
    node.isDead = true;
    hasForgotten = true;
    node.isFrozen = false;
    for (Actor actor : List.copyOf(underWay)) {
      if (actor.node == node) {
        actor.hasDied = true;
        underWay.remove(actor);
        actors.kill(actor);
      }
    }
    nodes.set(at, node.restarted());
  }

  /** How the engine waits on a node. */
  final class Waiting implements Pause {
    private final ModelNode node;

    Waiting(ModelNode node) {
      this.node = node;
    }

    @Override
    public void pause(Duration time) {
      sleep(time);
    }

    @Override
    public <T> Optional<T> await(CompletableFuture<T> work, Duration time)
        throws InterruptedException {
      Actor mine = actors.current();
      Instant deadline = now.plus(time);
      while (!work.isDone() && now.isBefore(deadline)) {
        if (mine.isAborted) {
          throw new InterruptedException();
        }
        mine.awaits = work;
        mine.sleepsUntil = deadline;
        actors.handBack();
      }
      return work.isDone() ? Optional.of(work.join()) : Optional.empty();
    }

    @Override
    public void later(Duration time, Executor executor, Runnable work) {
      if (mutant != Mutant.NO_HEARTBEAT) {
        timers.add(new Timer(now.plus(time), tick(), node, work));
      }
    }
  }
}

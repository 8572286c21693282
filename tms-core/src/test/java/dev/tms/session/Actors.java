package dev.tms.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of actors, of which one runs at a time. An actor goes on until it has passed as many
 * seams as it was given; then its thread asks the conductor whose turn it is, and gives the turn
 * away where that is another's. Used over and over, by one thread.
 */
final class Actors implements AutoCloseable {
  private final Deque<Worker> idle = new ArrayDeque<>();
  private final Thread owner = Thread.currentThread();
  private volatile Thread turn = owner;
  private volatile boolean isClosed;
  private Conductor conductor;
  private Actor current;
  private Actor pending;
  private Throwable failure;

  /** Who says what happens between two turns. */
  interface Conductor {
    /** Whose turn it is, with its number of seams set; null when no one's is any more. */
    Actor next();

    /** An actor has come to its end. */
    void ended(Actor actor);
  }

  /** Unwinds what a dead node was doing. */
  static final class NodeDied extends Error {
    private static final long serialVersionUID = 1;

    NodeDied() {
      super("the node died", null, false, false);
    }
  }

  /** A thread that is some actor's, and another's later. */
  final class Worker extends Thread {
    private Actor actor;

    Worker() {
      setDaemon(true);
    }

    @Override
    public void run() {
      awaitTurn();
      while (!isClosed) {
        Actor mine = actor;
        try {
          mine.work.run();
        } catch (NodeDied e) {
          // as if it had never been
        } catch (Throwable e) {
          mine.failure = e;
        }
        interrupted();
        mine.isDone = true;
        mine.worker = null;
        current = null;
        idle.push(this);
        if (mine.killer != null) {
          give(mine.killer);
        } else {
          conductor.ended(mine);
          Actor next = pending == null ? next() : pending;
          pending = null;
          give(next);
        }
        awaitTurn();
      }
    }
  }

  /** Who is running; null while the conductor is asked. */
  Actor current() {
    return current;
  }

  /** Lets actors run until it is no one's turn any more. */
  void play(Conductor by) {
    conductor = by;
    Actor first = next();
    if (first != null) {
      give(first);
      awaitTurn();
    }
    if (failure != null) {
      throw new IllegalStateException("the conductor failed", failure);
    }
  }

  /** Lets an actor of a dead node unwind. */
  void kill(Actor actor) {
    // an actor that asks the conductor at this moment unwinds when it has its answer
    if (actor.worker != null && actor.worker != Thread.currentThread()) {
      actor.killer = Thread.currentThread();
      give(actor);
      awaitTurn();
      current = null;
    }
  }

  /** A place where others may come in between. */
  void seam() {
    Actor mine = current;
    if (mine == null) {
      return;
    }
    die(mine);
    if (--mine.seamsLeft <= 0) {
      handBack();
    }
  }

  /** Asks whose turn it is, and goes on when it is this actor's again. */
  void handBack() {
    Actor mine = current;
    boolean wasInterrupted = Thread.interrupted(); // or parking would not wait
    current = null;
    Actor next = next();
    if (mine.node.isDead) {
      pending = next;
      throw new NodeDied();
    }
    if (next == mine) {
      current = mine;
    } else {
      give(next);
      awaitTurn();
      die(mine);
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Actor next() {
    try {
      return conductor.next();
    } catch (Throwable e) {
      failure = e;
      return null;
    }
  }

  private static void die(Actor actor) {
    if (actor.node.isDead) {
      throw new NodeDied();
    }
  }

  private void give(Actor actor) {
    if (actor == null) {
      give(owner);
      return;
    }
    if (actor.worker == null) {
      Worker worker = idle.poll();
      if (worker == null) {
        worker = new Worker();
        worker.start();
      }
      worker.actor = actor;
      actor.worker = worker;
    }
    current = actor;
    give((Thread) actor.worker);
  }

  private void give(Thread thread) {
    turn = thread;
    if (thread != Thread.currentThread()) {
      LockSupport.unpark(thread);
    }
  }

  private void awaitTurn() {
    while (turn != Thread.currentThread() && !isClosed) {
      LockSupport.park(this);
    }
  }

  @Override
  public void close() {
    isClosed = true;
    idle.forEach(LockSupport::unpark);
  }
}

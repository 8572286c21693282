package dev.tms.session;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Something under way on a node: a request, a refresh, a confirmation. */
final class Actor {
  private final Object name;
  private final int number;
  final ModelNode node;
  final Runnable work;
  final int begunAt;
  final Instant begun;
  Actors.Worker worker;
  int seamsLeft;
  Instant sleepsUntil;
  CompletableFuture<?> awaits;
  boolean isAborted;
  boolean isDone;
  boolean hasDied;

  /** The token request that it has received tokens by, and has not published yet; or null. */
  ModelProvider.Call received;

  boolean hasPublished;
  Throwable failure;
  Thread killer;

  Actor(Object name, int number, ModelNode node, Runnable work, int begunAt, Instant begun) {
    this.name = name;
    this.number = number;
    this.node = node;
    this.work = work;
    this.begunAt = begunAt;
    this.begun = begun;
  }

  /** Whether it can go on without the time passing. */
  boolean isReady(Instant now) {
    if (isDone || node.isFrozen) {
      return false;
    }
    boolean isAwake = sleepsUntil == null || !now.isBefore(sleepsUntil);
    return isAwake || (awaits != null && (awaits.isDone() || isAborted));
  }

  /** Whether only the time has to pass for it to go on. */
  boolean isAsleep() {
    return !isDone && !node.isFrozen && sleepsUntil != null;
  }

  @Override
  public String toString() {
    return "[" + number + "] " + name + " at " + node;
  }
}

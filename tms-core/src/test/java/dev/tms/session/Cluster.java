package dev.tms.session;

import dev.tms.policy.RefreshPolicy;
import dev.tms.policy.SessionLifetime;
import dev.tms.seal.Keys;
import dev.tms.store.ExpiringStore;
import dev.tms.store.InMemoryStore;
import dev.tms.testkit.ManualClock;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Nodes that share a clock, a store, a key set and a strict provider. */
final class Cluster implements AutoCloseable {
  final ManualClock clock = new ManualClock();
  final StrictProvider provider = new StrictProvider(clock);
  final ExpiringStore store = new InMemoryStore(clock);
  private final Keys keys = Keys.inMemory();
  private final ExecutorService executor =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
          });

  Node node() {
    return node(store, executor);
  }

  Node node(ExpiringStore ownStore, Executor ownExecutor) {
    return new Node(
        clock, ownStore, keys, provider, SessionLifetime.DEFAULT, ownExecutor, this::pause);
  }

  /** A node whose heart beats when its next beat is taken from here and run. */
  Node node(ExpiringStore ownStore, Executor ownExecutor, Deque<Runnable> beats) {
    Pause byHand =
        new Pause() {
          @Override
          public void pause(Duration time) {
            Cluster.this.pause(time);
          }

          @Override
          public void later(Duration time, Executor on, Runnable work) {
            beats.add(work);
          }
        };
    return new Node(clock, ownStore, keys, provider, SessionLifetime.DEFAULT, ownExecutor, byHand);
  }

  /** A node that waits in this way. */
  Node pausing(ExpiringStore ownStore, Pause pause) {
    return new Node(clock, ownStore, keys, provider, SessionLifetime.DEFAULT, executor, pause);
  }

  /** A node whose sessions are held in this store. */
  Node holding(ExpiringStore heldIn) {
    return new Node(
        clock,
        heldIn,
        keys,
        provider,
        SessionLifetime.DEFAULT,
        executor,
        this::pause,
        RefreshPolicy.DEFAULT,
        true);
  }

  /** A node that waits so for others. */
  Node pausing(Pause pause) {
    return new Node(clock, store, keys, provider, SessionLifetime.DEFAULT, executor, pause);
  }

  /** A node that waits for others for this long. */
  Node waiting(Duration patience) {
    RefreshPolicy policy =
        new RefreshPolicy(RefreshPolicy.DEFAULT.lease(), patience, RefreshPolicy.DEFAULT.grace());
    return node(policy);
  }

  private Node node(RefreshPolicy policy) {
    return new Node(
        clock,
        store,
        keys,
        provider,
        SessionLifetime.DEFAULT,
        executor,
        this::pause,
        policy,
        false);
  }

  /** A node whose claims hold for this long, unless they are renewed. */
  Node leasing(Duration lease) {
    RefreshPolicy policy =
        new RefreshPolicy(lease, RefreshPolicy.DEFAULT.patience(), RefreshPolicy.DEFAULT.grace());
    return node(policy);
  }

  /** Waiting for another node moves the clock, so that a test never really waits. */
  private void pause(Duration time) {
    clock.advance(time);
    Thread.yield();
  }

  Executor executor() {
    return executor;
  }

  /** Lets the first access token expire. */
  void expireToken() {
    clock.advance(provider.life.plusSeconds(1));
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}

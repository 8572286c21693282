package dev.tms.session;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Of many that ask for the same work at once, one has it done, detached from all of them, and all
 * get its result. Work that no caller waits for any more runs on. Thread-safe.
 */
final class SingleFlight<K, V> {
  private final Map<K, CompletableFuture<V>> flights = new ConcurrentHashMap<>();
  private final Executor executor;

  SingleFlight(Executor executor) {
    this.executor = executor;
  }

  /**
   * A ticket to the work under way for this key, or to new work.
   *
   * @param rejected the result for all who wait where the executor takes no work
   */
  Ticket<V> join(K key, Supplier<V> work, V rejected) {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> theirs = flights.putIfAbsent(key, mine);
    if (theirs != null) {
      return new Ticket<>(theirs, false);
    }
    try {
      executor.execute(() -> run(key, work, mine));
    } catch (RejectedExecutionException e) {
      finish(key, mine);
      mine.complete(rejected);
    }
    return new Ticket<>(mine, true);
  }

  private void run(K key, Supplier<V> work, CompletableFuture<V> flight) {
    try {
      V result = work.get();
      finish(key, flight);
      flight.complete(result);
    } catch (Throwable e) { // anyone who waits must learn of it, whatever it was
      finish(key, flight);
      flight.completeExceptionally(e);
    }
  }

  private void finish(K key, CompletableFuture<V> flight) {
    flights.remove(key, flight);
  }

  /**
   * A place among those who wait.
   *
   * @param flight completes with the result
   * @param isFirst whether this one started the work
   */
  record Ticket<V>(CompletableFuture<V> flight, boolean isFirst) {
    /**
     * The result; empty where it does not come within this time or the waiting thread is
     * interrupted.
     */
    Optional<V> await(Duration time, Pause waiting) {
      try {
        return waiting.await(flight, time);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      } catch (ExecutionException e) {
        throw new IllegalStateException("the refresh failed", e.getCause());
      }
    }
  }
}

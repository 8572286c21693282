package dev.tms.session;

import dev.tms.store.ExpiringStore;
import dev.tms.store.ExpiringStore.Entry;
import dev.tms.store.StoreUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The store, as one node reaches it: after each operation something else may come first. */
final class NodeStore implements ExpiringStore {
  private final World world;
  private final ModelNode node;

  NodeStore(World world, ModelNode node) {
    this.world = world;
    this.node = node;
  }

  private <T> T reached(String what, String key, Supplier<T> operation) {
    if (world.isStoreDown || node.isCut) {
      world.storeTrouble();
      world.tell(() -> node + ": " + what + ": the store cannot be reached");
      world.actors.seam();
      throw new StoreUnavailableException("cannot be reached");
    }
    T result = operation.get();
    world.tell(() -> node + ": " + what + told(key, result));
    world.actors.seam();
    return result;
  }

  private <T> T written(String what, String key, Supplier<T> write) {
    Step.Write fault = world.isStoreDown || node.isCut ? null : world.takeWriteFault();
    if (fault == null) {
      return reached(what, key, () -> noted(write.get()));
    }
    world.storeTrouble();
    world.tell(() -> node + ": " + what + " has no answer, and is " + fault);
    if (fault == Step.Write.DONE) {
      var unused = write.get();
    } else if (fault == Step.Write.DONE_LATER) {
      world.lateWrites.add(write);
    }
    world.actors.seam();
    throw new StoreUnavailableException("no answer in time");
  }

  /** What is written first after tokens were received publishes them. */
  private <T> T noted(T result) {
    Actor actor = world.actor();
    boolean isDone = result instanceof OptionalLong version && version.isPresent();
    if (isDone && actor != null && actor.received != null) {
      actor.received.isPublished();
      actor.hasPublished = true;
      actor.received = null;
    }
    return result;
  }

  private String told(String key, Object result) {
    boolean isEmpty =
        (result instanceof Optional<?> optional && optional.isEmpty())
            || (result instanceof OptionalLong number && number.isEmpty());
    return (isEmpty ? " (nothing) " : " ") + world.peek(key);
  }

  private byte[] changed(String key, byte[] value) {
    return world.meddler.changed(key, value);
  }

  @Override
  public Optional<Entry> get(String key) {
    return reached("reads", key, () -> world.store.get(key));
  }

  @Override
  public long put(String key, byte[] value, Duration timeToLive) {
    byte[] next = changed(key, value);
    return written("writes", key, () -> world.store.put(key, next, timeToLive));
  }

  @Override
  public OptionalLong putIfAbsent(String key, byte[] value, Duration timeToLive) {
    byte[] next = changed(key, value);
    return written("writes first", key, () -> world.store.putIfAbsent(key, next, timeToLive));
  }

  @Override
  public OptionalLong replace(String key, long version, byte[] value, Duration timeToLive) {
    byte[] next = changed(key, value);
    return written("replaces", key, () -> world.store.replace(key, version, next, timeToLive));
  }

  @Override
  public boolean remove(String key, long version) {
    return written("removes", key, () -> world.store.remove(key, version));
  }

  @Override
  public Optional<Entry> take(String key) {
    return written("takes", key, () -> world.store.take(key));
  }

  @Override
  public void close() {}
}

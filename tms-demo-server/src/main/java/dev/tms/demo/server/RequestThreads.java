package dev.tms.demo.server;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The threads on which requests wait for the provider. */
final class RequestThreads {
  private RequestThreads() {}

  /** A virtual thread for each request; empty on JDKs before 21, which have none. */
  static Optional<ExecutorService> virtual() {
    try {
      return Optional.of(
          (ExecutorService)
              Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("virtual threads are there and cannot be had", e);
    }
  }
}

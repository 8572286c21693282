package dev.tms.demo.server;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.threads.EnhancedQueueExecutor;

/** The threads on which requests wait for the provider or a store. */
final class RequestThreads {
  // where there are no virtual ones: for a provider that may take seconds
  private static final int PLATFORM_THREADS =
      Math.max(64, 8 * Runtime.getRuntime().availableProcessors());
  // one asks the store, the others say how it was
  private static final int HEALTH_THREADS = 2;

  private RequestThreads() {}

  /** A virtual thread for each request; on JDKs before 21, which have none, a pool. */
  static ExecutorService forRequests() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException e) {
      return pool("tms-request-", PLATFORM_THREADS);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("virtual threads are there and cannot be had", e);
    }
  }

  /** For health alone, so that it is known however busy the others are. */
  static ExecutorService forHealth() {
    return pool("tms-health-", HEALTH_THREADS);
  }

  private static ExecutorService pool(String name, int threads) {
    AtomicInteger count = new AtomicInteger();
    // the pool of Undertow's workers: with the JDK's a request takes a fifth more processor time
    return new EnhancedQueueExecutor.Builder()
        .setCorePoolSize(threads)
        .setMaximumPoolSize(threads)
        .setKeepAliveTime(Duration.ofMinutes(1))
        .allowCoreThreadTimeOut(true)
        .setThreadFactory(
            work -> {
              Thread thread = new Thread(work, name + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            })
        .build();
  }
}

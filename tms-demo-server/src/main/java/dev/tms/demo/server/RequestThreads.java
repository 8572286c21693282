package dev.tms.demo.server;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.threads.EnhancedQueueExecutor;

final class RequestThreads {
  // without virtual threads, for a provider that takes seconds
  private static final int PLATFORM_THREADS =
      Math.max(64, 8 * Runtime.getRuntime().availableProcessors());
  // one asks the store, the other returns the last state
  private static final int HEALTH_THREADS = 2;

  private RequestThreads() {}

  /** One virtual thread per request; a pool on JDKs before 21. */
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

  /** For health only, which must respond under load. */
  static ExecutorService forHealth() {
    return pool("tms-health-", HEALTH_THREADS);
  }

  private static ExecutorService pool(String name, int threads) {
    AtomicInteger count = new AtomicInteger();
    // Undertow's pool: with the JDK's, a request takes a fifth more CPU time
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

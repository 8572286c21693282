package dev.tms.benchmarks.growth;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/** Processor time and allocation, which a busy machine changes less than the time on the clock. */
final class Meter {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final int ROUNDS = 5;
  private static final long WARM_UP_NANOS = 400_000_000;
  private static final long ROUND_NANOS = 60_000_000;

  /** Results go there, so that the compiler leaves out nothing as unused. */
  private static final AtomicReference<Object> LAST = new AtomicReference<>();

  private Meter() {}

  /** What one operation of the calling thread costs. */
  record Cost(double micros, double kilobytes) {}

  /**
   * Measures some operations, round by round one after the other; of each the cheapest round
   * counts, as what disturbs only adds.
   */
  static List<Cost> costs(List<Callable<?>> operations) throws Exception {
    for (Callable<?> operation : operations) {
      round(operation, WARM_UP_NANOS);
    }
    List<Cost> best = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      for (int j = 0; j < operations.size(); j++) {
        Cost cost = round(operations.get(j), ROUND_NANOS);
        if (i == 0) {
          best.add(cost);
        } else if (cost.micros < best.get(j).micros) {
          best.set(j, cost);
        }
      }
    }
    return best;
  }

  private static Cost round(Callable<?> operation, long nanos) throws Exception {
    long bytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    long begin = THREADS.getCurrentThreadCpuTime();
    long now = begin;
    long done = 0;
    while (now - begin < nanos) {
      for (int i = 0; i < 50; i++) {
        LAST.lazySet(operation.call());
      }
      done += 50;
      now = THREADS.getCurrentThreadCpuTime();
    }
    long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytes;
    return new Cost((now - begin) / 1e3 / done, allocated / 1e3 / done);
  }

  /** Microseconds of processor time of this process so far. */
  static double process() {
    return PROCESS.getProcessCpuTime() / 1e3;
  }

  /** Microseconds of processor time so far of the living threads whose names begin so. */
  static double threads(String name) {
    double micros = 0;
    for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().startsWith(name)) {
        micros += THREADS.getThreadCpuTime(thread.getThreadId()) / 1e3;
      }
    }
    return micros;
  }

  /** Bytes of heap that are in use after a collection. */
  static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}

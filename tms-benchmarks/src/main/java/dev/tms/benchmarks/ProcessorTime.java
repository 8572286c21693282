package dev.tms.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Processor time for each operation, which other programs on the machine change little, where they
 * change the time on the clock a lot: {@code cpu.caller} of the threads that call the benchmark,
 * {@code cpu.process} of everything in the process, compiler and garbage collector included. Not
 * thread-safe, as no profiler is.
 */
public final class ProcessorTime implements InternalProfiler {
  private static final double NANOS_OF_MICRO = 1_000;

  private final OperatingSystemMXBean process =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private long processNanos;
  private long callerNanos;

  /** For {@code -prof dev.tms.benchmarks.ProcessorTime}. */
  public ProcessorTime() {}

  @Override
  public String getDescription() {
    return "processor time for each operation";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    callerNanos = callers();
    processNanos = process.getProcessCpuTime();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    long operations = Math.max(1, result.getMetadata().getAllOps());
    long inProcess = process.getProcessCpuTime() - processNanos;
    long inCallers = callers() - callerNanos;
    return List.of(
        average("cpu.process", inProcess, operations),
        average("cpu.caller", inCallers, operations));
  }

  private static ScalarResult average(String name, long nanos, long operations) {
    double micros = nanos / NANOS_OF_MICRO / operations;
    return new ScalarResult(name, micros, "us/op", AggregationPolicy.AVG);
  }

  private long callers() {
    long nanos = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().contains("jmh-worker")) {
        nanos += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
      }
    }
    return nanos;
  }
}

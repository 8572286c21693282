package dev.tms.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Benchmarks that no one runs stop working: here each is called once. It measures nothing. */
final class SmokeTest {
  private static final Path DOCUMENT = Path.of("../docs/performance.md");

  @Test
  void benchmarks_calledOnce_allWork() throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .mode(Mode.SingleShotTime)
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .shouldFailOnError(true)
                    .addProfiler(ProcessorTime.class)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();

    Set<String> called = new TreeSet<>();
    results.forEach(result -> called.add(result.getParams().getBenchmark()));
    assertThat(called).isEqualTo(benchmarks());
  }

  @Test
  void document_namesEveryBenchmark() throws IOException {
    String document = Files.readString(DOCUMENT);

    assertThat(document)
        .contains(
            benchmarks().stream()
                .map(name -> "`" + name.replaceAll(".*\\.(?=\\w+\\.)", "") + "`")
                .toList());
  }

  private static Set<String> benchmarks() {
    Set<BenchmarkListEntry> all =
        BenchmarkList.defaultList()
            .find(
                OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                List.of(".*"),
                List.of());
    Set<String> names = new TreeSet<>();
    all.forEach(entry -> names.add(entry.getUsername()));
    assertThat(names).isNotEmpty();
    return names;
  }
}

package dev.tms.demo.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as {@code -Dtms.demo=false} builds it: without the testkit and H2. */
final class WithoutDemoTest {
  private static final Pattern LEFT_OUT =
      Pattern.compile(".*(tms-testkit|testkit/|h2-[\\d.]+\\.jar).*");

  @Test
  void serve_withoutConfiguration_saysThatItNeedsOne() throws Exception {
    Process server = java("serve");

    assertThat(text(server)).contains("--config").doesNotContain("\tat ");
    assertThat(server.waitFor()).isEqualTo(Main.INVALID);
  }

  @Test
  void serve_configuration_serves(@TempDir Path folder) throws Exception {
    try (TestConfiguration configuration = new TestConfiguration(folder)) {
      Process server = java("serve", "--config", configuration.file().toString());
      try {
        String ready = "TMS ready at " + configuration.publicUrl();
        assertThat(server.inputReader().lines().anyMatch(ready::equals)).isTrue();
      } finally {
        server.destroy();
        server.waitFor();
      }
    }
  }

  private static Process java(String... arguments) throws Exception {
    String classPath =
        Arrays.stream(
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"))
                    .split(File.pathSeparator))
            .filter(entry -> !LEFT_OUT.matcher(entry).matches())
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(joining(File.pathSeparator));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command =
        Stream.concat(
                Stream.of(
                    java.toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    classPath,
                    Main.class.getName()),
                Stream.of(arguments))
            .toList();
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String text(Process process) throws Exception {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}

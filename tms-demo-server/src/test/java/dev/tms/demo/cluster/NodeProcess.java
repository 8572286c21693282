package dev.tms.demo.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tms.demo.Await;
import dev.tms.demo.cli.Main;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One node: {@code serve --config FILE} in a process of its own. Used by one thread. */
public final class NodeProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  private final String name;
  private final int port;
  private final Path configuration;
  private final Path out;
  private final Path err;
  private @Nullable Process process;

  NodeProcess(String name, Path folder, int port, ObjectNode settings) throws IOException {
    this.name = name;
    this.port = port;
    this.configuration =
        Files.writeString(folder.resolve(name + ".json"), settings.toPrettyString());
    this.out = folder.resolve(name + ".out");
    this.err = folder.resolve(name + ".err");
  }

  /** Where it listens, whatever its public URL is. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Whether its process runs. */
  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Starts it, without waiting until it is ready. */
  public void launch() {
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            // it lives for seconds: thorough compilation would never pay
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx192m",
            "-cp",
            classPath(),
            Main.class.getName(),
            "serve",
            "--config",
            configuration.toString());
    try {
      Files.deleteIfExists(out);
      process = command.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns when it has said that it is ready. */
  public void awaitReady() {
    Await.until(name + " is ready, or ends", START_LIMIT, () -> !isAlive() || isReady());
    if (!isAlive()) {
      throw new AssertionError(name + " has ended:\n" + String.join("\n", log()));
    }
  }

  private boolean isReady() {
    return lines(out).stream().anyMatch(line -> line.startsWith("TMS ready at "));
  }

  /** What it has told its operator since it was started. */
  public List<String> log() {
    return lines(err);
  }

  /** How many threads it has. */
  int threads() {
    return count("task");
  }

  /** How many files and connections it has open. */
  int descriptors() {
    return count("fd");
  }

  /** Linux tells it; elsewhere it is 0. */
  private int count(String what) {
    String[] all = new File("/proc/" + process.pid() + "/" + what).list();
    return all == null ? 0 : all.length;
  }

  /** The memory that it occupies, in bytes. */
  long residentBytes() {
    return lines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(0);
  }

  /** What is left on its heap after a collection, in bytes. */
  long heapBytes() {
    try {
      Process histogram =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(process.pid()),
                  "GC.class_histogram") // collects first
              .redirectErrorStream(true)
              .start();
      List<String> lines = histogram.inputReader().lines().toList();
      String total = lines.get(lines.size() - 1);
      return Long.parseLong(total.strip().split("\\s+")[2]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL: no last word. */
  public void kill() {
    Process running = process;
    if (running == null) {
      return;
    }
    running.destroyForcibly();
    try {
      if (!running.waitFor(20, TimeUnit.SECONDS)) {
        throw new AssertionError(name + " survives SIGKILL");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }

  /** Surefire hides the class path of the tests in a jar's manifest. */
  private static String classPath() {
    String real = System.getProperty("surefire.test.class.path");
    return real == null ? System.getProperty("java.class.path") : real;
  }

  @Override
  public String toString() {
    return name;
  }
}

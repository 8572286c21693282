package dev.tms.demo.interop;

import dev.tms.contract.FreePort;
import dev.tms.demo.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A provider that a script of {@code src/test/interop} fetches, sets up and runs in a process of
 * its own, on a free port of the loopback interface.
 */
final class ScriptedProvider implements AutoCloseable {
  private static final Path SCRIPTS = Path.of("src/test/interop");
  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final int NOT_TO_BE_HAD = 77;

  private final Process process;
  private final Thread atExit = new Thread(this::stop, "provider-stop");
  private final String[] ready;

  private ScriptedProvider(Process process, Path log) throws IOException {
    this.process = process;
    Runtime.getRuntime().addShutdownHook(atExit);
    Await.until(
        log + " says that it is ready",
        START_LIMIT,
        () -> !process.isAlive() || readyLine(log).isPresent());
    ready = readyLine(log).orElse("ready - -").split(" ");
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param name of script and page
   * @param app public URL of the service, whose addresses the script registers
   * @return empty where this machine cannot have it: Debian packages on another system
   * @throws AssertionError if it does not start, with the end of its log
   */
  static Optional<ScriptedProvider> start(String name, String app) {
    try {
      Path folder = Files.createDirectories(Path.of("target/interop", name)).toAbsolutePath();
      Path log = folder.resolve("start.log");
      ProcessBuilder command =
          new ProcessBuilder(
              "bash",
              SCRIPTS.resolve(name + ".sh").toString(),
              folder.toString(),
              String.valueOf(FreePort.next()),
              app);
      command.environment().put("LIFE", String.valueOf(Realm.ACCESS_TOKEN_SECONDS));
      command.redirectErrorStream(true).redirectOutput(log.toFile());
      ScriptedProvider provider = new ScriptedProvider(command.start(), log);
      if (provider.process.isAlive()) {
        return Optional.of(provider);
      }
      provider.close();
      if (provider.process.exitValue() == NOT_TO_BE_HAD) {
        return Optional.empty();
      }
      throw new AssertionError(name + " does not start; its log says:\n" + Files.readString(log));
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be started", e);
    }
  }

  /** Its issuer identifier. */
  String issuer() {
    return ready[1];
  }

  /** The version that runs. */
  String version() {
    return ready[2];
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    stop();
  }

  private void stop() {
    List<ProcessHandle> children = process.descendants().toList();
    children.forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static Optional<String> readyLine(Path log) {
    try {
      return Files.readAllLines(log).stream()
          .map(line -> line.substring(Math.max(0, line.indexOf("ready "))))
          .filter(line -> line.startsWith("ready "))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

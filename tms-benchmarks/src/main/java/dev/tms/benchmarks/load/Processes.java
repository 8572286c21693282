package dev.tms.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The processes of one run and its folder, with a log of each; all are gone when the run ends,
 * however it ends. Thread-safe.
 */
final class Processes implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(4);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(5);
  private static final int LINES_OF_LOG = 15;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CALL_LIMIT).build();
  private final Path folder;
  private final List<Process> started = new ArrayList<>(); // guarded by this
  private boolean closed; // guarded by this

  Processes() throws IOException {
    folder = Files.createTempDirectory("tms-load");
    // Apache's workers are another user, who reads one folder in it
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "load-end"));
  }

  /** Makes a folder of that name, for one server. */
  Path folder(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  Path log(String name) {
    return folder.resolve(name + ".log");
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Starts one, its output in its log. */
  synchronized Process start(
      String name, Path directory, Map<String, String> environment, List<String> command)
      throws IOException {
    if (closed) {
      throw new IOException("the run has ended");
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log(name).toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    started.add(process);
    return process;
  }

  /** Runs one to its end; returns its output. */
  String run(String name, Path directory, List<String> command) throws IOException {
    Process process = start(name, directory, Map.of(), command);
    if (waitFor(process) != 0) {
      throw failure(String.join(" ", command) + " ended with " + process.exitValue(), name);
    }
    return Files.readString(log(name));
  }

  /** Waits until the address answers with a page or a redirect. */
  void awaitAnswer(String name, Process process, URI uri) throws IOException {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (!answers(uri)) {
      if (!process.isAlive()) {
        throw failure(name + " ended with " + process.exitValue(), name);
      }
      if (System.nanoTime() > end) {
        throw failure(name + " did not answer at " + uri, name);
      }
      pause();
    }
  }

  private boolean answers(URI uri) {
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(CALL_LIMIT).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() < 400;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private IOException failure(String what, String name) throws IOException {
    List<String> lines = Files.exists(log(name)) ? Files.readAllLines(log(name)) : List.of();
    List<String> end = lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size());
    return new IOException(what + "; its output ends with:\n" + String.join("\n", end));
  }

  /** Ends all processes, youngest first, and deletes the folder. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    for (int i = started.size() - 1; i >= 0; i--) {
      end(started.get(i));
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.err.println("cannot delete " + folder + ": " + e.getMessage());
    }
  }

  private static void end(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }

  private static int waitFor(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted", e);
  }
}

package dev.tms.demo.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tms.contract.FreePort;
import dev.tms.demo.Await;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import redis.embedded.core.ExecutableProvider;

/** The registry's Redis on a free port, which writes down everything before it answers. */
public final class RedisServer extends StoreServer {
  private final Path folder;
  private final Path configuration;
  private final List<String> mode;
  private final int port;
  private Process process;

  private RedisServer(Path folder, int port, List<String> mode, List<String> settings)
      throws IOException {
    this.folder = Files.createDirectories(folder);
    this.port = port;
    this.mode = mode;
    // a server in a fail-over writes into it what it has become
    this.configuration =
        Files.write(
            folder.resolve("redis.conf"),
            concat(List.of("port " + port, "bind 127.0.0.1", "dir " + folder), settings));
    this.process = launch();
  }

  /** Starts one; what it keeps is in the folder. */
  public static RedisServer start(Path folder) {
    return start(folder.resolve("redis"), FreePort.next(), List.of());
  }

  /** Starts one with more settings. */
  static RedisServer start(Path folder, int port, List<String> settings) {
    return launch(
        folder,
        port,
        List.of(),
        concat(List.of("save \"\"", "appendonly yes", "appendfsync always"), settings));
  }

  /** Starts a sentinel. */
  static RedisServer sentinel(Path folder, List<String> settings) {
    return launch(folder, FreePort.next(), List.of("--sentinel"), settings);
  }

  private static RedisServer launch(
      Path folder, int port, List<String> mode, List<String> settings) {
    try {
      return new RedisServer(folder, port, mode, settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> concat(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private Process launch() throws IOException {
    Process launched =
        new ProcessBuilder(
                concat(List.of(Executable.FILE.getPath(), configuration.toString()), mode))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("redis.log").toFile())
            .start();
    Await.until("Redis answers", Duration.ofSeconds(30), this::answers);
    return launched;
  }

  /** Runs a command. */
  Object run(String... words) {
    try (Jedis connection = new Jedis("127.0.0.1", port)) {
      String[] arguments = Arrays.copyOfRange(words, 1, words.length);
      return connection.sendCommand(() -> words[0].getBytes(US_ASCII), arguments);
    }
  }

  /** It is unpacked once. */
  private static final class Executable {
    static final File FILE = unpacked();

    private static File unpacked() {
      try {
        return ExecutableProvider.newJarResourceProvider().get();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
      return socket.getInputStream().read() == '+'; // -LOADING while it reads what it has kept
    } catch (IOException e) {
      return false;
    }
  }

  /** SIGKILL. */
  void stop() {
    process.destroyForcibly();
    try {
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts it again, with what it has kept. */
  void startAgain() {
    try {
      process = launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it again, and it has forgotten everything. */
  void startEmpty() {
    try (Stream<Path> kept = Files.list(folder)) {
      for (Path file : kept.filter(path -> path.toString().endsWith(".aof")).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    startAgain();
  }

  @Override
  String column() {
    return "Redis";
  }

  @Override
  int port() {
    return port;
  }

  @Override
  void configure(ObjectNode section, int at) {
    section.put("Kind", "redis").put("Url", "redis://127.0.0.1:" + at);
  }

  @Override
  boolean isWrite(String sent) {
    return sent.contains("\r\nSET\r\n") || sent.contains("\r\nEVALSHA\r\n");
  }

  @Override
  List<ProcessHandle> processes() {
    return withDescendants(process.toHandle());
  }

  @Override
  public void close() {
    stop();
  }
}

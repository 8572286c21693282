package dev.tms.demo.cluster;

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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/** The registry's Redis on a free port, which writes down everything before it answers. */
public final class RedisServer extends StoreServer {
  private final Path folder;
  private final int port = FreePort.next();
  private Process process;

  private RedisServer(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder.resolve("redis"));
    this.process = launch();
  }

  /** Starts one; what it keeps is in the folder. */
  public static RedisServer start(Path folder) {
    try {
      return new RedisServer(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process launch() throws IOException {
    File executable = Executable.FILE;
    Process launched =
        new ProcessBuilder(
                executable.getPath(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString(),
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                "always")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("redis.log").toFile())
            .start();
    Await.until("Redis answers", Duration.ofSeconds(30), this::answers);
    return launched;
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
      socket
          .getOutputStream()
          .write("PING\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
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

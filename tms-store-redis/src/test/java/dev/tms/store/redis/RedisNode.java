package dev.tms.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.FreePort;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis server of a test, on a free port of loopback. It is started as a process of its own
 * here, so that it can be stopped, paused and started again on the same port.
 */
final class RedisNode implements AutoCloseable {
  /** Where Debian's package puts a newer one. */
  static final Path INSTALLED = Path.of("/usr/bin/redis-server");

  private static File unpacked;

  private final Path executable;
  private final Path folder;
  private final List<String> arguments;
  private final int port;
  private final boolean tls;
  private String user;
  private String password;
  private Process process;

  private RedisNode(Path executable, int port, boolean tls, List<String> arguments)
      throws IOException {
    this.executable = executable;
    this.folder = Files.createTempDirectory("tms-redis");
    this.port = port;
    this.tls = tls;
    this.arguments = arguments;
  }

  /** The server of the registry's artefact. */
  static synchronized Path packaged() throws IOException {
    if (unpacked == null) {
      unpacked = ExecutableProvider.newJarResourceProvider().get();
    }
    return unpacked.toPath();
  }

  static RedisNode start(Path executable, String... settings) throws IOException {
    return start(executable, FreePort.next(), settings);
  }

  static RedisNode start(Path executable, int port, String... settings) throws IOException {
    RedisNode node =
        new RedisNode(
            executable, port, List.of(settings).contains("--tls-port"), List.of(settings));
    int at = node.arguments.indexOf("--requirepass");
    if (at >= 0) {
      node.password = node.arguments.get(at + 1);
    }
    node.start();
    return node;
  }

  /** A sentinel: the same program on a file that it rewrites. */
  static RedisNode sentinel(Path executable, String name, int primaryPort) throws IOException {
    RedisNode node = new RedisNode(executable, FreePort.next(), false, new ArrayList<>());
    Path file = node.folder.resolve("sentinel.conf");
    Files.writeString(
        file,
        String.join(
            "\n",
            "sentinel monitor " + name + " 127.0.0.1 " + primaryPort + " 1",
            "sentinel down-after-milliseconds " + name + " 300",
            "sentinel failover-timeout " + name + " 2000",
            ""));
    node.arguments.add(file.toString());
    node.arguments.add("--sentinel");
    node.start();
    return node;
  }

  int port() {
    return port;
  }

  HostAndPort address() {
    return new HostAndPort("127.0.0.1", port);
  }

  /** Starts it, again if it was stopped. */
  void start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(executable.toString());
    if (!arguments.isEmpty() && arguments.get(0).endsWith(".conf")) {
      command.addAll(arguments);
    }
    command.addAll(List.of(tls ? "--tls-port" : "--port", Integer.toString(port)));
    if (tls) {
      command.addAll(List.of("--port", "0"));
    }
    command.addAll(List.of("--bind", "127.0.0.1", "--dir", folder.toString()));
    if (arguments.isEmpty() || !arguments.get(0).endsWith(".conf")) {
      command.addAll(List.of("--save", "", "--loglevel", "warning"));
      for (int i = 0; i < arguments.size(); i++) {
        if (arguments.get(i).equals("--tls-port")) {
          i++; // its port is chosen here
        } else {
          command.add(arguments.get(i));
        }
      }
    }
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    await(this::isUp);
  }

  private boolean isUp() {
    assertThat(process.isAlive()).as("the server, log in " + folder).isTrue();
    if (tls) {
      try (var socket = new java.net.Socket("127.0.0.1", port)) {
        return true;
      } catch (IOException e) {
        return false;
      }
    }
    try {
      return run("PING").equals("PONG");
    } catch (JedisException e) {
      return false;
    }
  }

  /** Runs a command on a connection of its own. */
  Object run(String... words) {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder().timeoutMillis(10_000);
    if (password != null) {
      config.user(user).password(password);
    }
    try (Connection connection = new Connection(address(), config.build())) {
      byte[][] rest = new byte[words.length - 1][];
      for (int i = 1; i < words.length; i++) {
        rest[i - 1] = words[i].getBytes(java.nio.charset.StandardCharsets.UTF_8);
      }
      connection.sendCommand(
          () -> words[0].getBytes(java.nio.charset.StandardCharsets.UTF_8), rest);
      Object answer = connection.getOne();
      return answer instanceof byte[] bytes ? new String(bytes, Protocol.CHARSET) : answer;
    }
  }

  /** Lets time pass for all entries: each has that much less to live. */
  void elapse(Duration time) {
    run(
        "EVAL",
        """
        for _, key in ipairs(redis.call('KEYS', '*')) do
          redis.call('PEXPIRE', key, string.format('%.0f', redis.call('PTTL', key) - ARGV[1]))
        end
        """,
        "0",
        Long.toString(time.toMillis()));
  }

  void pause() throws Exception {
    signal("STOP");
  }

  void resume() throws Exception {
    signal("CONT");
  }

  private void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  void stop() {
    process.destroyForcibly();
    try {
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
    File[] files = folder.toFile().listFiles();
    if (files != null) {
      for (File file : files) {
        file.delete();
      }
    }
    folder.toFile().delete();
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}

package dev.tms.demo.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tms.contract.FreePort;
import dev.tms.demo.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A primary of Redis, its replica, and a sentinel that makes the one the other. */
final class SentinelServer extends StoreServer {
  private static final String NAME = "mine";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String DOWN_AFTER_MILLIS = "1000";

  private final List<RedisServer> servers;
  private final RedisServer sentinel;

  private SentinelServer(List<RedisServer> servers, RedisServer sentinel) {
    this.servers = servers;
    this.sentinel = sentinel;
  }

  /** Starts all three; what they keep is in the folder. */
  static SentinelServer start(Path folder) {
    RedisServer primary = RedisServer.start(folder.resolve("redis-1"), FreePort.next(), List.of());
    RedisServer replica =
        RedisServer.start(
            folder.resolve("redis-2"),
            FreePort.next(),
            List.of("replicaof 127.0.0.1 " + primary.port(), "repl-diskless-sync-delay 0"));
    RedisServer sentinel =
        RedisServer.sentinel(
            folder.resolve("sentinel"),
            List.of(
                "sentinel monitor " + NAME + " 127.0.0.1 " + primary.port() + " 1",
                "sentinel down-after-milliseconds " + NAME + " " + DOWN_AFTER_MILLIS,
                "sentinel failover-timeout " + NAME + " 4000"));
    SentinelServer all = new SentinelServer(List.of(primary, replica), sentinel);
    Await.until("the sentinel knows the replica", LIMIT, all::hasReplica);
    return all;
  }

  private boolean hasReplica() {
    return sentinel.run("SENTINEL", "REPLICAS", NAME) instanceof List<?> all && !all.isEmpty();
  }

  private RedisServer primary() {
    List<?> address = (List<?>) sentinel.run("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME);
    String port = new String((byte[]) address.get(1), java.nio.charset.StandardCharsets.US_ASCII);
    return servers.stream()
        .filter(server -> port.equals(Integer.toString(server.port())))
        .findFirst()
        .orElseThrow();
  }

  /** Kills both servers. */
  void stop() {
    servers.forEach(RedisServer::stop);
  }

  /** Starts both again, with what they have kept. */
  void startAgain() {
    servers.forEach(RedisServer::startAgain);
  }

  /**
   * Kills the primary, and starts it again when the replica has taken over; or after the limit,
   * where the replica had not yet got everything and cannot take over.
   */
  void failOver() {
    RedisServer before = primary();
    before.stop();
    try {
      Await.until("the replica has taken over", Duration.ofSeconds(10), () -> primary() != before);
    } catch (AssertionError e) {
      // it goes on as the primary
    } finally {
      before.startAgain();
    }
  }

  /** From now on there is room for no more, until {@link #makeRoom}. */
  void fill() {
    servers.forEach(server -> server.run("CONFIG", "SET", "maxmemory", "1"));
  }

  void makeRoom() {
    servers.forEach(server -> server.run("CONFIG", "SET", "maxmemory", "0"));
  }

  /** Runs a command on the primary. */
  Object run(String... words) {
    return primary().run(words);
  }

  @Override
  String column() {
    return "Redis, Sentinel";
  }

  @Override
  int port() {
    return sentinel.port();
  }

  @Override
  void configure(ObjectNode section, int at) {
    section.put("Kind", "redis").put("Url", "redis-sentinel://127.0.0.1:" + at + "/" + NAME);
  }

  @Override
  boolean isWrite(String sent) {
    return false; // what goes over the wire is asked of the sentinel
  }

  @Override
  List<ProcessHandle> processes() {
    return servers.stream().flatMap(server -> server.processes().stream()).toList();
  }

  @Override
  public void close() {
    Stream.concat(servers.stream(), Stream.of(sentinel)).forEach(RedisServer::close);
  }
}

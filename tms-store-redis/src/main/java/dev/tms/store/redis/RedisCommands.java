package dev.tms.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tms.store.StoreUnavailableException;
import dev.tms.store.redis.Connector.Answers;
import dev.tms.store.redis.Deadline.NotSentException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * Runs single-key commands on the node that holds the key, within the timeout. A command is
 * repeated only if it was certainly not executed: never sent, or rejected by the server.
 * Thread-safe.
 */
final class RedisCommands implements AutoCloseable {
  private static final int MOST_TRIES = 6;

  /** Errors of a server that is not, or not yet, the primary; another one may be. */
  private static final Set<String> NOT_PRIMARY = Set.of("READONLY", "MASTERDOWN", "CLUSTERDOWN");

  private final RedisUrl url;
  private final Connector connector;
  private final Topology topology;
  private final Duration timeout;
  private final LongSupplier ticker;
  private final Map<HostAndPort, NodePool> pools = new ConcurrentHashMap<>();
  private volatile boolean closed;

  RedisCommands(
      RedisUrl url,
      Connector connector,
      Connector sentinelConnector,
      Duration timeout,
      LongSupplier ticker) {
    this.url = url;
    this.connector = connector;
    this.timeout = timeout;
    this.ticker = ticker;
    this.topology =
        switch (url.kind()) {
          case ONE -> (key, deadline) -> url.nodes().get(0);
          case SENTINEL -> new Sentinels(url.nodes(), url.primary(), sentinelConnector);
          case CLUSTER -> new Cluster(url.nodes(), connector, this::keepOnly);
        };
  }

  /** Runs a read-only command, and repeats it once if there was no answer. */
  @Nullable Object read(byte[] key, CommandArguments command) {
    Deadline deadline = Deadline.in(timeout, ticker);
    try {
      return run(key, command, deadline);
    } catch (NoAnswerException e) {
      if (deadline.leftNanos() == 0) {
        throw unavailable(e);
      }
    }
    try {
      return run(key, command, deadline);
    } catch (NoAnswerException e) {
      throw unavailable(e);
    }
  }

  @Nullable Object write(byte[] key, CommandArguments command) {
    try {
      return run(key, command, Deadline.in(timeout, ticker));
    } catch (NoAnswerException e) {
      throw unavailable(e);
    }
  }

  /** Runs a script, sending its text only if the server does not know it. */
  @Nullable Object run(Script script, byte[] key, byte[]... arguments) {
    Deadline deadline = Deadline.in(timeout, ticker);
    try {
      try {
        return run(key, command(Command.EVALSHA, script.digest(), key, arguments), deadline);
      } catch (JedisNoScriptException e) {
        return run(key, command(Command.EVAL, script.text(), key, arguments), deadline);
      }
    } catch (NoAnswerException e) {
      throw unavailable(e);
    }
  }

  private static CommandArguments command(
      Command command, String script, byte[] key, byte[]... arguments) {
    CommandArguments all =
        new CommandArguments(command).add(script.getBytes(US_ASCII)).add(1).add(key);
    for (byte[] argument : arguments) {
      all.add(argument);
    }
    return all;
  }

  private static StoreUnavailableException unavailable(NoAnswerException e) {
    return new StoreUnavailableException(String.valueOf(e.getMessage()));
  }

  private Object run(byte[] key, CommandArguments command, Deadline deadline)
      throws NoAnswerException {
    HostAndPort redirected = null;
    boolean asking = false;
    String reason = "it could not be tried";
    for (int i = 0; i < MOST_TRIES; i++) {
      HostAndPort node = null;
      try {
        node = redirected != null ? redirected : topology.nodeFor(key, deadline);
        redirected = null;
        return pool(node).execute(command, asking, deadline);
      } catch (NotSentException e) {
        reason = String.valueOf(e.getMessage());
        if (deadline.leftNanos() == 0 || node == null || !topology.failed(node)) {
          break;
        }
      } catch (JedisNoScriptException e) {
        throw e;
      } catch (JedisRedirectionException e) {
        redirected = target(e, node);
        asking = e instanceof JedisAskDataException;
        reason = "the cluster redirected it too often";
        if (e instanceof JedisMovedDataException) {
          moved(e.getSlot(), redirected);
        }
        continue;
      } catch (JedisDataException e) {
        String code = Answers.codeOf(e);
        reason = node + " refused the command: " + code;
        if (node == null || !NOT_PRIMARY.contains(code) || !topology.failed(node)) {
          break;
        }
        pool(node).clear();
      } catch (JedisException e) {
        if (node != null) {
          topology.failed(node);
        }
        throw new NoAnswerException(node + " " + Answers.missing(e, "within " + timeout));
      }
      asking = false;
    }
    throw new StoreUnavailableException(reason);
  }

  private void moved(int slot, HostAndPort node) {
    try {
      topology.moved(slot, node);
    } catch (NotSentException e) {
      throw new StoreUnavailableException(String.valueOf(e.getMessage()));
    }
  }

  private static HostAndPort target(JedisRedirectionException e, @Nullable HostAndPort asked) {
    HostAndPort target = e.getTargetNode();
    return target.getHost().isEmpty() && asked != null
        ? new HostAndPort(asked.getHost(), target.getPort())
        : target;
  }

  private NodePool pool(HostAndPort node) {
    NodePool pool =
        pools.computeIfAbsent(
            node, key -> new NodePool(key, connector, topology::check, url.connections(), ticker));
    if (closed) {
      pool.close();
    }
    return pool;
  }

  private void keepOnly(Set<HostAndPort> nodes) {
    pools
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !nodes.contains(entry.getKey());
              if (gone) {
                entry.getValue().close();
              }
              return gone;
            });
  }

  @Override
  public void close() {
    closed = true;
    pools.values().forEach(NodePool::close);
  }

  /** The command was sent but not answered, so it may have been executed. */
  private static final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    NoAnswerException(String message) {
      super(message);
    }
  }

  /** A Lua script on one key, which Redis runs atomically, and the SHA-1 it is cached under. */
  record Script(String text, String digest) {
    /** Values begin with their version. Arguments: expected version, new value, milliseconds. */
    static final Script REPLACE =
        of(
            """
            if redis.call('GETRANGE', KEYS[1], 0, 7) ~= ARGV[1] then return 0 end
            redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
            return 1
            """);

    /** Argument: the expected version as 8 bytes. */
    static final Script REMOVE =
        of(
            """
            if redis.call('GETRANGE', KEYS[1], 0, 7) ~= ARGV[1] then return 0 end
            return redis.call('DEL', KEYS[1])
            """);

    private static Script of(String text) {
      try {
        byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(US_ASCII));
        return new Script(text, HexFormat.of().formatHex(digest));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JVM has SHA-1", e);
      }
    }
  }
}

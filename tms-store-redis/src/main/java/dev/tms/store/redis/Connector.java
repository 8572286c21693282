package dev.tms.store.redis;

import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Opens connections that are ready for commands: encrypted, signed in, on the right database. */
final class Connector {
  private final @Nullable SSLContext tls;
  private final @Nullable String user;
  private final @Nullable String password;
  private final int database;

  Connector(
      @Nullable SSLContext tls, @Nullable String user, @Nullable String password, int database) {
    this.tls = tls;
    this.user = user;
    this.password = password;
    this.database = database;
  }

  /**
   * A new connection.
   *
   * @throws NotSentException if there is none in time
   */
  Connection connect(HostAndPort node, Deadline deadline) {
    int millis = deadline.socketMillis();
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(millis)
            .socketTimeoutMillis(millis)
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
            .database(database);
    if (password != null) {
      config.user(user).password(password);
    }
    try {
      return new Connection(new Sockets(node, tls, deadline), config.build());
    } catch (JedisDataException e) {
      throw new NotSentException(node + " refused the connection: " + Answers.codeOf(e));
    } catch (JedisException e) {
      throw new NotSentException(
          node + " could not be connected to: it " + Answers.missing(e, "in time"));
    }
  }
}

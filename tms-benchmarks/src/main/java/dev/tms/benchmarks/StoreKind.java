package dev.tms.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tms.store.ExpiringStore;
import dev.tms.store.InMemoryStore;
import dev.tms.store.JdbcStore;
import dev.tms.store.StoreSettings;
import dev.tms.store.redis.RedisStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;

/** The stores, each as it is used; servers are started once in a JVM and end with it. */
public enum StoreKind {
  /** In memory, for one node. */
  MEMORY {
    @Override
    public ExpiringStore open() {
      return new InMemoryStore(InstantSource.system());
    }
  },
  /** H2 in memory, in this process. */
  H2 {
    @Override
    public ExpiringStore open() {
      JdbcDataSource source = new JdbcDataSource();
      source.setURL("jdbc:h2:mem:benchmark;DB_CLOSE_DELAY=-1");
      return jdbc(source);
    }
  },
  /** PostgreSQL on loopback, without fsync. */
  POSTGRESQL {
    @Override
    public ExpiringStore open() throws IOException {
      return jdbc(postgres());
    }
  },
  /** Redis on loopback, without persistence. */
  REDIS {
    @Override
    public ExpiringStore open() throws IOException {
      return RedisStore.open(settings().withUrl(redis().toString()));
    }
  };

  private static @Nullable EmbeddedPostgres postgres;
  private static @Nullable RedisServer redis;

  /** A store to be closed by the caller. */
  public abstract ExpiringStore open() throws IOException;

  /** The PostgreSQL server, started where it does not run yet. */
  public static synchronized DataSource postgres() throws IOException {
    if (postgres == null) {
      postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    }
    return postgres.getPostgresDatabase();
  }

  /** The address of the Redis server, started where it does not run yet. */
  public static synchronized URI redis() throws IOException {
    if (redis == null) {
      redis =
          RedisServer.newRedisServer()
              .bind("127.0.0.1")
              .port(freePort())
              .setting("save \"\"")
              .build();
      redis.start();
    }
    return URI.create("redis://127.0.0.1:" + redis.ports().get(0));
  }

  private static ExpiringStore jdbc(DataSource source) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    config.setMaximumPoolSize(8);
    HikariDataSource pool = new HikariDataSource(config);
    return JdbcStore.builder(pool, new SecureRandom()).onClose(pool::close).build();
  }

  private static StoreSettings settings() {
    return StoreSettings.of(InstantSource.system(), new SecureRandom());
  }

  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

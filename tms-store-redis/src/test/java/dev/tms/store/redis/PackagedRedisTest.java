package dev.tms.store.redis;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on the Redis 6.2 of the registry's artefact. */
final class PackagedRedisTest extends RedisStoreContract {
  private static RedisNode server;

  @BeforeAll
  static void startServer() throws IOException {
    server = RedisNode.start(RedisNode.packaged());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  RedisNode server() {
    return server;
  }
}

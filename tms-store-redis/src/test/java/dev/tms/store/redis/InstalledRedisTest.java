package dev.tms.store.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on the newer Redis that is installed here; skipped where there is none. */
final class InstalledRedisTest extends RedisStoreContract {
  private static RedisNode server;

  @BeforeAll
  static void startServer() throws IOException {
    assumeTrue(Files.isExecutable(RedisNode.INSTALLED), "no " + RedisNode.INSTALLED);
    server = RedisNode.start(RedisNode.INSTALLED);
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  RedisNode server() {
    return server;
  }
}

package dev.tms.demo.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tms.contract.FreePort;
import dev.tms.testkit.TestClient;
import dev.tms.testkit.TestProvider;
import dev.tms.testkit.secrets.SecretWatch;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A provider and nodes with one store, started once for a class. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ClusterFixture {
  private static final String SECRET = "app secret";
  static final String CLIENT = "app";

  Path folder;
  TestProvider provider;
  Cluster cluster;
  private StoreServer store;

  abstract StoreServer startStore(Path folder);

  abstract int nodes();

  /** The nodes' section {@code Session}. */
  ObjectNode session() {
    return JsonNodeFactory.instance.objectNode();
  }

  @BeforeAll
  void start(@TempDir Path folder) {
    this.folder = folder;
    int port = FreePort.next();
    String publicUrl = "http://localhost:" + port;
    provider =
        TestProvider.builder()
            .client(
                TestClient.confidential(CLIENT, SECRET)
                    .redirectUri(publicUrl + "/callback")
                    .backChannelLogoutUri("http://127.0.0.1:" + port + "/Auth/BackChannelLogout")
                    .build())
            .start();
    store = startStore(folder);
    cluster =
        Cluster.start(
            folder,
            store,
            nodes(),
            port,
            new ObjectMapper()
                .createObjectNode()
                .put("Authority", provider.issuer())
                .put("ClientId", CLIENT)
                .put("ClientSecret", SECRET),
            session());
  }

  @AfterAll
  void stop() {
    if (cluster != null) {
      cluster.nodes().forEach(ClusterFixture::searchLog);
      cluster.close();
    }
    store.close();
    provider.close();
  }

  /** Fails at the end of the class where a node has written a secret. */
  static void searchLog(NodeProcess node) {
    SecretWatch.search(String.join("\n", node.log()).getBytes(UTF_8));
  }

  /** Whether the provider would take the visitor's refresh token. */
  boolean isAlive(Visitor visitor) {
    return provider.isRefreshTokenLive(cluster.open(visitor).tokens().refreshToken().reveal());
  }
}

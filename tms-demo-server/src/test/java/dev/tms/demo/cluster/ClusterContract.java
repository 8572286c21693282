package dev.tms.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tms.contract.FreePort;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.TestClient;
import dev.tms.testkit.TestProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What nodes with one store hold, whichever it is. The nodes are started once for a class. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ClusterContract {
  static final Duration SHORT = Duration.ofSeconds(1);
  static final Duration LONG = Duration.ofMinutes(5);

  private static final String SECRET = "app secret";
  static final String CLIENT = "app";

  TestProvider provider;
  Cluster cluster;
  private StoreServer store;

  abstract StoreServer startStore(Path folder);

  abstract int nodes();

  @BeforeAll
  void start(@TempDir Path folder) {
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
                .put("ClientSecret", SECRET));
  }

  @AfterAll
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
    store.close();
    provider.close();
  }

  @BeforeEach
  void allNodesRun() {
    cluster.nodes().stream().filter(node -> !node.isAlive()).forEach(NodeProcess::launch);
    cluster.nodes().forEach(NodeProcess::awaitReady);
    provider.behave().refreshReuseWindow(Duration.ZERO).accessTokenLifetime(LONG);
  }

  @AfterEach
  void letGo() {
    provider.behave();
  }

  int tokenRequests() {
    return provider.count(RequestKind.TOKEN_REFRESH);
  }

  /** Someone whose access token expires in a second; the next ones live for long. */
  Visitor signIn() {
    return signIn(1).get(0);
  }

  List<Visitor> signIn(int count) {
    provider.accessTokenLifetime(SHORT);
    List<Visitor> visitors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      visitors.add(cluster.signIn("alice", SHORT));
    }
    provider.accessTokenLifetime(LONG);
    return visitors;
  }

  /** Whether the provider would take the visitor's refresh token. */
  boolean isAlive(Visitor visitor) {
    return provider.isRefreshTokenLive(cluster.open(visitor).tokens().refreshToken().reveal());
  }

  @Test
  @DisplayName(
      "Pain 1: 300 requests at once with one expired cookie: one token request, 300 times its"
          + " token")
  void retrieveToken_300AtOnce_oneTokenRequest() {
    List<Visitor> visitors = signIn(5);

    new Rounds(cluster, this::tokenRequests).play(visitors, 1);

    for (Visitor visitor : visitors) {
      assertThat(isAlive(visitor)).isTrue();
      for (NodeProcess node : cluster.nodes()) {
        assertThat(visitor.retrieve(node).status()).isEqualTo(200);
      }
    }
  }

  @Test
  @Tag("full")
  @DisplayName("50 rounds, each session refreshed again and again: none is lost")
  void retrieveToken_50Rounds_noSessionLost() {
    Rounds rounds = new Rounds(cluster, this::tokenRequests);
    rounds.play(signIn(2), 1);
    List<Visitor> visitors = signIn(10);
    provider.accessTokenLifetime(rounds.shortLife());

    rounds.play(visitors, 5);

    assertThat(visitors).allMatch(this::isAlive);
  }
}

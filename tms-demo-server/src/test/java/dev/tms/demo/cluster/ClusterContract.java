package dev.tms.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.testkit.RequestKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What nodes with one store hold, whichever it is. */
abstract class ClusterContract extends ClusterFixture {
  static final Duration SHORT = Duration.ofSeconds(1);
  static final Duration LONG = Duration.ofMinutes(5);

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

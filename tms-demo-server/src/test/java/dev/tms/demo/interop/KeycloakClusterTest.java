package dev.tms.demo.interop;

import static dev.tms.demo.interop.Workbench.section;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.demo.Await;
import dev.tms.demo.cluster.Answer;
import dev.tms.demo.cluster.Cluster;
import dev.tms.demo.cluster.NodeProcess;
import dev.tms.demo.cluster.RedisServer;
import dev.tms.demo.cluster.Rounds;
import dev.tms.demo.cluster.Visitor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes on one Redis, each a process, in front of a Keycloak that takes a refresh token once.
 */
@KeycloakTest
class KeycloakClusterTest {
  private static final Duration LIFE = Duration.ofSeconds(Realm.ACCESS_TOKEN_SECONDS);

  @TempDir Path directory;

  private Cluster start(Workbench bench, RedisServer redis, TokenProxy proxy) {
    return Cluster.start(
        directory,
        redis,
        3,
        bench.keycloak().realm().httpPort(),
        section(bench.configuration(proxy), "Client"));
  }

  @Test
  @DisplayName("50 rounds of 300 requests at once: one token request each, and no session is lost")
  void retrieveToken_300AtOnceFiftyTimes_oneTokenRequestEach(Workbench bench) {
    try (TokenProxy proxy = bench.tokenProxy();
        RedisServer redis = RedisServer.start(directory);
        Cluster cluster = start(bench, redis, proxy)) {
      List<Visitor> visitors =
          Stream.generate(() -> cluster.signIn("alice", LIFE)).limit(10).toList();

      new Rounds(cluster, () -> proxy.refreshes().size()).play(visitors, 5);

      for (Visitor visitor : visitors) {
        Answer answer = visitor.retrieve(cluster.nodes().get(0));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(bench.userinfo(answer.token()).status()).isEqualTo(200);
      }
      // the realm really takes a refresh token only once: no luck was involved
      assertThat(bench.refresh(proxy.oldestRefreshToken()).json().path("error").asText())
          .isEqualTo("invalid_grant");
    }
  }

  @Test
  @DisplayName("Keycloak tells one node of a logout: the others know within the check interval")
  void signOutAtKeycloak_toldToOneNode_endsCookieHeldSessionOnOthers(Workbench bench) {
    try (TokenProxy proxy = bench.tokenProxy();
        RedisServer redis = RedisServer.start(directory);
        Cluster cluster = start(bench, redis, proxy)) {
      Visitor visitor = cluster.signIn("bob", LIFE);
      // each has just looked, and remembers that for the check interval
      for (NodeProcess node : cluster.nodes()) {
        assertThat(visitor.retrieve(node).status()).isEqualTo(200);
      }

      bench.admin().signOut("bob");

      Instant known = Instant.now().plus(Cluster.CHECK_INTERVAL);
      Await.until(
          "the check interval is over",
          Cluster.CHECK_INTERVAL.plusSeconds(1),
          () -> !Instant.now().isBefore(known));
      for (NodeProcess node : cluster.nodes()) {
        Answer answer = visitor.ask(node).join();
        assertThat(answer.status()).as("%s", node).isEqualTo(401);
        // the refresh token is dead at Keycloak, too, but that is not what ended it
        assertThat(answer.code()).isEqualTo("logged_out");
      }
    }
  }
}

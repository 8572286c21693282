package dev.tms.demo.cluster;

import static dev.tms.demo.cluster.Cluster.join;
import static dev.tms.demo.cluster.Cluster.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.demo.Await;
import dev.tms.testkit.Hold;
import dev.tms.testkit.RequestKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three nodes and a Redis. */
class RedisClusterTest extends SharedStoreContract {
  /** More than one request asks before it begins to wait. */
  private static final int WAITING = 6;

  private RedisServer redis;

  @Override
  StoreServer startStore(Path folder) {
    redis = RedisServer.start(folder);
    return redis;
  }

  @Test
  @Tag("full")
  void store_stoppedAndTheTokenWorks_nothingHappens() {
    Visitor visitor = cluster.signIn("alice", LONG);
    stopped(Scenario.STORE_DOWN_TOKEN_WORKS, visitor, cluster.nodes(), () -> {});
  }

  @Test
  @Tag("full")
  void store_stoppedAndOneNodeServes_sessionIsKept() {
    Visitor visitor = expired();
    Visitor old = visitor.copy();
    List<Answer> late = new ArrayList<>();

    stopped(
        Scenario.STORE_DOWN_ONE_NODE,
        visitor,
        cluster.nodes().subList(0, 1),
        () -> late.add(old.ask(cluster.first()).join()));

    // the store has heard nothing of it, but the node remembers, during the outage and after it
    late.add(old.ask(cluster.first()).join());
    assertThat(late).extracting(Answer::status).containsOnly(200);
    assertThat(isAlive(visitor)).isTrue();
  }

  @Test
  @Tag("full")
  void store_stoppedAndAllNodesServe_sessionIsLost() {
    Visitor visitor = expired();
    // whether the session is lost shows when the next token has expired
    provider.accessTokenLifetime(Duration.ofSeconds(10));

    stopped(Scenario.STORE_DOWN_ALL_NODES, visitor, cluster.nodes(), () -> {});
  }

  private void stopped(
      Scenario scenario, Visitor visitor, List<NodeProcess> nodes, Runnable meanwhile) {
    int before = tokenRequests();
    List<Answer> answers;
    redis.stop();
    try {
      answers = join(send(visitor, SOME, nodes));
      meanwhile.run();
    } finally {
      redis.startAgain();
    }

    assertThat(answers).extracting(Answer::status).contains(200).doesNotContain(503, 500);
    check(scenario, visitor, answers, before);
  }

  @Test
  @Tag("full")
  void store_restartedDuringTheTokenRequest_sessionIsKept() {
    restarted(Scenario.STORE_RESTARTED, redis::startAgain);
  }

  @Test
  @Tag("full")
  void store_emptiedDuringTheTokenRequest_sessionIsKept() {
    restarted(Scenario.STORE_EMPTIED, redis::startEmpty);
  }

  private void restarted(Scenario scenario, Runnable start) {
    Visitor visitor = expired();
    int before = tokenRequests();
    List<CompletableFuture<Answer>> sent = new ArrayList<>();
    try (Hold hold = provider.hold(RequestKind.TOKEN_REFRESH)) {
      sent.addAll(send(visitor, SOME / 2, List.of(cluster.first())));
      hold.awaitArrived(1);
      long asked = cluster.wire().requests();
      sent.addAll(send(visitor, 1, List.of(cluster.last())));
      Await.until(
          "the last node looks again and again whether the first one is ready",
          Duration.ofSeconds(10),
          () -> cluster.wire().requests() > asked + WAITING);
      redis.stop();
      sent.addAll(send(visitor, SOME / 2, List.of(cluster.last())));
      start.run();
    }

    check(scenario, visitor, join(sent), before);
  }
}

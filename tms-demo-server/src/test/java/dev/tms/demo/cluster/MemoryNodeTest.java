package dev.tms.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.testkit.Hold;
import dev.tms.testkit.Misbehaviour;
import dev.tms.testkit.RequestKind;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One node that keeps everything in memory, and forgets it when it dies. */
class MemoryNodeTest extends TroubleContract {
  @Override
  StoreServer startStore(Path folder) {
    return new NoServer();
  }

  @Override
  int nodes() {
    return 1;
  }

  @Test
  @Tag("full")
  void node_killedBeforeTheProviderRedeems_sessionIsKept() {
    provider.misbehave(RequestKind.TOKEN_REFRESH, Misbehaviour.DROP_BEFORE);

    killedDuringTheTokenRequest(Scenario.KILLED_SENT, provider.hold(RequestKind.TOKEN_REFRESH));
  }

  @Test
  @Tag("full")
  void node_killedWhenTheProviderHasRedeemed_sessionIsLost() {
    killedDuringTheTokenRequest(
        Scenario.KILLED_REDEEMED, provider.holdAnswer(RequestKind.TOKEN_REFRESH));
  }

  private void killedDuringTheTokenRequest(Scenario scenario, Hold hold) {
    Visitor visitor = expired();
    int before = tokenRequests();
    CompletableFuture<Answer> sent = visitor.ask(cluster.first());
    hold.awaitArrived(1);

    cluster.first().kill();
    hold.release();
    allNodesRun();

    check(scenario, visitor, List.of(sent.join()), before);
  }

  @Test
  @Tag("full")
  void node_killedWhenItHasPublished_lostAnswerIsLost() {
    Visitor visitor = expired();
    int before = tokenRequests();
    assertThat(visitor.ask(cluster.first()).join().status()).isEqualTo(200);

    cluster.first().kill();
    allNodesRun();

    check(Scenario.KILLED_PUBLISHED, visitor, List.of(), before);
  }
}

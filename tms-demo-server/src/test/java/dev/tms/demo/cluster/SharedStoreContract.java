package dev.tms.demo.cluster;

import static dev.tms.demo.cluster.Cluster.join;
import static dev.tms.demo.cluster.Cluster.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.testkit.Hold;
import dev.tms.testkit.Misbehaviour;
import dev.tms.testkit.RequestKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three nodes with a store of its own process: a node dies at each step, the store is paused. */
abstract class SharedStoreContract extends TroubleContract {
  @Override
  int nodes() {
    return 3;
  }

  private List<NodeProcess> others() {
    return cluster.nodes().subList(0, nodes() - 1);
  }

  /**
   * Kills the last node in the middle of its refresh while the others are asked for the same.
   *
   * @param reached waits until it is there
   * @param afterwards lets go of what was held
   */
  private void kill(Scenario scenario, Visitor visitor, Runnable reached, Runnable afterwards) {
    int before = tokenRequests();
    CompletableFuture<Answer> own = visitor.ask(cluster.last());
    reached.run();
    List<CompletableFuture<Answer>> others = send(visitor, SOME, others());

    cluster.last().kill();
    afterwards.run();

    assertThat(own.join().status()).as("the dead answer nothing").isZero();
    check(scenario, visitor, join(others), before);
  }

  /** Kills it while this write of a refresh is held: claim, sent, publish. */
  private void killAtWrite(Scenario scenario, int number, boolean isDone) {
    Visitor visitor = refreshedBefore();
    Wire wire = cluster.wire();
    Gate gate = isDone ? wire.holdAnswerToWrite(number) : wire.holdWrite(number);
    kill(
        scenario,
        visitor,
        gate::awaitReached,
        () -> {
          gate.drop();
          wire.openGate();
        });
  }

  /** Someone with an expired token; the last node has refreshed before and knows the store. */
  private Visitor refreshedBefore() {
    List<Visitor> two = signIn(2);
    two.forEach(cluster::awaitExpiry);
    assertThat(two.get(0).retrieve(cluster.last()).status()).isEqualTo(200);
    return two.get(1);
  }

  @Test
  @Tag("full")
  void node_killedWhenItHasClaimed_sessionIsKept() {
    killAtWrite(Scenario.KILLED_CLAIMED, 2, false);
  }

  @Test
  @Tag("full")
  void node_killedBeforeTheProviderRedeems_sessionIsKept() {
    Visitor visitor = refreshedBefore();
    provider.misbehave(RequestKind.TOKEN_REFRESH, Misbehaviour.DROP_BEFORE);
    Hold hold = provider.hold(RequestKind.TOKEN_REFRESH);

    kill(Scenario.KILLED_SENT, visitor, () -> hold.awaitArrived(1), hold::release);
  }

  @Test
  @Tag("full")
  void node_killedWhenTheProviderHasRedeemed_sessionIsLost() {
    killedWhenRedeemed(Scenario.KILLED_REDEEMED);
  }

  @Test
  @Tag("full")
  void node_killedWhenALenientProviderHasRedeemed_sessionIsKept() {
    provider.refreshReuseWindow(Duration.ofMinutes(1));

    killedWhenRedeemed(Scenario.KILLED_REDEEMED_LENIENT);
  }

  private void killedWhenRedeemed(Scenario scenario) {
    Visitor visitor = refreshedBefore();
    Hold hold = provider.holdAnswer(RequestKind.TOKEN_REFRESH);

    kill(scenario, visitor, () -> hold.awaitArrived(1), hold::release);
  }

  @Test
  @Tag("full")
  void node_killedBeforeItPublishes_sessionIsLost() {
    killAtWrite(Scenario.KILLED_ANSWERED, 3, false);
  }

  @Test
  @DisplayName("A node dies when it has published: the others answer with what it has got")
  void node_killedWhenItHasPublished_sessionIsKept() {
    killAtWrite(Scenario.KILLED_PUBLISHED, 3, true);
  }

  @Test
  @Tag("full")
  void store_pausedBriefly_sessionIsKept() {
    Visitor visitor = expired();
    int before = tokenRequests();
    List<CompletableFuture<Answer>> sent;
    cluster.store().pause();
    try {
      sent = send(visitor, SOME, cluster.nodes());
      awaitInstant(Instant.now().plus(Cluster.STORE_TIMEOUT.dividedBy(4)));
    } finally {
      cluster.store().resume();
    }

    check(Scenario.STORE_PAUSED_BRIEFLY, visitor, join(sent), before);
  }

  @Test
  @Tag("full")
  void store_pausedAndOneNodeServes_sessionIsKept() {
    paused(Scenario.STORE_PAUSED_ONE_NODE, expired(), cluster.nodes().subList(0, 1));
  }

  @Test
  @Tag("full")
  void store_pausedAndAllNodesServe_sessionIsLost() {
    Visitor visitor = expired();
    // whether the session is lost shows when the next token has expired
    provider.accessTokenLifetime(Duration.ofSeconds(10));

    paused(Scenario.STORE_PAUSED_ALL_NODES, visitor, cluster.nodes());
  }

  private void paused(Scenario scenario, Visitor visitor, List<NodeProcess> nodes) {
    int before = tokenRequests();
    List<Answer> answers;
    cluster.store().pause();
    try {
      answers = join(send(visitor, SOME, nodes));
    } finally {
      cluster.store().resume();
    }

    check(scenario, visitor, answers, before);
  }

  @Test
  @DisplayName(
      "Pain 16: a logout at the provider, told to one node, ends the session on the others in time")
  void backChannelLogout_toldToOneNode_endsCookieHeldSessionOnOthers() {
    provider.accessTokenLifetime(LONG);
    Visitor visitor = cluster.signIn("bob", LONG);
    // each has just looked, and remembers that for the check interval
    for (NodeProcess node : cluster.nodes()) {
      assertThat(visitor.retrieve(node).status()).isEqualTo(200);
    }
    String sid = cluster.open(visitor).user().providerSession();
    int before = tokenRequests();

    int status =
        provider.sendBackChannelLogout(CLIENT, provider.logoutToken(CLIENT).sid(sid).build());

    Instant told = Instant.now();
    assertThat(status).isEqualTo(200);
    awaitInstant(told.plus(Cluster.CHECK_INTERVAL));
    for (NodeProcess node : cluster.nodes()) {
      Answer answer = visitor.ask(node).join();
      assertThat(answer.status()).as("%s", node).isEqualTo(401);
      assertThat(answer.code()).isEqualTo("logged_out");
    }
    assertThat(tokenRequests()).as("nothing was refreshed for it").isEqualTo(before);
  }
}

package dev.tms.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.demo.Await;
import dev.tms.testkit.Hold;
import dev.tms.testkit.Misbehaviour;
import dev.tms.testkit.RequestKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Providers, clients and cookies that make trouble. */
abstract class TroubleContract extends ClusterContract {
  static final int SOME = 30;

  private static final Duration LENIENCY = Duration.ofMinutes(1);

  private final ScenarioTable table = ScenarioTable.read();

  /** Holds what becomes of the session against the document. */
  void check(Scenario scenario, Visitor visitor, List<Answer> answers, int tokenRequestsBefore) {
    String outcome = outcome(visitor, answers);
    table.check(scenario, cluster.store().column(), outcome, tokenRequests() - tokenRequestsBefore);
  }

  /** {@code kept}, or why it ended. */
  private String outcome(Visitor visitor, List<Answer> answers) {
    for (Answer answer : answers) {
      if (answer.status() == 401) {
        return answer.code();
      }
      visitor.take(answer);
    }
    Answer last = cluster.settle(visitor);
    if (last.status() == 200 && !isAlive(visitor)) {
      // it is not known yet
      cluster.awaitExpiry(visitor);
      last = cluster.settle(visitor);
    }
    return last.status() == 200 ? "kept" : last.code();
  }

  /** Someone whose access token has just expired. */
  Visitor expired() {
    Visitor visitor = signIn();
    cluster.awaitExpiry(visitor);
    return visitor;
  }

  static void awaitInstant(Instant end) {
    Duration limit = Duration.between(Instant.now(), end).plusSeconds(1);
    Await.until("it is " + end, limit, () -> !Instant.now().isBefore(end));
  }

  private void misbehaving(Scenario scenario, Misbehaviour misbehaviour) {
    Visitor visitor = expired();
    int before = tokenRequests();
    provider.misbehave(RequestKind.TOKEN_REFRESH, misbehaviour);

    List<Answer> answers = cluster.atOnce(visitor, SOME);

    assertThat(answers).extracting(Answer::status).contains(503);
    check(scenario, visitor, answers, before);
  }

  @Test
  @Tag("full")
  void provider_answers503_sessionIsKept() {
    misbehaving(Scenario.PROVIDER_503, Misbehaviour.STATUS_503);
  }

  @Test
  @Tag("full")
  void provider_dropsBeforeRedeeming_sessionIsKept() {
    misbehaving(Scenario.PROVIDER_DROPS_BEFORE, Misbehaviour.DROP_BEFORE);
  }

  @Test
  void provider_dropsAfterRedeeming_sessionIsLost() {
    misbehaving(Scenario.PROVIDER_DROPS_AFTER, Misbehaviour.DROP_AFTER);
  }

  @Test
  @Tag("full")
  void provider_dropsAfterRedeemingAndIsLenient_sessionIsKept() {
    provider.refreshReuseWindow(LENIENCY);

    misbehaving(Scenario.PROVIDER_DROPS_LENIENT, Misbehaviour.DROP_AFTER);
  }

  @Test
  @Tag("full")
  void provider_slow_sessionIsKept() {
    Visitor visitor = expired();
    int before = tokenRequests();
    provider.delay(RequestKind.TOKEN_REFRESH, Cluster.TIMEOUT.dividedBy(2));

    List<Answer> answers = cluster.atOnce(visitor, SOME);

    assertThat(answers).extracting(Answer::status).containsOnly(200);
    check(Scenario.PROVIDER_SLOW, visitor, answers, before);
  }

  @Test
  @Tag("full")
  void provider_slowerThanTheLease_sessionIsLost() {
    slowerThanTheLease(Scenario.PROVIDER_SLOWER_THAN_LEASE);
  }

  @Test
  @Tag("full")
  void provider_slowerThanTheLeaseAndLenient_sessionIsKept() {
    provider.refreshReuseWindow(LENIENCY);

    slowerThanTheLease(Scenario.PROVIDER_SLOWER_LENIENT);
  }

  private void slowerThanTheLease(Scenario scenario) {
    Visitor visitor = expired();
    int before = tokenRequests();
    List<Answer> answers;
    try (Hold hold = provider.hold(RequestKind.TOKEN_REFRESH)) {
      Instant begin = Instant.now();
      answers = cluster.atOnce(visitor, SOME);
      assertThat(hold.arrived()).isEqualTo(1);
      awaitInstant(begin.plus(Cluster.LEASE).plusSeconds(1));
    }
    assertThat(answers).extracting(Answer::status).containsOnly(503);
    Await.until(
        "the provider has redeemed the token",
        Duration.ofSeconds(10),
        () -> tokenRequests() == before + 1);

    check(scenario, visitor, answers, before);
  }

  @Test
  @Tag("full")
  @DisplayName("100 clients hang up: the refresh runs on, and anyone who comes next gets it")
  void clients_hangUp_sessionIsKept() {
    Visitor visitor = expired();
    int before = tokenRequests();
    try (Hold hold = provider.hold(RequestKind.TOKEN_REFRESH)) {
      for (int i = 0; i < 100; i++) {
        visitor.askAndHangUp(cluster.nodes().get(i % cluster.nodes().size()));
      }
      hold.awaitArrived(1);
    }

    check(Scenario.CLIENTS_ABORT, visitor, List.of(), before);
  }

  @Test
  @Tag("full")
  @DisplayName("Old cookies 1, 30, 59 and 61 s late, confirmed and not")
  void oldCookie_late_getsTheNewestSessionUntilItIsSuperseded() {
    Visitor used = expired();
    Visitor unused = expired();
    Visitor old = used.copy();
    int before = tokenRequests();
    assertThat(unused.ask(cluster.first()).join().status()).isEqualTo(200);
    assertThat(used.retrieve(cluster.first()).status()).isEqualTo(200);
    Instant confirmed = Instant.now();
    assertThat(used.retrieve(cluster.last()).status()).isEqualTo(200);

    for (int seconds : List.of(1, 30, 59, 61)) {
      awaitInstant(confirmed.plusSeconds(seconds));
      boolean isOver = seconds > 60;
      Answer late = old.ask(cluster.last()).join();
      late(isOver ? Scenario.LATE_SUPERSEDED : Scenario.LATE_CONFIRMED, late);
      assertThat(late.cookies()).filteredOn(cookie -> isOver).isEmpty();
      late(Scenario.LATE_UNCONFIRMED, unused.ask(cluster.last()).join());
    }

    assertThat(tokenRequests() - before).as("one for each session").isEqualTo(2);
    assertThat(used.retrieve(cluster.first()).status()).isEqualTo(200);
    assertThat(isAlive(used)).isTrue();
  }

  private void late(Scenario scenario, Answer answer) {
    String outcome = answer.status() == 200 ? "kept" : answer.code();
    table.check(scenario, cluster.store().column(), outcome, 1);
  }
}

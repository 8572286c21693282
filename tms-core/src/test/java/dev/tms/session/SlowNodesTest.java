package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.SwitchableStore;
import dev.tms.oidc.OidcClient.RenewOutcome;
import dev.tms.policy.RefreshPolicy;
import dev.tms.problem.ErrorCode;
import dev.tms.session.RequestSession.AccessOutcome;
import dev.tms.session.RequestSession.Use;
import dev.tms.session.Sessions.OpenOutcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A node that stands still between two steps of a refresh, as the model has shown it to matter. */
final class SlowNodesTest {
  private final Cluster cluster = new Cluster();
  private final Node node = cluster.node(cluster.store, Runnable::run);
  private final SwitchableStore way = new SwitchableStore(cluster.store);
  private final BrowserJar browser = node.signIn("alice");

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  @DisplayName("Case e: a request that was overtaken by the next refresh sets no older cookie")
  void cookies_overtaken_setNoOlderOne() {
    BrowserJar other = browser.copy();
    cluster.expireToken();
    OpenOutcome.Live read = (OpenOutcome.Live) node.sessions.read(browser.cookies());
    Sessions.UseResult slow = node.sessions.token(read, Use.TOKEN);
    assertThat(token(slow.access())).isEqualTo("at-1");
    cluster.expireToken();
    assertThat(token(node.retrieve(other))).isEqualTo("at-2");

    assertThat(node.sessions.used(read, slow, Use.TOKEN).cookies())
        .noneMatch(cookie -> cookie.name().equals(Node.COOKIES.name("")));
    cluster.clock.advance(Duration.ofHours(1)); // the ledger need not keep the newer one any more
    assertThat(node.sessions.used(read, slow, Use.TOKEN).cookies())
        .noneMatch(cookie -> cookie.name().equals(Node.COOKIES.name("")));
  }

  @Test
  @DisplayName(
      "Case f: a claim that was written so late that it may be another's by now is not used")
  void retrieve_claimWrittenLate_sendsNothing() {
    Node slow = cluster.node(way, Runnable::run);
    cluster.expireToken();
    way.afterNextWrite( // the claim; and the next one says that it was sent
        () ->
            way.afterNextWrite(
                () -> {
                  cluster.clock.advance(RefreshPolicy.DEFAULT.lease());
                  node.retrieve(browser.copy());
                }));

    AccessOutcome outcome = slow.retrieve(browser);

    assertThat(token(outcome)).isEqualTo("at-1");
    assertThat(cluster.provider.redeemed).containsExactly("rt-0");
    assertThat(cluster.provider.isAlive()).isTrue();
  }

  @Test
  @DisplayName("Case f: a claim that was not used, and is taken again, is no try without an answer")
  void retrieve_claimTakenAgain_isNoLostTry() {
    Node slow = cluster.node(way, Runnable::run);
    cluster.expireToken();
    cluster.provider.nextAnswer(answer -> new RenewOutcome.Rejected("invalid_grant"));
    way.afterNextWrite(
        () -> way.afterNextWrite(() -> cluster.clock.advance(RefreshPolicy.DEFAULT.lease())));

    AccessOutcome outcome = slow.retrieve(browser);

    assertThat(outcome).isEqualTo(new AccessOutcome.Denied(ErrorCode.SESSION_EXPIRED));
  }

  @Test
  @DisplayName("Case f: the claim is kept until this node knows what it has published")
  void write_publishedAndStoreGone_keepsItsClaim() {
    Node slow = cluster.node(way, Runnable::run);
    cluster.expireToken();
    SessionRef session = node.live(browser.cookies()).orElseThrow().ref();
    List<Boolean> held = new ArrayList<>();
    cluster.provider.beforeAnswer =
        () ->
            way.afterNextWrite( // which publishes
                () -> {
                  way.down();
                  cluster.clock.advance(RefreshPolicy.DEFAULT.lease());
                  LedgerEntry entry = slow.ledger.readOrRecall(session, 0).entry();
                  held.add(entry.isHeld(cluster.clock.instant()));
                });

    assertThat(token(slow.retrieve(browser))).isEqualTo("at-1");

    assertThat(held).containsExactly(true);
    assertThat(slow.ledger.readOrRecall(session, 0).entry().newest()).isEqualTo(1);
  }

  @Test
  @DisplayName("Case f: the claim is kept until the answer is published, however long that takes")
  void retrieve_publishedLate_keepsItsClaim() {
    Deque<Runnable> beats = new ArrayDeque<>();
    Node slow = cluster.node(way, Runnable::run, beats);
    Duration lease = RefreshPolicy.DEFAULT.lease();
    cluster.expireToken();
    var session = node.live(browser.cookies()).orElseThrow();
    List<Boolean> held = new ArrayList<>();
    cluster.provider.beforeAnswer =
        () ->
            way.beforeNextWrite( // which publishes
                () -> {
                  for (int i = 0; i < 4; i++) {
                    cluster.clock.advance(lease.dividedBy(3));
                    beats.remove().run();
                    var entry = node.ledger.read(session.ref(), 0).entry();
                    held.add(entry.isHeld(cluster.clock.instant()));
                  }
                });

    assertThat(token(slow.retrieve(browser))).isEqualTo("at-1");

    assertThat(held).containsExactly(true, true, true, true);
    assertThat(token(node.retrieve(browser))).isEqualTo("at-1");
    assertThat(cluster.provider.redeemed).containsExactly("rt-0");
  }

  @Test
  @DisplayName("Case f: a claim that was renewed while the store was away still holds afterwards")
  void renew_storeDown_holdsWhenTheStoreIsBack() {
    Deque<Runnable> beats = new ArrayDeque<>();
    Node slow = cluster.node(way, Runnable::run, beats);
    Duration lease = RefreshPolicy.DEFAULT.lease();
    cluster.expireToken();
    SessionRef session = node.live(browser.cookies()).orElseThrow().ref();
    List<Boolean> held = new ArrayList<>();
    cluster.provider.beforeAnswer =
        () -> {
          way.down();
          cluster.clock.advance(lease.dividedBy(2));
          beats.remove().run();
          cluster.clock.advance(lease.multipliedBy(2).dividedBy(3));
          way.up();
          held.add(slow.ledger.read(session, 0).entry().isHeld(cluster.clock.instant()));
        };

    assertThat(token(slow.retrieve(browser))).isEqualTo("at-1");

    assertThat(held).containsExactly(true);
  }

  private static String token(AccessOutcome outcome) {
    assertThat(outcome).isInstanceOf(AccessOutcome.Granted.class);
    return ((AccessOutcome.Granted) outcome).token().reveal();
  }
}

package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.SwitchableStore;
import dev.tms.event.TmsEvent;
import dev.tms.oauth.ProviderTrouble;
import dev.tms.oauth.ProviderTrouble.Kind;
import dev.tms.oidc.OidcClient.RenewOutcome;
import dev.tms.policy.RefreshPolicy;
import dev.tms.problem.ErrorCode;
import dev.tms.session.RequestSession.AccessOutcome;
import dev.tms.store.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Case l: one node loses nothing while the store is away, and gives back what it knows. */
final class StoreOutageTest {
  private final Cluster cluster = new Cluster();
  private final SwitchableStore way = new SwitchableStore(cluster.store);
  private final Node node = cluster.node(way, Runnable::run);
  private final Node other = cluster.node(cluster.store, Runnable::run);
  private final BrowserJar browser = node.signIn("alice");

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  @DisplayName("Case l: an older cookie gets the newest session of this node, without a token call")
  void retrieve_olderCookie_getsNewest() {
    BrowserJar old = browser.copy();
    way.down();
    cluster.expireToken();

    assertThat(token(node.retrieve(browser))).isEqualTo("at-1");

    assertThat(token(node.retrieve(old))).isEqualTo("at-1");
    assertThat(cluster.provider.redeemed).containsExactly("rt-0");
    assertThat(node.events).anyMatch(TmsEvent.PublishFailed.class::isInstance);
  }

  @Test
  @DisplayName("Case l: what was published before the outage is remembered in it")
  void retrieve_publishedBefore_isRemembered() {
    cluster.expireToken();
    node.answer(browser, false); // and the answer is lost
    way.down();

    assertThat(token(node.retrieve(browser))).isEqualTo("at-1");
    assertThat(cluster.provider.redeemed).containsExactly("rt-0");
  }

  @Test
  @DisplayName("Case l: when the store is back, the other nodes have what this one knows")
  void retrieve_storeBack_othersHaveIt() {
    BrowserJar old = browser.copy();
    way.down();
    cluster.expireToken();
    node.retrieve(browser);
    way.up();

    node.retrieve(node.signIn("bob")); // anyone's request

    assertThat(token(other.retrieve(old))).isEqualTo("at-1");
    assertThat(cluster.provider.redeemed).containsExactly("rt-0");
  }

  @Test
  @DisplayName("Case l: a store that goes between claim and answer loses nothing")
  void retrieve_storeGoesMeanwhile_losesNothing() {
    BrowserJar old = browser.copy();
    cluster.expireToken();
    cluster.provider.beforeAnswer = way::down;

    assertThat(token(node.retrieve(browser))).isEqualTo("at-1");
    assertThat(token(node.retrieve(old))).isEqualTo("at-1");

    way.up();
    cluster.clock.advance(RefreshPolicy.DEFAULT.lease());
    assertThat(token(node.retrieve(old.copy()))).isEqualTo("at-1");
    assertThat(cluster.provider.redeemed).containsExactly("rt-0");
  }

  @Test
  @DisplayName("A write without an answer that was done is found by its owner")
  void retrieve_claimHasNoAnswer_isFound() {
    cluster.expireToken();
    way.afterNextWrite(
        () -> {
          throw new StoreUnavailableException("no answer in time");
        });
    var session = node.live(browser.cookies()).orElseThrow();
    List<LedgerEntry.State> seen = new ArrayList<>();
    cluster.provider.beforeAnswer =
        () -> seen.add(other.ledger.read(session.ref(), 0).entry().state());

    assertThat(token(node.retrieve(browser))).isEqualTo("at-1");
    assertThat(seen).containsExactly(LedgerEntry.State.SENT);
    assertThat(node.events).noneMatch(TmsEvent.PublishFailed.class::isInstance);
  }

  @Test
  @DisplayName("Case m, l: superseded after the grace time, also while the store is down")
  void retrieve_supersededAlone_isRefused() {
    BrowserJar stolen = browser.copy();
    way.down();
    cluster.expireToken();
    node.retrieve(browser);
    node.retrieve(browser);
    cluster.clock.advance(RefreshPolicy.DEFAULT.grace());

    Reply late = node.answer(stolen, false);

    assertThat(late.outcome()).isEqualTo(new AccessOutcome.Denied(ErrorCode.SESSION_SUPERSEDED));
    assertThat(late.cookies()).isEmpty();
  }

  @Test
  @DisplayName("Case i, l: provider and store down together: the back-off holds on this node")
  void retrieve_providerDownToo_backsOff() {
    way.down();
    cluster.provider.isDown = true;
    cluster.expireToken();
    node.retrieve(browser);

    node.retrieve(browser);

    assertThat(cluster.provider.redeemed).hasSize(1);
  }

  @Test
  @DisplayName("Case n, l: a try without an answer is remembered: lost, not expired")
  void retrieve_answerLost_endsAsLost() {
    way.down();
    cluster.provider.nextAnswer(
        answer -> new RenewOutcome.Unavailable(ProviderTrouble.of(Kind.UNANSWERED, "dropped")));
    cluster.expireToken();
    node.retrieve(browser);
    cluster.clock.advance(Duration.ofSeconds(31));

    assertThat(node.retrieve(browser)).isEqualTo(new AccessOutcome.Denied(ErrorCode.SESSION_LOST));
  }

  @Test
  @DisplayName(
      "A sign-out while the store is down holds on this node, and elsewhere when it is back")
  void logOut_storeDown_endsHereAndLaterElsewhere() {
    BrowserJar copy = browser.copy();
    way.down();

    node.logOut(browser);

    assertThat(node.retrieve(copy.copy()))
        .isEqualTo(new AccessOutcome.Denied(ErrorCode.LOGGED_OUT));
    way.up();
    node.retrieve(node.signIn("bob"));
    assertThat(other.retrieve(copy)).isEqualTo(new AccessOutcome.Denied(ErrorCode.LOGGED_OUT));
  }

  @Test
  @DisplayName(
      "Case n, l: also where the store goes before that is written; and the back-off holds")
  void retrieve_answerLostAndStoreGone_endsAsLost() {
    cluster.provider.nextAnswer(
        answer -> new RenewOutcome.Unavailable(ProviderTrouble.of(Kind.UNANSWERED, "dropped")));
    cluster.provider.beforeAnswer =
        () -> way.beforeNextWrite(way::down); // which says that there was no answer
    cluster.expireToken();

    AccessOutcome first = node.retrieve(browser);
    AccessOutcome atOnce = node.retrieve(browser);
    cluster.clock.advance(Duration.ofSeconds(31));

    assertThat(first).isInstanceOf(AccessOutcome.Unavailable.class);
    assertThat(atOnce).isInstanceOf(AccessOutcome.Unavailable.class);
    assertThat(cluster.provider.redeemed).hasSize(1);
    assertThat(node.retrieve(browser)).isEqualTo(new AccessOutcome.Denied(ErrorCode.SESSION_LOST));
  }

  @Test
  @DisplayName("A claim from the outage is given back once: it does not come again when it is over")
  void retrieve_failsWhenStoreIsBack_leavesNoClaim() {
    var session = node.live(browser.cookies()).orElseThrow();
    cluster.provider.nextAnswer(
        answer -> new RenewOutcome.Unavailable(ProviderTrouble.of(Kind.NOT_DONE, "503")));
    cluster.provider.beforeAnswer = way::up;
    way.down();
    cluster.expireToken();

    node.retrieve(browser);

    var entry = node.ledger.read(session.ref(), 0).entry();
    assertThat(entry.state()).isEqualTo(LedgerEntry.State.IDLE);
    assertThat(entry.isHeld(cluster.clock.instant())).isTrue();
    assertThat(node.ledger.read(session.ref(), 0).entry()).isEqualTo(entry);
  }

  @Test
  @DisplayName("What the store is owed it gets one by one, with other requests")
  void logOut_severalWhileDown_reachOthersOneByOne() {
    BrowserJar second = node.signIn("carol");
    List<BrowserJar> copies = List.of(browser.copy(), second.copy());
    way.down();
    node.logOut(browser);
    node.logOut(second);
    way.up();

    BrowserJar anybody = node.signIn("bob");
    node.retrieve(anybody);
    cluster.clock.advance(Node.CHECK_INTERVAL); // or the second request does not ask the store
    node.retrieve(anybody);

    assertThat(copies)
        .allSatisfy(
            copy ->
                assertThat(other.retrieve(copy))
                    .isEqualTo(new AccessOutcome.Denied(ErrorCode.LOGGED_OUT)));
  }

  @Test
  @DisplayName("A sign-out while the store is down reaches a refresh that is under way")
  void logOut_duringRefresh_revokesWhatItReceives() {
    way.down();
    cluster.expireToken();
    cluster.provider.beforeAnswer = () -> node.logOut(browser.copy());

    assertThat(node.retrieve(browser)).isEqualTo(new AccessOutcome.Denied(ErrorCode.LOGGED_OUT));
    assertThat(cluster.provider.revoked).contains("rt-1");
  }

  @Test
  @DisplayName("What a fail-over has forgotten is given back by the node that has written it")
  void retrieve_storeForgets_nodeRemembers() {
    BrowserJar old = browser.copy();
    cluster.expireToken();
    node.retrieve(browser);
    way.written().keySet().forEach(cluster.store::take);

    assertThat(token(node.retrieve(old.copy()))).isEqualTo("at-1");
    assertThat(token(other.retrieve(old))).isEqualTo("at-1");
    assertThat(cluster.provider.redeemed).containsExactly("rt-0");
  }

  private static String token(AccessOutcome outcome) {
    assertThat(outcome).isInstanceOf(AccessOutcome.Granted.class);
    return ((AccessOutcome.Granted) outcome).token().reveal();
  }
}

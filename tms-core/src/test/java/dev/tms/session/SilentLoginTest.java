package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.contract.SwitchableStore;
import dev.tms.event.TmsEvent;
import dev.tms.oauth.ProviderTrouble;
import dev.tms.oauth.ProviderTrouble.Kind;
import dev.tms.oidc.OidcClient.RenewOutcome;
import dev.tms.policy.RefreshPolicy;
import dev.tms.problem.ErrorCode;
import dev.tms.session.RequestSession.AccessOutcome;
import dev.tms.session.RequestSession.Use;
import dev.tms.session.Sessions.OpenOutcome;
import dev.tms.store.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Case o: a silent login whose answer has no refresh token keeps the one of the session before, and
 * whatever happens meanwhile, the token is in one session's hands.
 */
final class SilentLoginTest {
  private final Cluster cluster = new Cluster();
  private final Node node = cluster.node();
  private final BrowserJar browser = node.signIn("alice");

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void begin_untouchedSession_hasItsRefreshTokenAndEndsIt() {
    BrowserJar old = browser.copy();

    browser.apply(begun(node.silently(browser)));

    assertRefreshes(node, browser, "rt-0");
    cluster.clock.advance(Node.CHECK_INTERVAL);
    assertThat(node.retrieve(old)).isEqualTo(new AccessOutcome.Denied(ErrorCode.LOGGED_OUT));
    assertThat(cluster.provider.revoked).isEmpty();
    assertThat(node.events)
        .contains(new TmsEvent.SessionEnded("logged_out", TmsEvent.SessionEnded.Cause.REPLACED));
  }

  @Test
  @DisplayName("The cookie is from before several refreshes: the newest session is in the ledger")
  void begin_oldCookie_takesTheNewestToken() {
    BrowserJar old = browser.copy();
    for (int i = 0; i < 3; i++) {
      cluster.expireToken();
      node.retrieve(browser);
    }

    old.apply(begun(cluster.node().silently(old)));

    assertRefreshes(node, old, "rt-3");
  }

  @Test
  @DisplayName("A copy that has been out of date for longer than the grace time gets nothing")
  void begin_supersededCopy_takesNothing() {
    BrowserJar old = browser.copy();
    Node other = cluster.node();
    other.retrieve(old); // looks at the ledger now, and not again for a while
    cluster.expireToken();
    node.retrieve(browser);
    node.retrieve(browser);
    cluster.clock.advance(RefreshPolicy.DEFAULT.grace().plusSeconds(1));
    Session former = sessionIn(old);

    TakeOver.Outcome outcome = other.silently(former, other::begin);

    assertThat(outcome).isEqualTo(new TakeOver.Nothing());
    assertThat(node.retrieve(browser)).isInstanceOf(AccessOutcome.Granted.class);
  }

  @Test
  void begin_sessionEndedMeanwhile_takesNothing() {
    Session former = sessionIn(browser);
    node.logOut(browser);

    TakeOver.Outcome outcome = node.silently(former, node::begin);

    assertThat(outcome).isEqualTo(new TakeOver.Nothing());
  }

  @Test
  @DisplayName("A refresh in flight on another node is waited for, and what it brings is taken")
  void begin_refreshInFlight_waitsAndTakesItsToken() throws Exception {
    cluster.expireToken();
    CountDownLatch sent = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    cluster.provider.beforeAnswer =
        () -> {
          sent.countDown();
          await(mayAnswer);
        };
    CompletableFuture<Reply> refresh =
        CompletableFuture.supplyAsync(() -> node.answer(browser.copy(), false), cluster.executor());
    await(sent);
    Node other =
        cluster.pausing(
            time -> {
              cluster.provider.beforeAnswer = () -> {};
              mayAnswer.countDown();
              assertThat(refresh.orTimeout(10, TimeUnit.SECONDS).join().token()).isEqualTo("at-1");
            });

    browser.apply(begun(other.silently(browser)));

    assertRefreshes(node, browser, "rt-1");
    assertThat(cluster.provider.redeemed).containsExactly("rt-0", "rt-1");
    assertThat(cluster.provider.revoked).isEmpty();
  }

  @Test
  @DisplayName("A refresh that does not end in time: the login fails and the session lives on")
  void begin_refreshDoesNotEnd_isBusyAndChangesNothing() {
    cluster.expireToken();
    AtomicReference<TakeOver.Outcome> outcome = new AtomicReference<>();
    Node other = cluster.waiting(Duration.ofSeconds(5));
    cluster.provider.beforeAnswer =
        () -> {
          cluster.provider.beforeAnswer = () -> {};
          outcome.set(other.silently(browser));
        };

    node.retrieve(browser);

    assertThat(outcome.get()).isEqualTo(new TakeOver.Busy());
    assertRefreshes(node, browser, "rt-1");
  }

  @Test
  @DisplayName("A node that dies between claim and end loses nothing: its claim lapses")
  void begin_nodeDiesAfterClaim_sessionLivesOn() {
    assertThatThrownBy(
            () ->
                node.silently(
                    browser,
                    session -> {
                      throw new IllegalStateException("the node dies");
                    }))
        .hasMessage("the node dies");
    cluster.expireToken();

    assertThat(cluster.node().retrieve(browser)).isInstanceOf(AccessOutcome.Granted.class);
    assertThat(cluster.provider.redeemed).containsExactly("rt-0");
  }

  @Test
  void begin_newSessionCannotBeKept_givesTheClaimBack() {
    assertThatThrownBy(
            () ->
                node.silently(
                    browser,
                    session -> {
                      throw new StoreUnavailableException("not kept");
                    }))
        .isInstanceOf(StoreUnavailableException.class);

    LedgerEntry entry = entryOf(sessionIn(browser));
    assertThat(entry.state()).isEqualTo(LedgerEntry.State.IDLE);
    assertThat(entry.isHeld(cluster.clock.instant())).isFalse();
    assertRefreshes(node, browser, "rt-0");
  }

  @Test
  @DisplayName("A sign-out between claim and end wins: the new session has no refresh token")
  void begin_loggedOutBetweenClaimAndEnd_takesNothing() {
    BrowserJar copy = browser.copy();

    TakeOver.Outcome outcome =
        node.silently(
            browser,
            session -> {
              cluster.node().logOut(copy);
              return node.begin(session);
            });

    assertThat(outcome).isEqualTo(new TakeOver.Nothing());
    assertThat(cluster.provider.revoked).containsExactly("rt-0");
  }

  @Test
  @DisplayName("While the claim holds, no other request sends the token")
  void retrieve_whileClaimed_waits() {
    cluster.expireToken();
    BrowserJar copy = browser.copy();
    AtomicReference<AccessOutcome> meanwhile = new AtomicReference<>();

    browser.apply(
        begun(
            node.silently(
                browser,
                session -> {
                  meanwhile.set(cluster.waiting(Duration.ofSeconds(5)).retrieve(copy));
                  return node.begin(session);
                })));

    assertThat(meanwhile.get()).isInstanceOf(AccessOutcome.Unavailable.class);
    assertThat(cluster.provider.redeemed).isEmpty();
    assertRefreshes(node, browser, "rt-0");
  }

  @Test
  @DisplayName("Two silent logins of one browser: the second takes the token from the first")
  void begin_twice_theSecondHasTheToken() {
    BrowserJar tab = browser.copy();
    Node other = cluster.node();
    Session former = sessionIn(tab);
    BrowserJar first = browser.copy();
    first.apply(begun(node.silently(browser)));

    tab.apply(begun(other.silently(former, other::begin)));

    assertRefreshes(node, tab, "rt-0");
  }

  @Test
  @DisplayName("A sign-out with the old cookie revokes nothing: the token is another session's now")
  void logOut_oldCookie_leavesTheTokenAlone() {
    Node other = cluster.node();
    BrowserJar old = browser.copy();
    assertThat(other.live(old.cookies())).isPresent(); // remembered for 5 s
    browser.apply(begun(node.silently(browser)));

    other.logOut(old);

    assertThat(cluster.provider.revoked).isEmpty();
    assertRefreshes(node, browser, "rt-0");
  }

  @Test
  @DisplayName("A late success of a node that stood still is published nowhere, and not revoked")
  void publish_afterTakeOver_revokesNothing() {
    cluster.expireToken();
    Node other = cluster.node();
    BrowserJar copy = browser.copy();
    cluster.provider.beforeAnswer =
        () -> {
          cluster.provider.beforeAnswer = () -> {};
          cluster.clock.advance(RefreshPolicy.DEFAULT.lease().plusSeconds(1));
          browser.apply(begun(other.silently(browser)));
        };

    Reply late = node.answer(copy, false);

    assertThat(late.outcome()).isEqualTo(new AccessOutcome.Denied(ErrorCode.LOGGED_OUT));
    assertThat(cluster.provider.revoked).isEmpty();
  }

  @Test
  @DisplayName("A token that was sent without an answer is taken with that doubt: session_lost")
  void begin_afterUnansweredRefresh_passesTheDoubtOn() {
    cluster.expireToken();
    cluster.provider.nextAnswer(
        answer -> new RenewOutcome.Unavailable(ProviderTrouble.of(Kind.UNANSWERED, "dropped")));
    assertThat(node.retrieve(browser)).isInstanceOf(AccessOutcome.Unavailable.class);

    browser.apply(begun(node.silently(browser)));
    cluster.expireToken();

    assertThat(node.retrieve(browser)).isEqualTo(new AccessOutcome.Denied(ErrorCode.SESSION_LOST));
  }

  @Test
  @DisplayName("A provider that was down has the token still: back-off holds no login up")
  void begin_whileBackingOff_takesTheToken() {
    cluster.expireToken();
    cluster.provider.isDown = true;
    node.retrieve(browser);
    cluster.provider.isDown = false;

    browser.apply(begun(node.silently(browser)));

    assertThat(entryOf(sessionIn(browser)).unanswered()).isFalse();
    cluster.expireToken();
    assertThat(node.retrieve(browser)).isInstanceOf(AccessOutcome.Granted.class);
  }

  @Test
  @DisplayName("While the store is down the node goes on alone, and the store hears of the end")
  void begin_storeDown_takesTheTokenHere() {
    SwitchableStore store = new SwitchableStore(cluster.store);
    Node lonely = cluster.node(store, cluster.executor());
    BrowserJar old = browser.copy();
    Session former = sessionIn(old);
    store.down();

    browser.apply(begun(lonely.silently(browser)));
    assertRefreshes(lonely, browser, "rt-0");
    store.up();
    lonely.retrieve(browser);
    lonely.retrieve(browser);

    assertThat(cluster.node().retrieve(old))
        .isEqualTo(new AccessOutcome.Denied(ErrorCode.LOGGED_OUT));
    assertThat(entryOf(former).isTakenOver()).isTrue();
  }

  @Test
  @DisplayName("A claim that lapsed while the node stood still gives no token away")
  void begin_claimLapsedAndStoreDown_takesTheNewestToken() {
    SwitchableStore store = new SwitchableStore(cluster.store);
    Node slow = cluster.node(store, Runnable::run);
    BrowserJar old = browser.copy();
    store.afterNextWrite( // the claim
        () -> {
          cluster.expireToken();
          slow.retrieve(old);
          store.down();
        });

    browser.apply(begun(slow.silently(browser)));

    assertRefreshes(slow, browser, "rt-1");
  }

  @Test
  void begin_sessionHeldInTheStore_hasItsRefreshToken() {
    Node holding = cluster.holding(cluster.store);
    BrowserJar held = holding.signIn("alice");
    BrowserJar old = held.copy();
    cluster.expireToken();
    holding.retrieve(held);

    held.apply(begun(holding.silently(held)));

    assertRefreshes(holding, held, "rt-1");
    assertThat(holding.retrieve(old)).isEqualTo(new AccessOutcome.Denied(ErrorCode.LOGGED_OUT));
    assertThat(cluster.provider.revoked).isEmpty();
  }

  @Test
  @DisplayName("Case e: a refresh that a login has overtaken does not set the old session's cookie")
  void cookies_overtakenByALogin_setNone() {
    cluster.expireToken();
    BrowserJar copy = browser.copy();
    OpenOutcome.Live read = (OpenOutcome.Live) node.sessions.read(copy.cookies());
    Sessions.UseResult late = node.sessions.token(read, Use.TOKEN);

    browser.apply(begun(cluster.node().silently(browser)));

    assertThat(node.sessions.used(read, late, Use.TOKEN).cookies())
        .noneMatch(cookie -> cookie.name().equals(Node.COOKIES.name("")));
  }

  @Test
  @DisplayName("A late answer for the former session does not clear the cookies of the new one")
  void cookies_takenOver_clearNone() {
    BrowserJar old = browser.copy();
    OpenOutcome read = node.sessions.read(old.cookies());
    cluster.expireToken();
    browser.apply(begun(cluster.node().silently(browser)));

    RequestSession waiting = node.sessions.use(read, Use.TOKEN);
    AccessOutcome outcome = waiting.access();
    Reply later = cluster.node().answer(old, false);

    assertThat(outcome).isEqualTo(new AccessOutcome.Denied(ErrorCode.LOGGED_OUT));
    assertThat(waiting.cookies()).isEmpty();
    assertThat(later.outcome()).isEqualTo(new AccessOutcome.Denied(ErrorCode.LOGGED_OUT));
    assertThat(later.cookies()).isEmpty();
  }

  private void assertRefreshes(Node at, BrowserJar with, String refreshToken) {
    cluster.expireToken();
    assertThat(at.retrieve(with)).isInstanceOf(AccessOutcome.Granted.class);
    assertThat(cluster.provider.redeemed).contains(refreshToken);
    assertThat(cluster.provider.isAlive()).isTrue();
  }

  private Session sessionIn(BrowserJar jar) {
    return node.load(jar.cookies());
  }

  private LedgerEntry entryOf(Session session) {
    return node.ledger.read(session.ref(), session.generation()).entry();
  }

  private static List<dev.tms.http.SetCookie> begun(TakeOver.Outcome outcome) {
    assertThat(outcome).isInstanceOf(TakeOver.Begun.class);
    return ((TakeOver.Begun) outcome).cookies();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

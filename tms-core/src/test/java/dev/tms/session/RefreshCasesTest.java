package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.CapturedLog;
import dev.tms.contract.SwitchableStore;
import dev.tms.event.TmsEvent;
import dev.tms.event.TmsEvent.Refreshed;
import dev.tms.oauth.ProviderTrouble;
import dev.tms.oauth.ProviderTrouble.Kind;
import dev.tms.oidc.OidcClient.RenewOutcome;
import dev.tms.problem.ErrorCode;
import dev.tms.session.RequestSession.AccessOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The table of cases, one by one. */
final class RefreshCasesTest {
  private final Cluster cluster = new Cluster();
  private final Node node = cluster.node();
  private final BrowserJar browser = node.signIn("alice");

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  @DisplayName("Case a, Pain 1: requests that overlap in one process make one token call")
  void retrieve_manyOverlapInOneProcess_makeOneCall() throws Exception {
    cluster.expireToken();

    List<Reply> replies = atOnce(100, () -> node.answer(browser.copy(), false));

    assertThat(cluster.provider.redeemed).containsExactly("rt-0");
    assertThat(replies).allSatisfy(reply -> assertThat(reply.token()).isEqualTo("at-1"));
    assertThat(cluster.provider.isAlive()).isTrue();
  }

  @Test
  @DisplayName(
      "Case b: requests that overlap on several nodes make one token call, through the shared"
          + " store")
  void retrieve_manyOverlapOnThreeNodes_makeOneCall() throws Exception {
    List<Node> nodes = List.of(node, cluster.node(), cluster.node());
    cluster.expireToken();

    List<Callable<Reply>> calls = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      Node any = nodes.get(i % 3);
      calls.add(() -> any.answer(browser.copy(), false));
    }
    List<Reply> replies = atOnce(calls);

    assertThat(cluster.provider.redeemed).containsExactly("rt-0");
    assertThat(replies).allSatisfy(reply -> assertThat(reply.token()).isEqualTo("at-1"));
  }

  @Test
  @DisplayName(
      "Case c, Pain 3: an older cookie that arrives later gets the newest session without a token"
          + " call")
  void retrieve_olderCookieLater_getsNewest() {
    BrowserJar old = browser.copy();
    cluster.expireToken();
    node.retrieve(browser);

    Reply late = node.answer(old, false);

    assertThat(late.token()).isEqualTo("at-1");
    assertThat(cluster.provider.redeemed).hasSize(1);
    old.apply(late.cookies());
    assertThat(node.generationOf(old)).isEqualTo(1);
  }

  @Test
  @DisplayName("Case d: a lost response is made good until the idle deadline")
  void retrieve_responseLost_isRepeatedUntilIdleDeadline() {
    cluster.expireToken();
    Reply lost = node.answer(browser, false);
    assertThat(lost.token()).isEqualTo("at-1");

    cluster.clock.advance(Duration.ofMinutes(19));

    // generation 1 has expired meanwhile too: it is renewed from the copy that the ledger keeps
    assertThat(token(node.retrieve(browser))).isEqualTo("at-2");
    assertThat(cluster.provider.redeemed).containsExactly("rt-0", "rt-1");
  }

  @Test
  @DisplayName(
      "Case e, Pain 5: a request with an older cookie whose token still works sets no token cookie")
  void retrieve_olderCookieWithWorkingToken_setsNoTokenCookie() {
    BrowserJar old = browser.copy();
    node.retrieve(browser, true);

    Reply late = node.answer(old, false);

    assertThat(late.token()).isEqualTo("at-0");
    assertThat(late.cookies()).noneMatch(cookie -> cookie.name().equals(Node.COOKIES.name("")));
  }

  @Test
  @DisplayName("Case f: a token call that outlives the lease keeps its claim; no one else redeems")
  void retrieve_callOutlivesLease_keepsItsClaim() throws Exception {
    Duration lease = Duration.ofSeconds(1);
    Node slow = cluster.leasing(lease);
    CountDownLatch sent = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    cluster.provider.beforeAnswer =
        () -> {
          sent.countDown();
          awaitQuietly(mayAnswer);
        };
    cluster.expireToken();
    ExecutorService pool = Executors.newSingleThreadExecutor();
    Future<Reply> reply = pool.submit(() -> slow.answer(browser.copy(), false));
    assertThat(sent.await(10, TimeUnit.SECONDS)).isTrue();
    var session = node.live(browser.cookies()).orElseThrow();

    for (int leases = 0; leases < 3; leases++) {
      cluster.clock.advance(lease.minusMillis(1));
      Instant renewed = cluster.clock.instant().plus(lease).truncatedTo(ChronoUnit.MILLIS);
      awaitTrue(() -> !node.ledger.read(session.ref(), 0).entry().lease().isBefore(renewed));
    }
    var entry = node.ledger.read(session.ref(), 0).entry();
    mayAnswer.countDown();

    assertThat(entry.state()).isEqualTo(LedgerEntry.State.SENT);
    assertThat(reply.get(10, TimeUnit.SECONDS).token()).isEqualTo("at-1");
    assertThat(token(node.retrieve(browser))).isEqualTo("at-1");
    assertThat(cluster.provider.redeemed).containsExactly("rt-0");
    pool.shutdown();
  }

  @Test
  @DisplayName(
      "Case g: a request that gives up leaves its refresh running, and the result is published")
  void retrieve_clientGivesUp_refreshRunsOn() throws Exception {
    CountDownLatch sent = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    cluster.provider.beforeAnswer =
        () -> {
          sent.countDown();
          awaitQuietly(mayAnswer);
        };
    cluster.expireToken();
    Thread request = new Thread(() -> node.answer(browser.copy(), false));
    request.start();
    assertThat(sent.await(10, TimeUnit.SECONDS)).isTrue();

    request.interrupt();
    request.join(10_000);
    assertThat(request.isAlive()).isFalse();
    mayAnswer.countDown();

    assertThat(token(node.retrieve(browser))).isEqualTo("at-1");
    assertThat(cluster.provider.redeemed).hasSize(1);
  }

  @Test
  @DisplayName("Case h: after the lease one other node tries; refused, the session is lost")
  void retrieve_nodeDiedAfterSent_endsAsLostWhenRefused() {
    Node dying = cluster.node(cluster.store, work -> {});
    cluster.expireToken();
    sendAndDie();

    AccessOutcome outcome = node.retrieve(browser);

    assertThat(outcome).isEqualTo(new AccessOutcome.Denied(ErrorCode.SESSION_LOST));
    assertThat(browser.isEmpty()).isTrue();
    assertThat(outcomes(node)).contains(Refreshed.Outcome.LOST);
    assertThat(dying.events).isEmpty();
  }

  /** A node marks the session sent, redeems the token, and is gone. */
  private void sendAndDie() {
    var session = node.live(browser.cookies()).orElseThrow();
    var page = node.ledger.read(session.ref(), 0);
    var lease = cluster.clock.instant().plusSeconds(15);
    var claimed =
        node.ledger.write(session.ref(), page, page.entry().claimed(7, lease)).orElseThrow();
    var sent = node.ledger.write(session.ref(), claimed, claimed.entry().sent(7, lease));
    assertThat(sent).isPresent();
    cluster.provider.renew(session);
  }

  @Test
  @DisplayName(
      "Case i, Pain 23: provider trouble keeps the session; the old token is served while it works,"
          + " then 503")
  void retrieve_providerDown_sessionLives() {
    cluster.clock.advance(Duration.ofMinutes(4));
    cluster.provider.isDown = true;

    assertThat(token(node.retrieve(browser))).isEqualTo("at-0");
    cluster.clock.advance(Duration.ofMinutes(2));
    assertThat(node.retrieve(browser)).isInstanceOf(AccessOutcome.Unavailable.class);

    cluster.provider.isDown = false;
    cluster.clock.advance(Duration.ofSeconds(31));
    assertThat(token(node.retrieve(browser))).isEqualTo("at-1");
  }

  @Test
  @DisplayName("Case i: while backing off, no one calls the provider")
  void retrieve_whileBackingOff_makesNoCall() {
    cluster.provider.isDown = true;
    cluster.expireToken();
    node.retrieve(browser);

    AccessOutcome again = node.retrieve(browser);

    assertThat(again).isInstanceOf(AccessOutcome.Unavailable.class);
    assertThat(((AccessOutcome.Unavailable) again).retryAfter()).isPositive();
    assertThat(cluster.provider.redeemed).hasSize(1);
  }

  @Test
  @DisplayName("Case i: Retry-After asks for a longer pause, never for none")
  void retrieve_retryAfterZero_backsOffAllTheSame() {
    cluster.provider.refusal =
        new RenewOutcome.Unavailable(
            new ProviderTrouble(ProviderTrouble.Kind.NOT_DONE, 503, Duration.ZERO, "down"));
    cluster.expireToken();

    for (int i = 0; i < 3; i++) {
      assertThat(node.retrieve(browser))
          .isInstanceOfSatisfying(
              AccessOutcome.Unavailable.class, u -> assertThat(u.retryAfter()).isPositive());
    }

    assertThat(cluster.provider.redeemed).hasSize(1);
  }

  @Test
  @DisplayName(
      "Case i: a refresh token without a usable access token is kept, and the next try waits")
  void retrieve_noUsableAccessToken_keepsTheRefreshTokenAndBacksOff() {
    cluster.provider.withoutAccessTokens = "no token_type";
    cluster.clock.advance(Duration.ofMinutes(4)); // due, and the old token still works

    try (CapturedLog log = new CapturedLog(FailureLog.class)) {
      for (int i = 0; i < 3; i++) {
        assertThat(token(node.retrieve(browser))).isEqualTo("at-0");
      }
      assertThat(cluster.provider.redeemed).containsExactly("rt-0");
      cluster.clock.advance(Duration.ofMinutes(1)); // expired
      for (int i = 0; i < 3; i++) {
        assertThat(node.retrieve(browser))
            .isInstanceOfSatisfying(
                AccessOutcome.Unavailable.class, u -> assertThat(u.retryAfter()).isPositive());
      }
      assertThat(cluster.provider.redeemed).containsExactly("rt-0", "rt-1");
      assertThat(log.lines()).containsOnly("WARNING a refresh did not succeed: no token_type");
    }

    cluster.provider.withoutAccessTokens = null;
    cluster.clock.advance(Duration.ofSeconds(3)); // the second back-off is 2 s at most
    assertThat(token(node.retrieve(browser))).isEqualTo("at-3");
  }

  @Test
  @DisplayName("Case i: operators find in the log why a refresh did not succeed")
  void retrieve_providerDown_isLogged() {
    cluster.provider.isDown = true;
    cluster.expireToken();

    try (CapturedLog log = new CapturedLog(FailureLog.class)) {
      node.retrieve(browser);

      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARNING a refresh did not succeed: ");
    }
  }

  @Test
  @DisplayName("Case j, Lessons 42 and 43: two users at once never see each other's tokens")
  void retrieve_twoUsersAtOnce_getTheirOwn() throws Exception {
    BrowserJar other = node.signIn("bob");
    // the clock stands still: the claims do not expire while one answer waits for the other
    Node first = cluster.pausing(time -> Thread.yield());
    Node second = cluster.pausing(time -> Thread.yield());
    CyclicBarrier both = new CyclicBarrier(2);
    cluster.provider.beforeAnswer = () -> awaitQuietly(both);
    cluster.expireToken();

    List<Callable<Reply>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Node any = i % 2 == 0 ? first : second;
      calls.add(() -> any.answer(browser.copy(), false));
      calls.add(() -> any.answer(other.copy(), false));
    }
    List<Reply> replies = atOnce(calls);

    assertThat(both.isBroken()).as("one was refreshed after the other").isFalse();
    assertThat(cluster.provider.redeemed).containsExactly("rt-0", "rt-0");
    for (int i = 0; i < replies.size(); i++) {
      assertThat(cluster.provider.owners.get(replies.get(i).token()))
          .isEqualTo(i % 2 == 0 ? "alice" : "bob");
    }
  }

  @Test
  @DisplayName("Case k, Pain 4: the session id stays the same across refreshes")
  void retrieve_refreshed_keepsSessionId() {
    var before = node.idOf(browser);
    cluster.expireToken();

    node.retrieve(browser);

    assertThat(node.generationOf(browser)).isEqualTo(1);
    assertThat(node.idOf(browser)).isEqualTo(before);
  }

  @Test
  @DisplayName("Case l: while the store is down, tokens are served and refreshed on this node")
  void retrieve_storeDown_refreshesLocally() {
    Node lonely = cluster.node(new SwitchableStore(cluster.store).down(), cluster.executor());

    assertThat(token(lonely.retrieve(browser))).isEqualTo("at-0");
    cluster.expireToken();

    assertThat(token(lonely.retrieve(browser))).isEqualTo("at-1");
    assertThat(lonely.events).anyMatch(TmsEvent.StoreFailed.class::isInstance);
  }

  @Test
  @DisplayName("Case l: while the store is down there is no early refresh")
  void retrieve_storeDown_keepsTokenToItsEnd() {
    Node lonely = cluster.node(new SwitchableStore(cluster.store).down(), cluster.executor());
    cluster.clock.advance(cluster.provider.life.minusSeconds(1));

    assertThat(token(lonely.retrieve(browser))).isEqualTo("at-0");
    assertThat(cluster.provider.redeemed).isEmpty();
  }

  @Test
  @DisplayName(
      "Case m: older than a confirmed generation, after the grace time: superseded, nothing set or"
          + " cleared")
  void retrieve_supersededAfterGrace_isRefused() {
    BrowserJar stolen = browser.copy();
    cluster.expireToken();
    node.retrieve(browser);
    node.retrieve(browser);

    cluster.clock.advance(Duration.ofSeconds(59));
    assertThat(node.answer(stolen, false).token()).isEqualTo("at-1");
    cluster.clock.advance(Duration.ofSeconds(2));
    Reply late = node.answer(stolen, false);

    assertThat(late.outcome()).isEqualTo(new AccessOutcome.Denied(ErrorCode.SESSION_SUPERSEDED));
    assertThat(late.cookies()).isEmpty();
    assertThat(cluster.provider.redeemed).hasSize(1);
    node.answer(stolen, false);
    assertThat(node.events.stream().filter(TmsEvent.SessionSuperseded.class::isInstance))
        .as("one audit event, however often the copy comes")
        .hasSize(1);
  }

  @Test
  @DisplayName(
      "Case n: sent without a complete answer: the session lives, and the next try finds out")
  void retrieve_answerLost_nextTryFindsOut() {
    cluster.provider.nextAnswer(
        answer -> new RenewOutcome.Unavailable(ProviderTrouble.of(Kind.UNANSWERED, "dropped")));
    cluster.expireToken();

    assertThat(node.retrieve(browser)).isInstanceOf(AccessOutcome.Unavailable.class);
    cluster.clock.advance(Duration.ofSeconds(31));

    assertThat(node.retrieve(browser)).isEqualTo(new AccessOutcome.Denied(ErrorCode.SESSION_LOST));
  }

  @Test
  @DisplayName("Case n: not redeemed after all, the next try succeeds")
  void retrieve_dropBeforeRedeeming_nextTrySucceeds() {
    cluster.provider.isDown = true;
    cluster.expireToken();
    node.retrieve(browser);
    cluster.provider.isDown = false;
    cluster.clock.advance(Duration.ofSeconds(31));

    assertThat(token(node.retrieve(browser))).isEqualTo("at-1");
  }

  @Test
  @DisplayName("invalid_grant ends the session for every copy of its cookie")
  void retrieve_invalidGrant_endsSession() {
    BrowserJar copy = browser.copy();
    cluster.provider.nextAnswer(answer -> new RenewOutcome.Rejected("invalid_grant"));
    cluster.expireToken();

    assertThat(node.retrieve(browser))
        .isEqualTo(new AccessOutcome.Denied(ErrorCode.SESSION_EXPIRED));
    assertThat(browser.isEmpty()).isTrue();
    assertThat(node.retrieve(copy)).isEqualTo(new AccessOutcome.Denied(ErrorCode.SESSION_EXPIRED));
    assertThat(cluster.provider.redeemed).hasSize(1);
  }

  @Test
  @DisplayName(
      "A refresh that completes after a log-out publishes nothing and revokes what it received")
  void retrieve_loggedOutMeanwhile_revokesNewToken() {
    cluster.expireToken();
    cluster.provider.beforeAnswer =
        () -> {
          cluster.provider.beforeAnswer = () -> {};
          node.logOut(browser.copy());
        };

    Reply reply = node.answer(browser, false);

    assertThat(reply.outcome()).isEqualTo(new AccessOutcome.Denied(ErrorCode.LOGGED_OUT));
    assertThat(cluster.provider.revoked).contains("rt-1");
    browser.apply(reply.cookies());
    assertThat(browser.isEmpty()).isTrue();
  }

  @Test
  @DisplayName("An ID token that contradicts the login ends the session and revokes the new token")
  void retrieve_identityChanged_endsAndRevokes() {
    cluster.provider.nextAnswer(
        answer ->
            new RenewOutcome.IdentityChanged(
                ((RenewOutcome.Renewed) answer).tokens().refreshToken(), "sub differs"));
    cluster.expireToken();

    assertThat(node.retrieve(browser))
        .isEqualTo(new AccessOutcome.Denied(ErrorCode.IDENTITY_CHANGED));
    assertThat(cluster.provider.revoked).containsExactly("rt-1");
  }

  @Test
  @DisplayName("A success overrules a refusal that another node received for the same token")
  void publish_overRefusal_wins() {
    cluster.expireToken();
    cluster.provider.beforeAnswer =
        () -> {
          cluster.provider.beforeAnswer = () -> {};
          var session = node.live(browser.cookies()).orElseThrow();
          node.ledger.end(session.ref(), 0, ErrorCode.SESSION_EXPIRED);
        };

    assertThat(token(node.retrieve(browser))).isEqualTo("at-1");
    assertThat(token(node.retrieve(browser))).isEqualTo("at-1");
  }

  @Test
  @DisplayName(
      "Early: one request renews, the others get the token that still works, at once and without"
          + " cookies")
  void retrieve_early_onlyOneRenews() throws Exception {
    cluster.clock.advance(Duration.ofMinutes(4));
    CountDownLatch sent = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    cluster.provider.beforeAnswer =
        () -> {
          sent.countDown();
          awaitQuietly(mayAnswer);
        };
    ExecutorService pool = Executors.newSingleThreadExecutor();
    Future<Reply> first = pool.submit(() -> node.answer(browser.copy(), false));
    assertThat(sent.await(10, TimeUnit.SECONDS)).isTrue();

    Reply second = node.answer(browser.copy(), false);
    Reply onOtherNode = cluster.node().answer(browser.copy(), false);
    mayAnswer.countDown();

    assertThat(second.token()).isEqualTo("at-0");
    assertThat(onOtherNode.token()).isEqualTo("at-0");
    assertThat(first.get(10, TimeUnit.SECONDS).token()).isEqualTo("at-1");
    pool.shutdown();
  }

  @Test
  @DisplayName(
      "A confirmation that comes between claim and send does not make the claim wait for itself")
  void claim_confirmedMeanwhile_goesOn() {
    SwitchableStore store = new SwitchableStore(cluster.store);
    Node meddled = cluster.node(store, cluster.executor());
    cluster.expireToken();
    meddled.retrieve(browser);
    cluster.expireToken();
    var session = node.live(browser.cookies()).orElseThrow();
    Instant before = cluster.clock.instant();
    store.afterNextWrite(
        () -> {
          var page = node.ledger.read(session.ref(), 1);
          var confirmed = page.entry().confirmed(1, before, Duration.ofSeconds(60));
          assertThat(node.ledger.write(session.ref(), page, confirmed)).isPresent();
        });

    assertThat(token(meddled.retrieve(browser))).isEqualTo("at-2");
    assertThat(cluster.clock.instant()).isEqualTo(before);
  }

  @Test
  @DisplayName("force renews at most once per 30 s and session")
  void retrieve_force_isThrottled() {
    assertThat(token(node.retrieve(browser, true))).isEqualTo("at-1");
    assertThat(token(node.retrieve(browser, true))).isEqualTo("at-1");
    cluster.clock.advance(Duration.ofSeconds(29));
    assertThat(token(node.retrieve(browser, true))).isEqualTo("at-1");
    cluster.clock.advance(Duration.ofSeconds(1));
    assertThat(token(node.retrieve(browser, true))).isEqualTo("at-2");
  }

  @Test
  @DisplayName("force with an older cookie finds the newer generation and makes no call")
  void retrieve_forceWithOlderCookie_getsNewest() {
    BrowserJar old = browser.copy();
    node.retrieve(browser, true);

    assertThat(token(node.retrieve(old, true))).isEqualTo("at-1");
    assertThat(cluster.provider.redeemed).hasSize(1);
  }

  @Test
  @DisplayName("Fifty rounds of a hundred requests: fifty token calls, no lost session")
  void retrieve_fiftyRounds_loseNothing() throws Exception {
    for (int round = 1; round <= 50; round++) {
      cluster.expireToken();
      BrowserJar shared = browser.copy();
      List<Reply> replies = atOnce(100, () -> node.answer(shared.copy(), false));
      Set<String> tokens = new HashSet<>();
      replies.forEach(reply -> tokens.add(reply.token()));
      assertThat(tokens).containsExactly("at-" + round);
      replies.forEach(reply -> browser.apply(reply.cookies()));
    }
    assertThat(cluster.provider.redeemed).hasSize(50);
    assertThat(cluster.provider.isAlive()).isTrue();
  }

  private static String token(AccessOutcome outcome) {
    assertThat(outcome).isInstanceOf(AccessOutcome.Granted.class);
    return ((AccessOutcome.Granted) outcome).token().reveal();
  }

  private static List<Refreshed.Outcome> outcomes(Node node) {
    return node.events.stream()
        .filter(Refreshed.class::isInstance)
        .map(event -> ((Refreshed) event).outcome())
        .toList();
  }

  private static List<Reply> atOnce(int count, Callable<Reply> call) throws Exception {
    List<Callable<Reply>> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      calls.add(call);
    }
    return atOnce(calls);
  }

  private static List<Reply> atOnce(List<Callable<Reply>> calls) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(calls.size());
    CountDownLatch start = new CountDownLatch(1);
    try {
      List<Future<Reply>> futures = new ArrayList<>();
      for (Callable<Reply> call : calls) {
        futures.add(
            pool.submit(
                () -> {
                  start.await();
                  return call.call();
                }));
      }
      start.countDown();
      List<Reply> replies = new ArrayList<>();
      for (Future<Reply> future : futures) {
        replies.add(future.get(30, TimeUnit.SECONDS));
      }
      return replies;
    } finally {
      pool.shutdownNow();
    }
  }

  private static void awaitTrue(BooleanSupplier condition) {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it takes too long").isLessThan(limit);
      Thread.yield();
    }
  }

  private static void awaitQuietly(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

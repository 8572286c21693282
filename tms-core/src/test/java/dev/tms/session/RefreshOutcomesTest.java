package dev.tms.session;

import static dev.tms.event.TmsEvent.Refreshed.Outcome.LOST;
import static dev.tms.event.TmsEvent.Refreshed.Outcome.REJECTED;
import static dev.tms.event.TmsEvent.Refreshed.Outcome.REUSED;
import static dev.tms.event.TmsEvent.Refreshed.Outcome.SUPERSEDED;
import static dev.tms.event.TmsEvent.Refreshed.Outcome.UNAVAILABLE;
import static dev.tms.event.TmsEvent.Refreshed.Outcome.WAITED;
import static dev.tms.event.TmsEvent.Refreshed.Outcome.WON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.SwitchableStore;
import dev.tms.event.TmsEvent.Refreshed;
import dev.tms.event.TmsEvent.SessionSuperseded;
import dev.tms.oauth.ProviderTrouble;
import dev.tms.oauth.ProviderTrouble.Kind;
import dev.tms.oidc.OidcClient.RenewOutcome;
import dev.tms.problem.ErrorCode;
import dev.tms.session.RequestSession.AccessOutcome;
import dev.tms.session.RequestSession.Use;
import dev.tms.session.Sessions.OpenOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every refresh that is asked for is reported once, with its outcome. */
@DisplayName("Pain 19, peers' gap 15: the outcome of each refresh is an event")
final class RefreshOutcomesTest {
  private final Cluster cluster = new Cluster();
  private final Node node = cluster.node();
  private final BrowserJar browser = node.signIn("alice");
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final CountDownLatch sent = new CountDownLatch(1);
  private final CountDownLatch mayAnswer = new CountDownLatch(1);

  @AfterEach
  void close() {
    pool.shutdownNow();
    cluster.close();
  }

  @Test
  void refreshed_noneIsDue_isNotTold() {
    node.retrieve(browser);

    assertThat(outcomes(node)).isEmpty();
  }

  @Test
  void refreshed_byThisRequest_isWon() {
    cluster.expireToken();

    node.retrieve(browser);

    assertThat(outcomes(node)).containsExactly(WON);
  }

  @Test
  void refreshed_byAnotherRequestMeanwhile_isWaited() throws Exception {
    Future<Reply> first = heldAtTheProvider();
    Future<Reply> second = pool.submit(() -> node.answer(browser.copy(), false));
    Thread.yield();
    mayAnswer.countDown();
    first.get(10, TimeUnit.SECONDS);
    second.get(10, TimeUnit.SECONDS);

    // the second comes in time or finds what is there; it never makes a call of its own
    assertThat(outcomes(node)).hasSize(2).contains(WON).containsAnyOf(WAITED, REUSED);
  }

  @Test
  void refreshed_byManyAtOnce_isWonOnceAndWaitedOrReusedByAllOthers() throws Exception {
    Future<Reply> first = heldAtTheProvider();
    CountDownLatch started = new CountDownLatch(20);
    List<Future<Reply>> others =
        java.util.stream.IntStream.range(0, 20)
            .mapToObj(
                i ->
                    pool.submit(
                        () -> {
                          started.countDown();
                          return node.answer(browser.copy(), false);
                        }))
            .toList();
    assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
    awaitTrue(() -> waiting() > 0);
    mayAnswer.countDown();
    first.get(10, TimeUnit.SECONDS);
    for (Future<Reply> other : others) {
      other.get(10, TimeUnit.SECONDS);
    }

    assertThat(outcomes(node)).hasSize(21).containsOnlyOnce(WON).contains(WAITED);
    assertThat(outcomes(node)).isSubsetOf(WON, WAITED, REUSED);
  }

  @Test
  void refreshed_byAnotherNodeMeanwhile_isWaited() throws Exception {
    CountDownLatch pausing = new CountDownLatch(1);
    CountDownLatch published = new CountDownLatch(1);
    Node other =
        cluster.pausing(
            time -> {
              pausing.countDown();
              assertThat(published.await(10, TimeUnit.SECONDS)).isTrue();
            });
    Future<Reply> first = heldAtTheProvider();
    Future<Reply> second = pool.submit(() -> other.answer(browser.copy(), false));
    assertThat(pausing.await(10, TimeUnit.SECONDS)).isTrue();
    mayAnswer.countDown();
    first.get(10, TimeUnit.SECONDS);
    published.countDown();

    assertThat(second.get(10, TimeUnit.SECONDS).token()).isEqualTo("at-1");
    assertThat(outcomes(node)).containsExactly(WON);
    assertThat(outcomes(other)).containsExactly(WAITED);
  }

  @Test
  void refreshed_before_isReused() {
    BrowserJar old = browser.copy();
    cluster.expireToken();
    node.retrieve(browser);
    Node other = cluster.node();

    other.answer(old, false);

    assertThat(outcomes(other)).containsExactly(REUSED);
  }

  @Test
  void refreshed_oldCopyAfterTheGraceTime_isSuperseded() {
    BrowserJar stolen = browser.copy();
    cluster.expireToken();
    node.retrieve(browser);
    node.retrieve(browser); // confirmed
    cluster.clock.advance(Duration.ofSeconds(59));
    Node other = cluster.node();
    OpenOutcome read = other.sessions.read(stolen.cookies());
    cluster.clock.advance(Duration.ofSeconds(2)); // later, it is refused as soon as it is opened

    AccessOutcome late = other.sessions.use(read, Use.TOKEN).access();

    assertThat(late).isEqualTo(new AccessOutcome.Denied(ErrorCode.SESSION_SUPERSEDED));
    assertThat(outcomes(other)).containsExactly(SUPERSEDED);
    assertThat(other.events).anyMatch(SessionSuperseded.class::isInstance);
  }

  @Test
  void refreshed_refused_isRejected() {
    cluster.provider.nextAnswer(answer -> new RenewOutcome.Rejected("invalid_grant"));
    cluster.expireToken();

    node.retrieve(browser);

    assertThat(outcomes(node)).containsExactly(REJECTED);
  }

  @Test
  void refreshed_otherUser_isRejected() {
    cluster.provider.nextAnswer(answer -> new RenewOutcome.IdentityChanged(null, "another sub"));
    cluster.expireToken();

    node.retrieve(browser);

    assertThat(outcomes(node)).containsExactly(REJECTED);
  }

  @Test
  void refreshed_refusedAfterALostAnswer_isLost() {
    cluster.provider.nextAnswer(
        answer -> new RenewOutcome.Unavailable(ProviderTrouble.of(Kind.UNANSWERED, "dropped")));
    cluster.expireToken();
    node.retrieve(browser);
    cluster.clock.advance(Duration.ofSeconds(31));

    node.retrieve(browser);

    assertThat(outcomes(node)).containsExactly(UNAVAILABLE, LOST);
  }

  @Test
  void refreshed_providerDown_isUnavailable() {
    cluster.provider.isDown = true;
    cluster.expireToken();

    node.retrieve(browser);
    node.retrieve(browser); // backing off

    assertThat(outcomes(node)).containsExactly(UNAVAILABLE, UNAVAILABLE);
  }

  @Test
  void refreshed_sessionsInAStoreThatIsDown_isUnavailable() {
    SwitchableStore store = new SwitchableStore(cluster.store);
    Node holding = cluster.holding(store);
    BrowserJar held = holding.signIn("bob");
    cluster.expireToken();
    OpenOutcome read = holding.sessions.read(held.cookies());
    store.down();

    holding.sessions.use(read, Use.TOKEN);

    assertThat(outcomes(holding)).containsExactly(UNAVAILABLE);
  }

  private Future<Reply> heldAtTheProvider() throws InterruptedException {
    cluster.provider.beforeAnswer =
        () -> {
          sent.countDown();
          try {
            assertThat(mayAnswer.await(10, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    cluster.expireToken();
    Future<Reply> first = pool.submit(() -> node.answer(browser.copy(), false));
    assertThat(sent.await(10, TimeUnit.SECONDS)).isTrue();
    return first;
  }

  /** How many threads of requests wait for a result. */
  private static long waiting() {
    return Thread.getAllStackTraces().values().stream()
        .filter(
            stack ->
                List.of(stack).stream()
                    .anyMatch(
                        frame ->
                            frame.getClassName().endsWith("RefreshEngine")
                                && frame.getMethodName().equals("await")))
        .count();
  }

  private static void awaitTrue(BooleanSupplier condition) {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it takes too long").isLessThan(limit);
      Thread.yield();
    }
  }

  private static List<Refreshed.Outcome> outcomes(Node told) {
    return told.events.stream()
        .filter(Refreshed.class::isInstance)
        .map(event -> ((Refreshed) event).outcome())
        .toList();
  }
}

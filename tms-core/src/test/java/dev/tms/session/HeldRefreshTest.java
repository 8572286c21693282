package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.SwitchableStore;
import dev.tms.event.TmsEvent;
import dev.tms.session.RequestSession.AccessOutcome;
import dev.tms.session.RequestSession.Use;
import dev.tms.session.Sessions.OpenOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Refreshes of sessions that are held in the store. */
final class HeldRefreshTest {
  private final Cluster cluster = new Cluster();
  private final SwitchableStore store = new SwitchableStore(cluster.clock);
  private final Node node = cluster.holding(store);
  private final BrowserJar browser = node.signIn("alice");

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void retrieve_manyOnTwoNodes_makeOneCallAndAllFollow() {
    Node other = cluster.holding(store);
    cluster.expireToken();

    List<CompletableFuture<AccessOutcome>> calls = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Node any = i % 2 == 0 ? node : other;
      calls.add(CompletableFuture.supplyAsync(() -> any.retrieve(browser.copy())));
    }
    calls.forEach(call -> assertThat(call.join()).isInstanceOf(AccessOutcome.Granted.class));

    assertThat(cluster.provider.redeemed).containsExactly("rt-0");
    assertThat(node.generationOf(browser)).isEqualTo(1);
    assertThat(other.generationOf(browser)).isEqualTo(1);
  }

  @Test
  @DisplayName("Case d: the browser never gets the answer, and misses nothing")
  void retrieve_answerLost_theNextRequestHasTheNewest() {
    cluster.expireToken();
    node.answer(browser.copy(), false);

    assertThat(node.generationOf(browser)).isEqualTo(1);
  }

  @Test
  @DisplayName("Case l: with the store down nothing is redeemed that could not be kept")
  void retrieve_storeGoesAwayBeforeTheClaim_redeemsNothing() {
    cluster.expireToken();
    OpenOutcome read = node.sessions.read(browser.cookies());
    store.down();

    assertThat(node.sessions.use(read, Use.TOKEN).access())
        .isInstanceOf(AccessOutcome.Unavailable.class);
    assertThat(cluster.provider.redeemed).isEmpty();
    store.up();
    assertThat(node.retrieve(browser)).isInstanceOf(AccessOutcome.Granted.class);
  }

  @Test
  @DisplayName("Rule 8: tokens that the provider has answered with are not lost with the store")
  void retrieve_storeGoesAwayBeforeThePublication_keepsTheTokens() {
    cluster.expireToken();
    cluster.provider.beforeAnswer = store::down;

    assertThat(node.retrieve(browser)).isInstanceOf(AccessOutcome.Granted.class);

    assertThat(node.events).contains(new TmsEvent.PublishFailed());
    cluster.provider.beforeAnswer = () -> {};
    store.up();
    cluster.clock.advance(Duration.ofSeconds(30));
    assertThat(node.generationOf(browser)).isEqualTo(1);
    assertThat(cluster.holding(store).generationOf(browser)).as("on another node").isEqualTo(1);
    cluster.expireToken();
    assertThat(node.retrieve(browser)).isInstanceOf(AccessOutcome.Granted.class);
    assertThat(cluster.provider.redeemed).containsExactly("rt-0", "rt-1");
    assertThat(cluster.provider.isAlive()).isTrue();
  }

  @Test
  void retrieve_sessionEndedMeanwhile_staysEndedAndTheNewTokenIsRevoked() {
    BrowserJar copy = browser.copy();
    cluster.expireToken();
    cluster.provider.beforeAnswer =
        () -> {
          cluster.provider.beforeAnswer = () -> {};
          node.logOut(copy);
        };

    assertThat(node.retrieve(browser)).isInstanceOf(AccessOutcome.Denied.class);

    assertThat(cluster.provider.revoked).contains("rt-1");
    assertThat(node.live(copy.cookies())).isEmpty();
  }
}

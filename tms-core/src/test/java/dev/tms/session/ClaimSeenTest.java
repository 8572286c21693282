package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.SwitchableStore;
import dev.tms.oidc.OidcClient.RenewOutcome;
import dev.tms.session.RequestSession.AccessOutcome;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The store goes away while a request waits for another node's refresh. */
final class ClaimSeenTest {
  private static final Duration LEASE = Duration.ofSeconds(10);

  private final Cluster cluster = new Cluster();
  private final SwitchableStore othersWay = new SwitchableStore(cluster.store);
  private final Node other = cluster.node(othersWay, cluster.executor());
  private final SwitchableStore way = new SwitchableStore(cluster.store);
  private final BrowserJar browser = other.signIn("alice");
  private Instant begun;

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  @DisplayName("Case b: a claim that was seen is respected while the store is away for a moment")
  void retrieve_storeAwayWhileAnotherRefreshes_waitsForItsResult() {
    cluster.expireToken();
    claimedByAnother();
    int[] looks = {0};
    Node waiting =
        cluster.pausing(
            way,
            time -> {
              cluster.clock.advance(time);
              looks[0]++;
              if (looks[0] == 1) {
                way.down();
              } else if (looks[0] == 5) {
                publishedByAnother();
                way.up();
              }
            });

    AccessOutcome outcome = waiting.retrieve(browser);

    assertThat(outcome).isInstanceOf(AccessOutcome.Granted.class);
    assertThat(looks[0]).isEqualTo(5);
    assertThat(cluster.provider.redeemed).containsExactly("rt-0");
    assertThat(cluster.provider.isAlive()).isTrue();
  }

  @Test
  @DisplayName("Case b: a claim that was seen is respected when the store has forgotten it")
  void retrieve_storeForgetsWhileAnotherRefreshes_waitsForItsResult() {
    cluster.expireToken();
    claimedByAnother();
    int[] looks = {0};
    Node waiting =
        cluster.pausing(
            way,
            time -> {
              cluster.clock.advance(time);
              looks[0]++;
              if (looks[0] == 1) {
                othersWay.written().keySet().forEach(cluster.store::take);
              } else if (looks[0] == 5) {
                publishedByAnother();
              }
            });

    AccessOutcome outcome = waiting.retrieve(browser);

    assertThat(outcome).isInstanceOf(AccessOutcome.Granted.class);
    assertThat(looks[0]).isEqualTo(5);
    assertThat(cluster.provider.redeemed).containsExactly("rt-0");
    assertThat(cluster.provider.isAlive()).isTrue();
  }

  @Test
  @DisplayName("Case l: beyond the claim that was seen, a node goes on alone")
  void retrieve_storeAwayBeyondTheClaim_refreshesHere() {
    cluster.expireToken();
    claimedByAnother();
    Node waiting =
        cluster.pausing(
            way,
            time -> {
              cluster.clock.advance(time);
              way.down();
            });

    AccessOutcome outcome = waiting.retrieve(browser);

    assertThat(outcome).isInstanceOf(AccessOutcome.Granted.class);
    assertThat(cluster.clock.instant()).isAfterOrEqualTo(begun.plus(LEASE));
    assertThat(cluster.provider.redeemed).hasSize(1);
  }

  private Session session() {
    return other.live(browser.cookies()).orElseThrow();
  }

  private void claimedByAnother() {
    Session session = session();
    begun = cluster.clock.instant();
    var page = other.ledger.read(session.ref(), 0);
    LedgerEntry sent = page.entry().claimed(7, begun.plus(LEASE)).sent(7, begun.plus(LEASE));
    assertThat(other.ledger.write(session.ref(), page, sent)).isPresent();
  }

  private void publishedByAnother() {
    Session session = session();
    var renewed = (RenewOutcome.Renewed) cluster.provider.renew(session);
    Session next = session.renewed(renewed.tokens()).withGeneration(1);
    var page = other.ledger.read(session.ref(), 0);
    byte[] encoded = SessionWriter.encode(next);
    Instant keep = cluster.clock.instant().plus(Duration.ofMinutes(20));
    assertThat(other.ledger.write(session.ref(), page, page.entry().published(1, encoded, keep)))
        .isPresent();
  }
}

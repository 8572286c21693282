package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.SwitchableStore;
import dev.tms.event.TmsEvent;
import dev.tms.event.TmsEvent.PublishFailed;
import dev.tms.event.TmsEvent.SessionEnded;
import dev.tms.event.TmsEvent.StoreFailed;
import dev.tms.oauth.ProviderTrouble;
import dev.tms.oauth.ProviderTrouble.Kind;
import dev.tms.oidc.OidcClient.RenewOutcome;
import dev.tms.problem.ErrorCode;
import dev.tms.session.RequestSession.AccessOutcome;
import dev.tms.store.StoreUnavailableException;
import dev.tms.token.Secret;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What listeners are told of a refresh whose store fails, or which ends its session. */
final class RefreshEventsTest {
  private final Cluster cluster = new Cluster();
  private final SwitchableStore way = new SwitchableStore(cluster.store);
  private final Deque<Runnable> beats = new ArrayDeque<>();
  private final Node node = cluster.node(way, Runnable::run, beats);
  private final BrowserJar browser = node.signIn("alice");

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void claim_storeDown_isTold() {
    way.down();

    assertThat(refresh()).isEqualTo("at-1");

    assertThat(failures()).contains("claim").doesNotContain("end", "release");
    assertThat(told(PublishFailed.class)).hasSize(1);
  }

  @Test
  void claim_writesAloneFail_isToldAndRefreshesAfterTwo() {
    Runnable fails =
        new Runnable() {
          @Override
          public void run() {
            way.beforeNextWrite(this);
            throw new StoreUnavailableException("cannot be written");
          }
        };
    way.beforeNextWrite(fails);

    assertThat(refresh()).isEqualTo("at-1");

    assertThat(failures()).startsWith("claim", "claim");
    assertThat(cluster.provider.redeemed).containsExactly("rt-0");
  }

  @Test
  void publish_withoutAnswer_isToldAndRemembered() {
    BrowserJar old = browser.copy();
    cluster.provider.beforeAnswer = () -> way.beforeNextWrite(way::down);

    assertThat(refresh()).isEqualTo("at-1");
    cluster.provider.beforeAnswer = () -> {};

    assertThat(told(PublishFailed.class)).hasSize(1);
    assertThat(token(node.retrieve(old))).isEqualTo("at-1");
    assertThat(cluster.provider.redeemed).containsExactly("rt-0");
  }

  @Test
  void publish_storeThere_isNotTold() {
    assertThat(refresh()).isEqualTo("at-1");

    assertThat(failures()).isEmpty();
    assertThat(told(PublishFailed.class)).isEmpty();
    assertThat(told(SessionEnded.class)).isEmpty();
  }

  @Test
  void heartbeat_storeDown_isToldAndGoesOn() {
    cluster.provider.beforeAnswer =
        () -> {
          way.down();
          beats.remove().run();
          way.beforeNextWrite(() -> {});
        };

    assertThat(refresh()).isEqualTo("at-1");

    assertThat(beats).hasSize(1);
    int before = failures().size();
    beats.remove().run(); // the refresh is over: nothing to extend
    assertThat(beats).isEmpty();
    assertThat(failures()).hasSize(before);
  }

  @Test
  void heartbeat_writeFails_isTold() {
    cluster.provider.beforeAnswer =
        () -> {
          way.beforeNextWrite(way::down);
          beats.remove().run();
          way.up();
        };

    assertThat(refresh()).isEqualTo("at-1");

    assertThat(failures()).containsExactly("heartbeat");
  }

  @Test
  void release_storeGoesMeanwhile_isToldAndHoldsHere() {
    cluster.provider.nextAnswer(
        answer -> {
          way.beforeNextWrite(way::down);
          return new RenewOutcome.Unavailable(ProviderTrouble.of(Kind.NOT_DONE, "busy"));
        });

    assertThat(outcome()).isInstanceOf(AccessOutcome.Unavailable.class);
    assertThat(node.retrieve(browser)).isInstanceOf(AccessOutcome.Unavailable.class);

    assertThat(failures()).contains("release");
    assertThat(cluster.provider.redeemed).containsExactly("rt-0");
  }

  @Test
  void release_storeDownBefore_isTold() {
    cluster.provider.nextAnswer(
        answer -> {
          way.down();
          return new RenewOutcome.Unavailable(ProviderTrouble.of(Kind.NOT_DONE, "busy"));
        });

    assertThat(outcome()).isInstanceOf(AccessOutcome.Unavailable.class);

    assertThat(failures()).containsExactly("release");
  }

  @Test
  void end_refusedAndStoreGoesMeanwhile_isTold() {
    cluster.provider.nextAnswer(
        answer -> {
          way.beforeNextWrite(way::down);
          return new RenewOutcome.Rejected("invalid_grant");
        });

    assertThat(outcome()).isEqualTo(new AccessOutcome.Denied(ErrorCode.SESSION_EXPIRED));

    assertThat(failures()).contains("end");
    assertThat(told(SessionEnded.class)).containsExactly(ended(ErrorCode.SESSION_EXPIRED));
  }

  @Test
  void end_identityChanged_isToldAndRevoked() {
    cluster.provider.nextAnswer(
        answer -> new RenewOutcome.IdentityChanged(Secret.of("rt-other"), "another sub"));

    assertThat(outcome()).isEqualTo(new AccessOutcome.Denied(ErrorCode.IDENTITY_CHANGED));

    assertThat(failures()).isEmpty();
    assertThat(told(SessionEnded.class)).containsExactly(ended(ErrorCode.IDENTITY_CHANGED));
    assertThat(cluster.provider.revoked).containsExactly("rt-other");
  }

  @Test
  void end_identityChangedAndStoreDown_isTold() {
    cluster.provider.nextAnswer(
        answer -> {
          way.down();
          return new RenewOutcome.IdentityChanged(null, "another sub");
        });

    assertThat(outcome()).isEqualTo(new AccessOutcome.Denied(ErrorCode.IDENTITY_CHANGED));

    assertThat(failures()).contains("end");
  }

  @Test
  void wait_interrupted_isUnavailableAndStaysInterrupted() {
    Node waiting =
        cluster.pausing(
            cluster.store,
            new Pause() {
              @Override
              public void pause(Duration time) throws InterruptedException {
                throw new InterruptedException();
              }

              @Override
              public <T> Optional<T> await(CompletableFuture<T> work, Duration time)
                  throws InterruptedException {
                throw new InterruptedException();
              }
            });
    cluster.expireToken();

    AccessOutcome outcome = waiting.retrieve(browser.copy());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(outcome).isInstanceOf(AccessOutcome.Unavailable.class);
  }

  private AccessOutcome outcome() {
    cluster.expireToken();
    return node.retrieve(browser);
  }

  private String refresh() {
    return token(outcome());
  }

  private static String token(AccessOutcome outcome) {
    return new Reply(outcome, List.of()).token();
  }

  private List<String> failures() {
    return told(StoreFailed.class).stream().map(StoreFailed::operation).toList();
  }

  private <T extends TmsEvent> List<T> told(Class<T> type) {
    return node.events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static SessionEnded ended(ErrorCode reason) {
    return new SessionEnded(reason.wire(), SessionEnded.Cause.REFRESH);
  }
}

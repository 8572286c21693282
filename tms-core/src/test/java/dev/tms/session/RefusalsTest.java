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
import dev.tms.session.LedgerEntry.State;
import dev.tms.session.RequestSession.AccessOutcome;
import dev.tms.session.RequestSession.Use;
import dev.tms.session.Sessions.OpenOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Rule 9: what a refusal does to a session. */
final class RefusalsTest {
  private static final RenewOutcome.Rejected OVER =
      new RenewOutcome.Rejected("invalid_grant", "Session not active");
  private static final Duration BACK_OFF = Duration.ofSeconds(31);

  private final Cluster cluster = new Cluster();
  private final Node node = cluster.node();
  private final Node other = cluster.node();
  private final BrowserJar browser = node.signIn("alice");
  private final Session session = node.live(browser.cookies()).orElseThrow();

  @AfterEach
  void close() {
    cluster.close();
  }

  private void untilDue() {
    cluster.clock.advance(Duration.ofMinutes(4));
  }

  private State state() {
    return node.ledger.read(session.ref(), 0).entry().state();
  }

  private static void assertToken(AccessOutcome outcome, String token) {
    assertThat(outcome).isInstanceOf(AccessOutcome.Granted.class);
    assertThat(((AccessOutcome.Granted) outcome).token().reveal()).isEqualTo(token);
  }

  private static AccessOutcome denied(ErrorCode reason) {
    return new AccessOutcome.Denied(reason);
  }

  private List<TmsEvent.SessionEnded> ends() {
    List<TmsEvent> all = new ArrayList<>(node.events);
    all.addAll(other.events);
    return all.stream()
        .filter(TmsEvent.SessionEnded.class::isInstance)
        .map(TmsEvent.SessionEnded.class::cast)
        .toList();
  }

  @Test
  @DisplayName("refused early: no further token request, and the old token is served to its end")
  void retrieve_refusedWhileTokenWorks_servesItToItsEnd() {
    untilDue();
    cluster.provider.refusal = OVER;

    for (int i = 0; i < 3; i++) {
      assertToken(node.retrieve(browser), "at-0");
      assertToken(node.retrieve(browser, true), "at-0");
      assertToken(other.retrieve(browser), "at-0");
      assertToken(other.retrieve(browser, true), "at-0");
    }
    cluster.clock.advance(Duration.ofSeconds(58));
    assertToken(node.retrieve(browser), "at-0");

    assertThat(cluster.provider.redeemed).containsExactly("rt-0");
    assertThat(state()).isEqualTo(State.REFUSED);
    assertThat(ends()).isEmpty();
  }

  @Test
  void retrieve_refusedAndTokenExpired_endsOnce() {
    untilDue();
    cluster.provider.refusal = OVER;
    node.retrieve(browser);
    cluster.clock.advance(Duration.ofMinutes(1));

    assertThat(other.retrieve(browser.copy())).isEqualTo(denied(ErrorCode.SESSION_EXPIRED));
    assertThat(node.retrieve(browser)).isEqualTo(denied(ErrorCode.SESSION_EXPIRED));

    assertThat(browser.isEmpty()).isTrue();
    assertThat(state()).isEqualTo(State.ENDED);
    assertThat(cluster.provider.redeemed).hasSize(1);
    assertThat(ends())
        .containsExactly(
            new TmsEvent.SessionEnded("session_expired", TmsEvent.SessionEnded.Cause.REFRESH));
  }

  @Test
  @DisplayName("CheckSession tells the end without a refresh")
  void open_refusedAndTokenExpired_isOver() {
    untilDue();
    cluster.provider.refusal = OVER;
    node.retrieve(browser);
    assertThat(other.live(browser.cookies())).isPresent();

    cluster.clock.advance(Duration.ofMinutes(1));

    RequestSession late = other.sessions.use(browser.cookies(), Use.SEEN);
    assertThat(late.session()).isNull();
    assertThat(late.reason()).isEqualTo(ErrorCode.SESSION_EXPIRED);
    assertThat(state()).isEqualTo(State.ENDED);
  }

  @Test
  void retrieve_tokenExpiresAfterTheSessionWasOpened_ends() {
    untilDue();
    cluster.provider.refusal = OVER;
    node.retrieve(browser);
    OpenOutcome read = node.sessions.read(browser.cookies());
    cluster.clock.advance(Duration.ofMinutes(1));

    assertThat(node.sessions.use(read, Use.TOKEN).access())
        .isEqualTo(denied(ErrorCode.SESSION_EXPIRED));
    assertThat(ends()).hasSize(1);
  }

  @Test
  void retrieve_refusedAfterALostAnswer_isLostWhenTheTokenExpires() {
    cluster.clock.advance(Duration.ofMinutes(4));
    cluster.provider.refusal =
        new RenewOutcome.Unavailable(ProviderTrouble.of(Kind.UNANSWERED, "dropped"));
    assertToken(node.retrieve(browser), "at-0");
    cluster.clock.advance(BACK_OFF);
    cluster.provider.refusal = OVER;
    assertToken(node.retrieve(browser), "at-0");

    cluster.clock.advance(Duration.ofMinutes(1));

    assertThat(node.retrieve(browser)).isEqualTo(denied(ErrorCode.SESSION_LOST));
    assertThat(ends()).extracting(TmsEvent.SessionEnded::reason).containsExactly("session_lost");
  }

  @Test
  void publish_overRefused_wins() {
    untilDue();
    cluster.provider.beforeAnswer =
        () -> {
          cluster.provider.beforeAnswer = () -> {};
          var page = other.ledger.read(session.ref(), 0);
          assertThat(other.ledger.write(session.ref(), page, page.entry().refused())).isPresent();
        };

    assertToken(node.retrieve(browser), "at-1");
    assertToken(other.retrieve(browser), "at-1");
    assertThat(state()).isEqualTo(State.IDLE);
  }

  @Test
  @DisplayName("a successor that another node has published beats a refusal that comes later")
  void refused_successorPublishedMeanwhile_isAnswered() {
    untilDue();
    cluster.provider.nextAnswer(
        answer -> {
          var page = other.ledger.read(session.ref(), 0);
          Session next = session.renewed(((RenewOutcome.Renewed) answer).tokens());
          byte[] encoded = dev.tms.session.SessionWriter.encode(next);
          assertThat(
                  other.ledger.write(
                      session.ref(), page, page.entry().published(1, encoded, next.deadline())))
              .isPresent();
          return OVER;
        });

    assertToken(node.retrieve(browser), "at-1");
    assertThat(ends()).isEmpty();
  }

  @Test
  void failed_afterAnotherNodesRefusal_doesNotTakeItBack() {
    untilDue();
    cluster.provider.nextAnswer(
        answer -> {
          var page = other.ledger.read(session.ref(), 0);
          assertThat(other.ledger.write(session.ref(), page, page.entry().refused())).isPresent();
          return new RenewOutcome.Unavailable(ProviderTrouble.of(Kind.NOT_DONE, "503"));
        });

    assertToken(node.retrieve(browser), "at-0");

    assertThat(state()).isEqualTo(State.REFUSED);
  }

  @Test
  void retrieve_olderCookieOfARefusedGeneration_getsItsToken() {
    BrowserJar old = browser.copy();
    node.retrieve(browser, true);
    untilDue();
    cluster.provider.refusal = OVER;
    assertToken(node.retrieve(browser), "at-1");

    cluster.clock.advance(Duration.ofSeconds(30));

    assertToken(other.retrieve(old, true), "at-1");
    assertThat(cluster.provider.redeemed).containsExactly("rt-0", "rt-1");
  }

  @Test
  void logOut_refusedSession_isLoggedOut() {
    untilDue();
    cluster.provider.refusal = OVER;
    node.retrieve(browser);

    node.logOut(browser.copy());

    assertThat(node.retrieve(browser)).isEqualTo(denied(ErrorCode.LOGGED_OUT));
  }

  @Test
  void refreshed_refusedAndServed_isToldOnce() {
    untilDue();
    cluster.provider.refusal = OVER;

    node.retrieve(browser);
    node.retrieve(browser);

    assertThat(node.events.stream().filter(Refreshed.class::isInstance))
        .containsExactly(new Refreshed(Refreshed.Outcome.REJECTED));
  }

  @Test
  @DisplayName("the store goes away after a refusal: this node remembers it")
  void retrieve_storeDownAfterRefusal_sendsNothing() {
    SwitchableStore store = new SwitchableStore(cluster.store);
    Node lonely = cluster.node(store, cluster.executor());
    untilDue();
    cluster.provider.refusal = OVER;
    assertToken(lonely.retrieve(browser), "at-0");
    store.down();
    cluster.clock.advance(Duration.ofMinutes(1));

    assertThat(lonely.retrieve(browser)).isEqualTo(denied(ErrorCode.SESSION_EXPIRED));
    assertThat(cluster.provider.redeemed).hasSize(1);
  }

  @Test
  @DisplayName("refused while the store is down: the store hears of it when it is back")
  void refused_storeDown_isHandedBack() {
    SwitchableStore store = new SwitchableStore(cluster.store).down();
    Node lonely = cluster.node(store, cluster.executor());
    untilDue();
    cluster.provider.refusal = OVER;
    assertToken(lonely.retrieve(browser, true), "at-0");
    store.up();
    lonely.ledger.read(session.ref(), 0);

    assertThat(state()).isEqualTo(State.REFUSED);
  }

  @Test
  void refused_isLoggedWithWhatTheProviderSays() {
    cluster.provider.refusal = OVER;
    cluster.expireToken();

    try (CapturedLog log = new CapturedLog(FailureLog.class)) {
      node.retrieve(browser);

      assertThat(log.lines())
          .containsExactly(
              "INFO the provider refuses a refresh token: invalid_grant: Session not active");
    }
  }

  @Nested
  @DisplayName("a refusal that says nothing definite")
  class Unclear {
    private static final String ANSWER = "the provider answered 400 without an error code";

    private void refuseUnclearly() {
      cluster.provider.refusal =
          new RenewOutcome.Unavailable(ProviderTrouble.of(Kind.UNCLEAR, ANSWER));
    }

    private void assertStays() {
      assertThat(node.retrieve(browser)).isInstanceOf(AccessOutcome.Unavailable.class);
      assertThat(browser.isEmpty()).isFalse();
    }

    /** The first at a time, the third as long after it. */
    private void refuseTwiceAndWait(Duration span) {
      assertStays();
      cluster.clock.advance(Duration.ofSeconds(5));
      assertStays();
      cluster.clock.advance(span.minusSeconds(5));
    }

    private void success(Node on) {
      on.ledger.succeeded(Runnable::run);
    }

    @Test
    void third_afterASuccessOfTheClient_endsTheSession() {
      refuseUnclearly();
      cluster.expireToken();
      assertStays();
      success(node);
      cluster.clock.advance(Duration.ofSeconds(5));
      assertStays();
      cluster.clock.advance(Duration.ofSeconds(25));

      assertThat(node.retrieve(browser)).isEqualTo(denied(ErrorCode.SESSION_EXPIRED));
      assertThat(node.retrieve(browser.copy())).isEqualTo(denied(ErrorCode.NO_SESSION));
      assertThat(cluster.provider.redeemed).hasSize(3);
    }

    @Test
    void third_afterAnotherSessionsRefresh_endsTheSession() {
      Node bobs =
          cluster.node(cluster.store, Runnable::run); // its success is told before it answers
      BrowserJar bob = bobs.signIn("bob");
      cluster.expireToken();
      refuseUnclearly();
      refuseTwiceAndWait(Duration.ofSeconds(30));
      RenewOutcome refusal = cluster.provider.refusal;
      cluster.provider.refusal = null;
      assertToken(bobs.retrieve(bob), "at-1");
      cluster.provider.refusal = refusal;

      assertThat(node.retrieve(browser)).isEqualTo(denied(ErrorCode.SESSION_EXPIRED));
    }

    @Test
    void third_afterASuccessOnAnotherNode_endsTheSession() {
      refuseUnclearly();
      cluster.expireToken();
      success(other);
      assertStays();
      success(other); // less than a second after the one before: told by the next one
      cluster.clock.advance(Duration.ofSeconds(5));
      assertStays();
      success(other);
      cluster.clock.advance(Duration.ofSeconds(25));

      assertThat(node.retrieve(browser)).isEqualTo(denied(ErrorCode.SESSION_EXPIRED));
    }

    @Test
    void third_successInTheMomentOfTheFirst_endsTheSession() {
      refuseUnclearly();
      cluster.expireToken();
      assertStays();
      success(other);
      cluster.clock.advance(Duration.ofSeconds(5));
      assertStays();
      cluster.clock.advance(Duration.ofSeconds(25));

      assertThat(node.retrieve(browser)).isEqualTo(denied(ErrorCode.SESSION_EXPIRED));
    }

    @Test
    void third_successBeforeTheFirst_doesNotCount() {
      refuseUnclearly();
      cluster.expireToken();
      success(other);
      success(node);

      refuseTwiceAndWait(Duration.ofSeconds(30));

      assertStays();
    }

    @Test
    @DisplayName("a success that is reported late does not count where it was before the first")
    void third_successToldLate_doesNotCount() {
      List<Runnable> later = new ArrayList<>();
      refuseUnclearly();
      cluster.expireToken();
      other.ledger.succeeded(later::add);
      cluster.clock.advance(Duration.ofMillis(5));
      assertStays();
      later.forEach(Runnable::run);
      cluster.clock.advance(Duration.ofSeconds(15));
      assertStays();
      cluster.clock.advance(Duration.ofSeconds(15));

      assertStays();
    }

    @Test
    void third_soonerThan30SecondsAfterTheFirst_stays() {
      refuseUnclearly();
      cluster.expireToken();
      assertStays();
      success(node);
      cluster.clock.advance(Duration.ofSeconds(5));
      assertStays();
      cluster.clock.advance(Duration.ofSeconds(25).minusMillis(1));
      assertStays();

      cluster.clock.advance(BACK_OFF);
      assertThat(node.retrieve(browser)).isEqualTo(denied(ErrorCode.SESSION_EXPIRED));
    }

    @Test
    void second_longAfterTheFirst_stays() {
      refuseUnclearly();
      cluster.expireToken();
      assertStays();
      success(node);
      cluster.clock.advance(Duration.ofMinutes(5));

      assertStays();
    }

    @Test
    @DisplayName("where nothing succeeds, it is the client: the session stays, and the log says so")
    void manyAndNoSuccess_staysAndIsAnError() {
      refuseUnclearly();
      cluster.expireToken();
      try (CapturedLog log = new CapturedLog(FailureLog.class)) {
        for (int i = 0; i < 10; i++) {
          assertStays();
          cluster.clock.advance(BACK_OFF);
        }
        cluster.provider.refusal = null;
        assertToken(node.retrieve(browser), "at-1");

        assertThat(log.lines())
            .contains("WARNING a refresh did not succeed: " + ANSWER)
            .anySatisfy(
                line -> assertThat(line).startsWith("SEVERE every refresh").contains(ANSWER));
      }
    }

    @Test
    void success_ofThisSession_startsAnew() {
      cluster.expireToken();
      refuseUnclearly();
      refuseTwiceAndWait(BACK_OFF);
      cluster.provider.refusal = null;
      assertToken(node.retrieve(browser), "at-1");
      cluster.expireToken();
      refuseUnclearly();

      assertStays();
      success(node);
      cluster.clock.advance(BACK_OFF);
      assertStays();
    }

    @Test
    void third_whileTheTokenWorks_servesItToItsEnd() {
      cluster.provider.life = Duration.ofMinutes(15);
      BrowserJar carol = node.signIn("carol");
      cluster.clock.advance(Duration.ofSeconds(750));
      refuseUnclearly();
      for (int i = 0; i < 5; i++) {
        assertToken(node.retrieve(carol), "at-0");
        success(node);
        cluster.clock.advance(BACK_OFF);
      }

      assertThat(cluster.provider.redeemed).hasSize(3);
      cluster.clock.advance(Duration.ofMinutes(2));
      assertThat(node.retrieve(carol)).isEqualTo(denied(ErrorCode.SESSION_EXPIRED));
    }

    @Test
    void counted_byAllNodesTogether() {
      refuseUnclearly();
      cluster.expireToken();
      assertStays();
      success(node);
      cluster.clock.advance(Duration.ofSeconds(5));
      assertThat(other.retrieve(browser)).isInstanceOf(AccessOutcome.Unavailable.class);
      cluster.clock.advance(Duration.ofSeconds(25));

      assertThat(cluster.node().retrieve(browser)).isEqualTo(denied(ErrorCode.SESSION_EXPIRED));
    }

    @Test
    void third_storeDown_stays() {
      SwitchableStore store = new SwitchableStore(cluster.store);
      Node lonely = cluster.node(store, cluster.executor());
      refuseUnclearly();
      cluster.expireToken();
      for (int i = 0; i < 2; i++) {
        assertThat(lonely.retrieve(browser)).isInstanceOf(AccessOutcome.Unavailable.class);
        cluster.clock.advance(BACK_OFF);
      }
      store.down();
      lonely.ledger.succeeded(Runnable::run);

      assertThat(lonely.retrieve(browser)).isInstanceOf(AccessOutcome.Unavailable.class);
    }

    @Test
    void thirdAfterALostAnswer_isLost() {
      cluster.expireToken();
      cluster.provider.refusal =
          new RenewOutcome.Unavailable(ProviderTrouble.of(Kind.UNANSWERED, "dropped"));
      assertStays();
      cluster.clock.advance(BACK_OFF);
      refuseUnclearly();
      refuseTwiceAndWait(BACK_OFF);
      success(node);

      assertThat(node.retrieve(browser)).isEqualTo(denied(ErrorCode.SESSION_LOST));
    }
  }
}

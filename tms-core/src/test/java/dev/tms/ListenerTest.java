package dev.tms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.Site;
import dev.tms.contract.Variant;
import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.testkit.browser.TestBrowser;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What listeners are informed of a login, and that requests do not wait for them. */
class ListenerTest extends CoreTopic {
  @Test
  void listener_neverReturns_requestsAreAnsweredAllTheSame() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    TmsListener stuck =
        event -> {
          arrived.countDown();
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    Site site = site(Variant.with(b -> b.listener(stuck)));

    TestBrowser browser = site.signedIn();

    assertThat(site.isLoggedIn(browser)).isTrue();
    assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
    never.countDown();
  }

  @Test
  void listeners_ofALoginAndALogout_areToldOfEachStep() throws Exception {
    List<TmsEvent> events = new CopyOnWriteArrayList<>();
    Site site = site(Variant.with(b -> b.quickListener(events::add)));

    TestBrowser browser = site.signedIn();
    site.logOut(browser);
    site.settle();

    assertThat(events).anyMatch(TmsEvent.LoginStarted.class::isInstance);
    assertThat(events)
        .filteredOn(TmsEvent.LoginCompleted.class::isInstance)
        .singleElement()
        .satisfies(
            e ->
                assertThat(((TmsEvent.LoginCompleted) e).after())
                    .isGreaterThanOrEqualTo(Duration.ZERO));
    assertThat(events)
        .contains(new TmsEvent.SessionEnded("logged_out", TmsEvent.SessionEnded.Cause.SIGN_OUT))
        .contains(new TmsEvent.Revoked(TmsEvent.Revoked.Answer.CONFIRMED));
    assertThat(events)
        .filteredOn(TmsEvent.StoreCalled.class::isInstance)
        .isNotEmpty()
        .allMatch(e -> ((TmsEvent.StoreCalled) e).answered());
  }
}

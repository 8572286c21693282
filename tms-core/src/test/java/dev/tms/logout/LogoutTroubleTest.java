package dev.tms.logout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.CoreTopic;
import dev.tms.contract.Site;
import dev.tms.contract.SwitchableStore;
import dev.tms.contract.Variant;
import dev.tms.testkit.Hold;
import dev.tms.testkit.Misbehaviour;
import dev.tms.testkit.RecordedRequest;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Signing out while provider or store are in trouble. */
class LogoutTroubleTest extends CoreTopic {
  @Test
  @DisplayName("Section 3 defect 7: a slow provider does not hold a sign-out up")
  void logOut_revocationHangs_answersMeanwhile() throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    TestBrowser copy = new TestBrowser();
    browser.cookies().copyTo(copy.cookies());
    Site site = plain();

    Page page;
    try (Hold hold = provider().hold(RequestKind.REVOCATION)) {
      CompletableFuture<Page> signingOut =
          CompletableFuture.supplyAsync(() -> site.logOut(browser));
      hold.awaitArrived(1);
      assertThat(code(site.retrieve(copy, token)))
          .as("ended before anyone is asked")
          .isEqualTo("logged_out");
      page = signingOut.join();
    }

    assertThat(page.status()).isEqualTo(302);
    assertThat(names(browser)).isEmpty();
  }

  @Test
  void logOut_providerDown_goesToTheFrontEndOrTheKnownEndpoint() throws Exception {
    Site site = site(Variant.with(same -> same));
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    for (int i = 0; i < 5; i++) {
      pass(Duration.ofMinutes(19));
      site.retrieve(browser, token);
    }
    for (RequestKind kind : new RequestKind[] {RequestKind.DISCOVERY, RequestKind.REVOCATION}) {
      provider().always(kind, Misbehaviour.DROP_BEFORE);
    }

    Page page = site.logOut(browser);

    assertThat(page.status()).isEqualTo(302);
    assertThat(page.location().orElseThrow().toString())
        .satisfiesAnyOf(
            to -> assertThat(to).isEqualTo(site.frontEnd),
            to -> assertThat(to).startsWith(provider().endSessionEndpoint().toString()));
    assertThat(names(browser)).isEmpty();
    assertThat(site.isLoggedIn(browser)).isFalse();
  }

  @Test
  void logOut_storeDown_endsInThisBrowser() throws Exception {
    SwitchableStore store = new SwitchableStore(world().clock());
    Site site = site(Variant.with(b -> b.store(store)));
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    store.down();

    Page page = site.logOut(browser);

    assertThat(page.status()).isEqualTo(302);
    assertThat(names(browser)).isEmpty();
    assertThat(code(site.retrieve(browser, token))).isEqualTo("no_session");
    assertThat(revocationsBy(site)).hasSize(1);
  }

  /** Of this client alone: one that another test gave up on may reach the provider's log late. */
  private List<RecordedRequest> revocationsBy(Site site) {
    String client = site.clientId + ":";
    return provider().requests(RequestKind.REVOCATION).stream()
        .filter(
            request ->
                new String(
                        Base64.getDecoder()
                            .decode(request.header("Authorization").orElseThrow().substring(6)),
                        StandardCharsets.UTF_8)
                    .startsWith(client))
        .toList();
  }

  @Test
  @DisplayName("Section 3: a login whose session cannot be recorded anywhere still is a session")
  void login_storeDown_works() throws Exception {
    SwitchableStore store = new SwitchableStore(world().clock());
    Site site = site(Variant.with(b -> b.store(store)));
    store.down();

    TestBrowser browser = site.signedIn();

    assertThat(site.retrieve(browser, site.token(browser)).status()).isEqualTo(200);
    assertThat(site.login(browser).location()).contains(URI.create(site.frontEnd));
  }

  @Test
  @DisplayName("Pain 17, section 3 defect 8: the hint outlives the ID token itself")
  void logOut_longAfterTheIdTokenExpired_isStillHinted() throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    provider().idTokenOnRefresh(false);
    plain().retrieve(browser, token);
    for (int i = 0; i < 3; i++) {
      pass(Duration.ofMinutes(25));
      assertThat(plain().retrieve(browser, token).status()).isEqualTo(200);
    }

    Page page = plain().goOn(browser, plain().logOut(browser), "no one", plain().frontEnd);

    assertThat(page.location()).contains(URI.create(plain().frontEnd));
  }
}

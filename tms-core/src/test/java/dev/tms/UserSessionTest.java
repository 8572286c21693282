package dev.tms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.contract.Site;
import dev.tms.contract.Variant;
import dev.tms.http.FakeRequest;
import dev.tms.http.Header;
import dev.tms.policy.SessionPolicy;
import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import dev.tms.testkit.Misbehaviour;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.browser.TestBrowser;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who makes a request, as an application asks. */
class UserSessionTest extends CoreTopic {
  private UserSession session(TestBrowser browser) throws Exception {
    String cookies = browser.cookies().header(URI.create(plain().origin));
    return plain().tms().session(FakeRequest.get("/account").header("Cookie", cookies));
  }

  private static List<String> names(UserSession session) {
    return session.headers().stream()
        .map(Header::value)
        .map(v -> v.substring(0, v.indexOf('=')))
        .toList();
  }

  @Test
  void session_nobody_isNotSignedIn() throws Exception {
    UserSession session = session(new TestBrowser());

    assertThat(session.isSignedIn()).isFalse();
    assertThat(session.user()).isEmpty();
    assertThat(session.tenant()).isEmpty();
    assertThat(session.expiresIn()).isZero();
    assertThat(session.reason()).isEqualTo(ErrorCode.NO_SESSION);
    assertThat(session.headers()).isEmpty();
    assertThatThrownBy(session::accessToken)
        .isInstanceOfSatisfying(
            TmsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_SESSION));
  }

  @Test
  void name_claimOfThePolicy_orTheSubject() throws Exception {
    assertThat(nameBy("name")).contains("Alice Example");
    assertThat(nameBy("sub")).contains("user-alice");
    assertThat(nameBy("no_such_claim")).contains("user-alice");
    assertThat(session(new TestBrowser()).name()).isEmpty();
  }

  private Optional<String> nameBy(String claim) throws Exception {
    SessionPolicy policy =
        SessionPolicy.DEFAULT.withUserClaims(List.of("email")).withNameClaim(claim);
    Site site = site(Variant.with(builder -> builder.sessions(policy)));
    String cookies = site.signedIn().cookies().header(URI.create(site.origin));
    return site.tms().session(FakeRequest.get("/account").header("Cookie", cookies)).name();
  }

  @Test
  void session_signedIn_isTheUserWithAToken() throws Exception {
    TestBrowser browser = new TestBrowser();
    plain().login(browser, "/Auth/Domains/acme.cloud.test/BeginLogin", "alice");

    UserSession session = session(browser);

    assertThat(session.isSignedIn()).isTrue();
    assertThat(session.user().orElseThrow().subject()).isEqualTo("user-alice");
    assertThat(session.user().orElseThrow().issuer()).isEqualTo(provider().issuer());
    assertThat(session.tenant()).contains("acme.cloud.test");
    assertThat(session.expiresIn()).isEqualTo(Duration.ofMinutes(20));
    assertThat(provider().isAccessTokenLive(session.accessToken().reveal())).isTrue();
    assertThat(session.toString()).doesNotContain("alice");
  }

  @Test
  void session_countsAsUse() throws Exception {
    TestBrowser browser = plain().signedIn();
    pass(Duration.ofMinutes(5));

    assertThat(names(session(browser))).containsExactly("tms-use");
  }

  @Test
  void session_tokenDue_isRefreshedAndTheCookiesAreToBeSet() throws Exception {
    TestBrowser browser = plain().signedIn();
    pass(Duration.ofMinutes(9));

    UserSession session = session(browser);

    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isEqualTo(1);
    assertThat(names(session)).contains("tms");
    assertThat(provider().isAccessTokenLive(session.accessToken().reveal())).isTrue();
  }

  @Test
  void session_providerDownAndTokenExpired_isSignedInWithoutAToken() throws Exception {
    TestBrowser browser = plain().signedIn();
    provider().always(RequestKind.TOKEN_REFRESH, Misbehaviour.STATUS_503);
    pass(Duration.ofMinutes(11));

    UserSession session = session(browser);

    assertThat(session.isSignedIn()).isTrue();
    assertThatThrownBy(session::accessToken)
        .isInstanceOfSatisfying(
            TmsException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
              assertThat(e.retryAfter()).isPresent();
            });
  }

  @Test
  void session_refusedByTheProvider_isOverAndCleared() throws Exception {
    TestBrowser browser = plain().signedIn();
    provider().misbehave(RequestKind.TOKEN_REFRESH, Misbehaviour.INVALID_GRANT);
    pass(Duration.ofMinutes(11));

    UserSession session = session(browser);

    assertThat(session.isSignedIn()).isFalse();
    assertThat(session.reason()).isEqualTo(ErrorCode.SESSION_EXPIRED);
    assertThat(names(session)).contains("tms", "tms-use").doesNotContain("tms-csrf");
  }
}

package dev.tms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.http.SameSite;
import dev.tms.policy.LogoutPolicy;
import dev.tms.policy.SessionPolicy;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /Auth/FrontChannelLogout}: OpenID Connect Front-Channel Logout 1.0. */
abstract class FrontChannelLogoutContract extends SignOutTopic {
  private static final Variant NONE =
      Variant.httpsWith(
          b ->
              b.sessions(SessionPolicy.DEFAULT.withSameSite(SameSite.NONE))
                  .logout(LogoutPolicy.DEFAULT.revokingOffline()));
  private static final Variant LAX = Variant.httpsWith(same -> same);

  private static final Variant SUBJECT =
      Variant.httpsWith(
          b ->
              b.sessions(SessionPolicy.DEFAULT.withSameSite(SameSite.NONE))
                  .logout(LogoutPolicy.DEFAULT.takingSubjectForSid()));

  private TestBrowser signedInWithoutSid(Site site) throws Exception {
    provider().sidInIdToken(false);
    try {
      return site.signedIn();
    } finally {
      provider().sidInIdToken(true);
    }
  }

  private URI address(Site site, String iss, String sid) {
    return site.at("/Auth/FrontChannelLogout?iss=" + encoded(iss) + "&sid=" + encoded(sid));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void frontChannelLogout_bothMatch_endsTheSession() throws Exception {
    Site site = site(NONE);
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    TestBrowser copy = new TestBrowser();
    browser.cookies().copyTo(copy.cookies());

    Page page = browser.get(address(site, provider().issuer(), sid()));
    site.settle();

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).isEmpty();
    assertThat(names(browser))
        .as("the antiforgery cookie stays")
        .containsExactly("__Host-tms-csrf");
    assertThat(code(site.retrieve(copy, token))).isEqualTo("logged_out");
    assertThat(provider().count(RequestKind.REVOCATION)).isEqualTo(1);
  }

  @Test
  void frontChannelLogout_fromAFrameOfTheProvider_isNotRefused() throws Exception {
    Site site = site(NONE);
    TestBrowser browser = site.signedIn();

    Page page =
        browser.get(
            address(site, provider().issuer(), sid()),
            Map.of("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "iframe"));

    assertThat(page.status()).isEqualTo(200);
    assertThat(site.isLoggedIn(browser)).isFalse();
  }

  @Test
  void frontChannelLogout_answer_mayBeFramedByTheIssuerAlone() throws Exception {
    Site site = site(NONE);
    URI issuer = URI.create(provider().issuer());

    Page page = new TestBrowser().get(address(site, provider().issuer(), "s"));

    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'; frame-ancestors http://" + issuer.getRawAuthority());
    assertThat(page.header("X-Frame-Options")).isEmpty();
    assertThat(page.header("Cache-Control")).contains("no-store");
  }

  @Test
  @DisplayName("Lesson 26: nothing ends or is revoked for someone who does not know the session")
  void frontChannelLogout_otherSidOrIssuer_doesNothing() throws Exception {
    Site site = site(NONE);
    TestBrowser browser = site.signedIn();
    String sid = sid();

    assertNothing(site, browser, address(site, provider().issuer(), "another"));
    assertNothing(site, browser, address(site, "https://other.example", sid));
    assertNothing(site, browser, address(site, provider().issuer() + "/", sid));
    assertNothing(site, browser, address(site, "", ""));
    assertThat(provider().count(RequestKind.REVOCATION)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?iss={iss}",
        "?sid={sid}",
        "?iss={iss}&iss={iss}&sid={sid}",
        "?iss={iss}&sid={sid}&sid=x",
        "?iss={iss}&sid=%ff",
      })
  void frontChannelLogout_parameterMissingOrTwice_doesNothing(String query) throws Exception {
    Site site = site(NONE);
    TestBrowser browser = site.signedIn();

    assertNothing(
        site,
        browser,
        site.at(
            "/Auth/FrontChannelLogout"
                + query.replace("{iss}", encoded(provider().issuer())).replace("{sid}", sid())));
  }

  @Test
  void frontChannelLogout_subjectForSid_endsASessionWithoutSidInAnIframe() throws Exception {
    Site site = site(SUBJECT);
    TestBrowser browser = signedInWithoutSid(site);
    URI address = address(site, provider().issuer(), subjectOf("alice"));

    for (String other : new String[] {"image", "document", "frame", "empty"}) {
      browser.get(address, Map.of("Sec-Fetch-Dest", other));
      assertThat(site.isLoggedIn(browser)).as(other).isTrue();
    }
    browser.get(address, Map.of("Sec-Fetch-Dest", "iframe"));

    assertThat(site.isLoggedIn(browser)).isFalse();
  }

  @Test
  void frontChannelLogout_subjectForSid_withoutSecFetch_endsIt() throws Exception {
    Site site = site(SUBJECT);
    TestBrowser browser = signedInWithoutSid(site);

    browser.get(address(site, provider().issuer(), subjectOf("alice")));

    assertThat(site.isLoggedIn(browser)).isFalse();
  }

  @Test
  void frontChannelLogout_subjectForSid_doesNothingUnlessSetAndWithoutSid() throws Exception {
    Site site = site(SUBJECT);
    TestBrowser withSid = site.signedIn();
    assertNothing(site, withSid, address(site, provider().issuer(), subjectOf("alice")));
    TestBrowser without = signedInWithoutSid(site);
    assertNothing(site, without, address(site, provider().issuer(), subjectOf("bob")));

    Site plain = site(NONE);
    TestBrowser there = signedInWithoutSid(plain);
    assertNothing(plain, there, address(plain, provider().issuer(), subjectOf("alice")));
  }

  @Test
  void frontChannelLogout_withoutCookie_endsNobodysSession() throws Exception {
    Site site = site(NONE);
    TestBrowser browser = site.signedIn();

    Page page = new TestBrowser().get(address(site, provider().issuer(), sid()));

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.headers("Set-Cookie")).isEmpty();
    assertThat(site.isLoggedIn(browser)).isTrue();
  }

  @Test
  void frontChannelLogout_sameSiteLax_doesNothing() throws Exception {
    Site site = site(LAX);
    TestBrowser browser = site.signedIn();

    assertNothing(site, browser, address(site, provider().issuer(), sid()));
  }

  @Test
  void frontChannelLogout_post_is405() throws Exception {
    assertThat(site(NONE).raw("POST", "/Auth/FrontChannelLogout").status()).isEqualTo(405);
  }

  private void assertNothing(Site site, TestBrowser browser, URI address) {
    Page page = browser.get(address);
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).isEmpty();
    assertThat(page.headers("Set-Cookie")).isEmpty();
    assertThat(site.isLoggedIn(browser)).isTrue();
  }
}

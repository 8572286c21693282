package dev.tms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.oauth.AllowedValues;
import dev.tms.testkit.Misbehaviour;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The three ways to begin a login. */
abstract class BeginLoginContract extends Topic {
  @Test
  void beginLogin_get_redirectsToTheAuthorizationEndpoint() throws Exception {
    TestBrowser browser = new TestBrowser();

    Page page = browser.get(plain().at("/Auth/BeginLogin"));

    assertThat(page.status()).isEqualTo(302);
    URI target = page.location().orElseThrow();
    assertThat(target.toString()).startsWith(provider().authorizationEndpoint() + "?");
    Map<String, String> query = Site.query(target);
    assertThat(query)
        .containsEntry("response_type", "code")
        .containsEntry("client_id", plain().clientId)
        .containsEntry("redirect_uri", plain().publicUrl("/callback"))
        .containsEntry("code_challenge_method", "S256")
        .containsKeys("state", "nonce", "code_challenge")
        .doesNotContainKeys("prompt", "acr_values", "max_age", "login_hint", "response_mode");
    assertThat(query.get("scope").split(" "))
        .containsExactlyInAnyOrder("openid", "profile", "email", "offline_access");
    assertThat(cookiesIn(page)).hasSize(2).anyMatch(c -> c.startsWith("tms-login-"));
  }

  @Test
  void beginLogin_withAntiforgeryCookie_keepsIt() throws Exception {
    TestBrowser browser = new TestBrowser();
    plain().checkSession(browser);

    Page page = browser.get(plain().at("/Auth/BeginLogin"));

    assertThat(cookiesIn(page)).hasSize(1).allMatch(c -> c.startsWith("tms-login-"));
  }

  @Test
  @DisplayName("Section 3 defect 12: more than a prompt reaches the provider, by an allow-list")
  void beginLogin_allowListedParameters_reachTheProvider() throws Exception {
    String asked =
        "prompt=consent&login_hint=alice%40example.com&max_age=3600&ui_locales=de%20fr&acr_values=a%20b";
    for (String path : new String[] {"/Auth/BeginLogin?", "/Auth/Domains/a1.b2.com/BeginLogin?"}) {
      URI target = plain().raw("GET", path + asked).location().orElseThrow();

      assertThat(Site.query(target))
          .containsEntry("prompt", "consent")
          .containsEntry("login_hint", "alice@example.com")
          .containsEntry("max_age", "3600")
          .containsEntry("ui_locales", "de fr")
          .containsEntry("acr_values", "a b");
    }
  }

  @Test
  void beginLogin_parametersOfTheSettings_reachTheProviderWithTheirValuesAlone() throws Exception {
    Site site =
        site(
            Variant.with(
                b ->
                    b.protocol(
                        s ->
                            s.withLoginParameters(
                                Map.of("kc_idp_hint", AllowedValues.oneOf("google", "github"))))));

    URI target =
        site.raw("GET", "/Auth/BeginLogin?kc_idp_hint=github&organization=x")
            .location()
            .orElseThrow();
    Page refused =
        site.raw("GET", "/Auth/BeginLogin?kc_idp_hint=evil", "Accept", "application/json");

    assertThat(Site.query(target))
        .containsEntry("kc_idp_hint", "github")
        .doesNotContainKey("organization");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(code(refused)).isEqualTo("request_invalid");
  }

  @Test
  void beginLogin_malformedLocales_doNotFailTheLogin() throws Exception {
    URI target =
        plain().raw("GET", "/Auth/BeginLogin?ui_locales=%3Cb%3E+de").location().orElseThrow();

    assertThat(Site.query(target)).containsEntry("ui_locales", "de");
  }

  @Test
  void beginLogin_otherParameters_areLeftOut() throws Exception {
    URI target =
        plain()
            .raw("GET", "/Auth/BeginLogin?redirect_uri=https%3A%2F%2Fevil.example&claims=x&a=b")
            .location()
            .orElseThrow();

    assertThat(target.toString()).doesNotContain("evil").doesNotContain("claims");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prompt=evil",
        "prompt=none%20login",
        "max_age=-1",
        "max_age=x",
        "login_hint=a%0d%0aSet-Cookie:x",
        "acr_values=%00",
        "prompt=%ff"
      })
  void beginLogin_malformedParameter_is400(String query) throws Exception {
    Page page = plain().raw("GET", "/Auth/BeginLogin?" + query, "Accept", "application/json");

    assertThat(page.status()).isEqualTo(400);
    assertThat(code(page)).isEqualTo("request_invalid");
    assertThat(page.headers("Set-Cookie")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acme.com",
        "a.cloud.com",
        "acme.c.com",
        "acme.cloud.c",
        "acme.cloud.c0m",
        "-acme.cloud.com",
        "acme.cloud.com.evil.org",
        "acme_x.cloud.com",
        "acme.cloud.com:8080",
        "localhost",
        "acme.cloud.com%00",
        "127.0.0.1",
        "\u00e4cme.cloud.com"
      })
  void beginLogin_malformedDomain_is400(String domain) throws Exception {
    String escaped = domain.contains("%") ? domain : enc(domain);

    Page page =
        plain()
            .raw("GET", "/Auth/Domains/" + escaped + "/BeginLogin", "Accept", "application/json");

    assertThat(page.status()).isEqualTo(400);
    assertThat(page.headers("Set-Cookie")).isEmpty();
    if (page.header("Content-Type").orElse("").contains("problem")) {
      assertThat(code(page)).isEqualTo("domain_invalid");
    }
  }

  @Test
  @DisplayName("Lesson 21: pages are made of fixed text, nothing of the request stands in them")
  void beginLogin_malformedDomainByNavigation_isAPlainPage() throws Exception {
    Page page =
        plain().raw("GET", "/Auth/BeginLogin?CustomerDomain=%3Cscript%3Ealert(1)%3C/script%3E");

    assertThat(page.status()).isEqualTo(400);
    assertThat(page.header("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(page.header("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'")
        .contains("frame-ancestors 'none'");
    assertThat(page.body()).contains("domain_invalid").doesNotContain("script");
  }

  @Test
  void beginLogin_formPost_redirectsToo() throws Exception {
    TestBrowser browser = new TestBrowser();

    Page page =
        browser.post(
            plain().at("/Auth/BeginLogin"),
            Map.of("CustomerDomain", "acme.cloud.test", "login_hint", "alice"),
            Map.of("Origin", plain().frontEndOrigin, "Sec-Fetch-Site", "same-site"));

    assertThat(page.status()).isEqualTo(302);
    assertThat(Site.query(page.location().orElseThrow())).containsEntry("login_hint", "alice");
    Page back = plain().goOn(browser, page, "alice", plain().frontEnd);
    assertThat(back.location()).contains(URI.create(plain().frontEnd));
    assertThat(plain().checkSession(browser).json())
        .containsEntry("workspaceDomain", "acme.cloud.test");
  }

  @Test
  void beginLogin_formPostWithMalformedDomain_is400() throws Exception {
    Page page =
        new TestBrowser().post(plain().at("/Auth/BeginLogin"), Map.of("CustomerDomain", "evil"));

    assertThat(page.status()).isEqualTo(400);
    assertThat(page.body()).contains("domain_invalid");
  }

  @Test
  void beginLogin_wrongMethod_is405WithAllow() throws Exception {
    Page page = plain().raw("PUT", "/Auth/BeginLogin");

    assertThat(page.status()).isEqualTo(405);
    assertThat(page.header("Allow").orElseThrow().split(", "))
        .containsExactlyInAnyOrder("GET", "POST");
  }

  @Test
  void beginLogin_pathsThatOnlyContainIt_areUnknown() throws Exception {
    for (String path :
        new String[] {
          "/x/Auth/Domains/acme.cloud.test/BeginLogin",
          "/Auth/Domains//BeginLogin",
          "/Auth/Domains/BeginLogin",
          "/Auth/Domains/acme.cloud.test/BeginLogin/",
          "/Auth/Domains/acme.cloud.test/x/BeginLogin",
          "/%C4%B0%C4%B0%C4%B0/Auth/Domains/acme.cloud.test/BeginLogin"
        }) {
      assertThat(plain().raw("GET", path).status()).as(path).isIn(400, 404);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "http://localhost:7183@evil.example/",
        "http://localhost:7183.evil.example/",
        "http://localhost:71830/",
        "http://localhost:7183\\@evil.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "http:evil.example",
        "///evil.example",
        "/%09/evil.example",
        "/..//evil.example",
        "http://localhost:7183/\r\nSet-Cookie: x=y",
        "https://localhost:7183/",
        "relative"
      })
  @DisplayName(
      "Lesson 2, 3, 4, 5, 6, 17, 18, 40: a return URL is parsed, and must be a front end's")
  void beginLogin_foreignReturnUrl_is400(String returnUrl) throws Exception {
    String query = "?returnUrl=" + enc(returnUrl);
    for (String path : new String[] {"/Auth/BeginLogin", "/Auth/Domains/ab.cd.com/BeginLogin"}) {
      Page page = plain().raw("GET", path + query, "Accept", "application/json");

      assertThat(page.status()).isEqualTo(400);
      assertThat(code(page)).isEqualTo("return_url_invalid");
      assertThat(page.headers("Set-Cookie")).isEmpty();
    }
    Page posted =
        new TestBrowser().post(plain().at("/Auth/BeginLogin"), Map.of("returnUrl", returnUrl));
    assertThat(posted.status()).as("Lesson 23: by form as well").isEqualTo(400);
  }

  @Test
  void beginLogin_returnUrlUnderFrontEndOrPublicOrigin_isTakenAfterTheLogin() throws Exception {
    for (String returnUrl :
        new String[] {
          plain().frontEnd + "deep/page?x=1#part", "/deep/page?x=1", plain().publicUrl("/own")
        }) {
      TestBrowser browser = new TestBrowser();
      String target = returnUrl.startsWith("/") ? plain().frontEndOrigin + returnUrl : returnUrl;

      Page page =
          plain()
              .goOn(
                  browser,
                  browser.get(plain().at("/Auth/BeginLogin?returnUrl=" + enc(returnUrl))),
                  "alice",
                  target);

      assertThat(page.location()).contains(URI.create(target));
    }
  }

  @Test
  @DisplayName("Lesson 10: redirect URI and cookies come from the configured public URL alone")
  void beginLogin_forwardedHost_isIgnored() throws Exception {
    Page page =
        plain()
            .raw(
                "GET",
                "/Auth/BeginLogin",
                "X-Forwarded-Host",
                "evil.example",
                "X-Forwarded-Proto",
                "https",
                "Forwarded",
                "host=evil.example;proto=https");

    assertThat(Site.query(page.location().orElseThrow()))
        .containsEntry("redirect_uri", plain().publicUrl("/callback"));
    assertThat(page.headers("Set-Cookie")).noneMatch(c -> c.contains("Secure"));
  }

  @Test
  void beginLogin_liveSession_leavesItAlone() throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);

    Page page = browser.get(plain().at("/Auth/BeginLogin"));

    assertThat(cookiesIn(page)).hasSize(1).allMatch(c -> c.startsWith("tms-login-"));
    assertThat(plain().retrieve(browser, token).status()).isEqualTo(200);
    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isZero();
  }

  @Test
  void beginLogin_tokenExpired_refreshesNothing() throws Exception {
    TestBrowser browser = plain().signedIn();
    pass(World.TOKEN_LIFE.plusMinutes(1));

    browser.get(plain().at("/Auth/BeginLogin"));

    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isZero();
  }

  @Test
  void beginLogin_providerDown_is503AndWorksLater() throws Exception {
    Site site = site(Variant.with(same -> same));
    provider().always(RequestKind.DISCOVERY, Misbehaviour.STATUS_503);

    Page page = site.raw("GET", "/Auth/BeginLogin");
    Page json = site.raw("GET", "/Auth/BeginLogin", "Accept", "application/json");

    assertThat(page.status()).isEqualTo(503);
    assertThat(page.header("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(Integer.parseInt(page.header("Retry-After").orElseThrow())).isPositive();
    assertThat(page.headers("Set-Cookie")).isEmpty();
    assertThat(code(json)).isEqualTo("provider_unavailable");
    assertThat(json.header("Retry-After")).isPresent();
    provider().behave();
    pass(Duration.ofMinutes(5));
    assertThat(site.raw("GET", "/Auth/BeginLogin").status()).isEqualTo(302);
  }

  private static String enc(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

package dev.tms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.testkit.RequestKind;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From where unsafe and guarded calls are accepted: by Sec-Fetch-Site and Origin. */
abstract class OriginsContract extends Topic {
  private static final String[] UNSAFE = {
    "/Auth/LogOut", "/Auth/BeginLogin", "/Session/RetrieveToken", "/Session/RetrieveAccessToken"
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Sec-Fetch-Site: same-origin",
        "Sec-Fetch-Site: none",
        "Origin: PUBLIC",
        "Origin: FRONT",
        "Origin: FRONT|Sec-Fetch-Site: same-site",
        "Origin: null|Sec-Fetch-Site: same-origin",
      })
  void unsafeCall_fromOurOwn_isAccepted(String headers) throws Exception {
    TestBrowser browser = plain().signedIn();

    Page page = send("POST", "/Auth/LogOut", browser, headers);

    assertThat(page.status()).isEqualTo(302);
    assertThat(cookiesIn(page)).contains("tms");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: https://evil.example",
        "Origin: null",
        "Origin: ",
        "Origin: http://localhost:7183.evil.example",
        "Origin: http://localhost",
        "Origin: https://localhost:7183",
        "Origin: HTTP://LOCALHOST:7183",
        "Origin: FRONT/",
        "Origin: FRONT https://evil.example",
        "Origin: FRONT|Origin: https://evil.example",
        "Origin: FRONT|Origin: FRONT",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "Sec-Fetch-Site: SAME-ORIGIN",
        "Sec-Fetch-Site: same-origin|Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: cross-site|Origin: https://evil.example",
        "Sec-Fetch-Site: "
      })
  @DisplayName("Lesson 38: a call from elsewhere is 403 before anything else is looked at")
  void unsafeCall_fromElsewhere_is403AndChangesNothing(String headers) throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    pass(World.TOKEN_LIFE.plusMinutes(1));

    for (String path : UNSAFE) {
      Page page = send("POST", path, browser, headers + "|RequestVerificationToken: " + token);

      assertThat(page.status()).as(path).isEqualTo(403);
      assertThat(code(page)).isEqualTo("origin_refused");
      assertThat(page.headers("Set-Cookie")).isEmpty();
      assertThat(send("POST", path, new TestBrowser(), headers).status())
          .as("before 401")
          .isEqualTo(403);
    }
    assertThat(send("GET", "/Session/User", browser, headers).status()).isEqualTo(403);
    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isZero();
    assertThat(provider().count(RequestKind.REVOCATION)).isZero();
    assertThat(plain().isLoggedIn(browser)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sec-Fetch-Mode: navigate|Sec-Fetch-Site: cross-site|Origin: https://evil.example",
        "Accept: text/html|Origin: null",
      })
  void navigation_fromElsewhere_isAPage(String headers) throws Exception {
    Page page = send("POST", "/Auth/LogOut", new TestBrowser(), headers);

    assertThat(page.status()).isEqualTo(403);
    assertThat(page.header("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(page.body()).contains("origin_refused", plain().frontEnd);
    assertThat(page.headers("Set-Cookie")).isEmpty();
  }

  @Test
  void call_fromElsewhere_isAProblemUnlessItIsANavigation() throws Exception {
    for (String headers :
        new String[] {
          "Origin: https://evil.example",
          "Origin: https://evil.example|Accept: */*",
          "Origin: https://evil.example|Sec-Fetch-Mode: cors|Accept: text/html",
          "Origin: https://evil.example|Sec-Fetch-Mode: navigate|Accept: application/json",
        }) {
      Page page = send("POST", "/Auth/LogOut", new TestBrowser(), headers);

      assertThat(page.status()).isEqualTo(403);
      assertThat(page.header("Content-Type").orElseThrow()).startsWith("application/problem+json");
    }
  }

  @Test
  void unsafeMethodThatIsNotAllowed_fromElsewhere_is403First() throws Exception {
    for (String method : new String[] {"POST", "PUT", "PATCH", "DELETE"}) {
      Page page = plain().raw(method, "/Session/CheckSession", "Origin", "https://evil.example");

      assertThat(page.status()).as(method).isEqualTo(403);
    }
  }

  @Test
  void safeCalls_fromElsewhere_areAnswered() throws Exception {
    for (String path : new String[] {"/Session/CheckSession", "/Auth/BeginLogin"}) {
      Page page =
          plain().raw("GET", path, "Sec-Fetch-Site", "cross-site", "Referer", "https://x.example");

      assertThat(page.status()).isIn(200, 302);
    }
  }

  private Page send(String method, String path, TestBrowser browser, String headers)
      throws Exception {
    List<String> all = new ArrayList<>();
    for (String header : headers.split("\\|")) {
      int colon = header.indexOf(':');
      if (colon > 0) {
        all.add(header.substring(0, colon));
        all.add(
            header
                .substring(colon + 1)
                .trim()
                .replace("PUBLIC", plain().publicOrigin)
                .replace("FRONT", plain().frontEndOrigin));
      }
    }
    String cookies = browser.cookies().header(plain().at(path));
    if (!cookies.isEmpty()) {
      all.add("Cookie");
      all.add(cookies);
    }
    return Raw.send(method, plain().at(path), all.toArray(String[]::new));
  }
}

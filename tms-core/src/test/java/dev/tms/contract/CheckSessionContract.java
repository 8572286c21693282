package dev.tms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import org.junit.jupiter.api.Test;

abstract class CheckSessionContract extends Topic {
  @Test
  void checkSession_firstVisit_tellsThatNobodyIsSignedInAndSetsTheAntiforgeryCookie()
      throws Exception {
    Site site = plain();
    TestBrowser browser = new TestBrowser();

    Page page = site.checkSession(browser);

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type").orElseThrow()).startsWith("application/json");
    assertThat(page.json())
        .containsOnlyKeys("isLoggedIn", "workspaceDomain", "requestVerificationToken");
    assertThat(page.json())
        .containsEntry("isLoggedIn", false)
        .containsEntry("workspaceDomain", null);
    assertThat(cookiesIn(page)).containsExactly("tms-csrf");
  }
}

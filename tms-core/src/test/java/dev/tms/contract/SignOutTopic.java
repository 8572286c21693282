package dev.tms.contract;

import dev.tms.testkit.TestSession;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** What tests of logouts at the provider need. */
abstract class SignOutTopic extends Topic {
  /** How long a node may go on without looking, and a little more. */
  static final Duration CHECK_INTERVAL = Duration.ofSeconds(6);

  /** Marks are made of whole seconds: no test logs in within the second of the one before. */
  @BeforeEach
  final void anotherSecond() {
    pass(Duration.ofSeconds(2));
  }

  /** The provider's session of who signed in there last. */
  final String sid() {
    List<TestSession> sessions = provider().sessions();
    return sessions.get(sessions.size() - 1).sid();
  }

  final Page backChannel(Site site, String token) {
    return new TestBrowser()
        .post(site.at("/Auth/BackChannelLogout"), Map.of("logout_token", token));
  }

  /** RetrieveToken with a token of its own. */
  final Page retrieve(Site site, TestBrowser browser) {
    return site.retrieve(browser, site.token(browser));
  }
}

package dev.tms.contract;

import dev.tms.testkit.TestProvider;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** A chapter of {@link HttpContract}. */
abstract class Topic {
  /** Where it happens. */
  abstract World world();

  @BeforeEach
  final void everybodyBehaves() {
    provider().behave().clearRequests();
    provider().accessTokenLifetime(World.TOKEN_LIFE).idTokenOnRefresh(true).issInResponse(true);
  }

  final TestProvider provider() {
    return world().provider;
  }

  final Site plain() throws Exception {
    return world().site(Variant.PLAIN);
  }

  final Site https() throws Exception {
    return world().site(Variant.HTTPS);
  }

  final Site site(Variant variant) throws Exception {
    return world().site(variant);
  }

  final void pass(Duration time) {
    world().clock.advance(time);
  }

  /** The names that an answer sets or clears, in order. */
  static List<String> cookiesIn(Page page) {
    return page.headers("Set-Cookie").stream().map(c -> c.substring(0, c.indexOf('='))).toList();
  }

  /** The code of a problem document. */
  static String code(Page page) {
    return String.valueOf(page.json().get("code"));
  }

  /** All values of a browser's cookies: to see whether anything was written. */
  static List<String> jar(TestBrowser browser) {
    return browser.cookies().all().stream().map(c -> c.name() + "=" + c.value()).toList();
  }
}

package dev.tms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.policy.SessionHome;
import dev.tms.testkit.TestProvider;
import dev.tms.testkit.browser.JarCookie;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

/** A chapter of {@link HttpContract}, and what further tests over the wire need. */
public abstract class Topic {
  protected static final Variant BELOW = Variant.below("/tms");

  /** Where it happens. */
  protected abstract World world();

  @BeforeEach
  protected final void everybodyBehaves() throws InterruptedException {
    provider().behave();
    world().settle();
    provider().clearRequests();
    provider().accessTokenLifetime(World.TOKEN_LIFE).idTokenOnRefresh(true).issInResponse(true);
  }

  protected final TestProvider provider() {
    return world().provider();
  }

  protected final Site plain() throws Exception {
    return world().site(Variant.PLAIN);
  }

  protected final Site https() throws Exception {
    return world().site(Variant.HTTPS);
  }

  protected final Site site(Variant variant) throws Exception {
    return world().site(variant);
  }

  protected final void pass(Duration time) {
    world().clock().advance(time);
  }

  /** Goes on only where a whole session is in the cookies, so that an older copy of it exists. */
  protected final void assumeSessionsInCookies() {
    Assumptions.assumeTrue(world().home() == SessionHome.COOKIE, "sessions are in the store");
  }

  /** The names that an answer sets or clears, in order. */
  protected static List<String> cookiesIn(Page page) {
    return page.headers("Set-Cookie").stream().map(c -> c.substring(0, c.indexOf('='))).toList();
  }

  /** The code of a problem document. */
  protected static String code(Page page) {
    return String.valueOf(page.json().get("code"));
  }

  protected static long expiresIn(Page page) {
    assertThat(page.status()).as(page.body()).isEqualTo(200);
    return (long) page.json().get("expiresIn");
  }

  /** All values of a browser's cookies: to see whether anything was written. */
  protected static List<String> jar(TestBrowser browser) {
    return ours(browser).stream().map(c -> c.name() + "=" + c.value()).toList();
  }

  /** The cookies of the service in a browser, without the provider's. */
  protected static List<JarCookie> ours(TestBrowser browser) {
    return browser.cookies().all().stream().filter(c -> c.host().equals("localhost")).toList();
  }

  protected static List<String> names(TestBrowser browser) {
    return ours(browser).stream().map(JarCookie::name).toList();
  }

  protected static String valueOf(TestBrowser browser, String cookie) {
    return browser.cookies().find(cookie).orElseThrow().value();
  }

  /** Who is signed in, as the service says. */
  protected static String subject(Site site, TestBrowser browser) {
    return site.userClaim(browser, "sub");
  }

  /** What the provider calls a user. */
  protected static String subjectOf(String user) {
    return "user-" + user;
  }

  /** A claim of a JWT, unverified. */
  protected static String claim(String jwt, String name) {
    String payload =
        new String(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]), StandardCharsets.UTF_8);
    Page page = new Page("GET", URI.create("http://localhost/"), 200, Map.of(), payload);
    return String.valueOf(page.json().get(name));
  }
}

package dev.tms.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.tms.demo.TestDemo;
import dev.tms.testkit.RequestKind;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The demonstration's page in a real browser. */
final class DemoPageBrowserTest {
  private static final int PHONE_HEIGHT = 780;
  private static final ColorScheme[] SCHEMES = {ColorScheme.LIGHT, ColorScheme.DARK};

  /** A script that gives the colours of a page and of its cards. */
  private static final String LOOK =
      """
      () => ['body', '%s'].flatMap((name) => {
        const style = getComputedStyle(document.querySelector(name));
        return [style.backgroundColor, style.color];
      }).join()
      """;

  private static Chromium chromium;
  private static TestDemo demo;
  private Visit visit;
  private Page page;

  @BeforeAll
  static void start() {
    chromium = Chromium.start();
    demo = TestDemo.start();
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
    if (demo != null) {
      demo.close();
    }
  }

  @BeforeEach
  void open() {
    demo.provider().clearRequests();
    visit = chromium.visit();
    page = visit.page();
    page.navigate(demo.url("/"));
  }

  @AfterEach
  void close() {
    assertThat(visit.complaints()).isEmpty();
    assertThat(visit.hosts()).isSubsetOf("localhost", "127.0.0.1");
    visit.close();
  }

  @Test
  void page_byMouse_goesTheWholeWay() {
    assertThat(step("check")).hasAttribute("data-state", "done");
    assertThat(button("Retrieve token")).isDisabled();

    button("Begin login").click();
    signIn();

    assertThat(page.locator("#session")).hasText("Alice Example is signed in at acme.cloud.test");
    assertThat(step("callback")).hasAttribute("data-state", "done");
    assertThat(step("callback").locator(".behind")).containsText("authorization_code");

    button("Retrieve token").click();
    assertThat(page.locator("#panel")).hasAttribute("data-state", Pattern.compile("fresh|early"));
    assertThat(page.locator("#clock")).hasText(Pattern.compile("[12]:[0-9]{2}"));
    assertThat(page.locator("#claims")).containsText("user-alice");
    String shown = page.locator("#access").textContent();
    button("Reveal").click();
    String first = page.locator("#access").textContent();
    assertThat(shown).hasSizeLessThan(50);
    assertThat(demo.provider().isAccessTokenLive(first)).isTrue();

    button("Call the API").click();
    assertThat(outcome("api")).containsText("Hello Alice Example");
    photograph();

    button("Renew token").click();
    assertThat(outcome("renew")).containsText("A new token");
    assertThat(step("renew").locator(".behind")).containsText("refresh_token");
    button("Reveal").click();
    assertThat(page.locator("#access").textContent()).isNotEqualTo(first);

    button("Log out").click();
    assertThat(outcome("logout")).containsText("Logged out");
    assertThat(page.locator("#session")).hasText("Signed out");
    assertThat(page.locator("#panel")).hasAttribute("data-state", "none");
    assertThat(demo.provider().count(RequestKind.TOKEN_REFRESH)).isEqualTo(1);
    assertThat(demo.provider().count(RequestKind.END_SESSION)).isEqualTo(1);
  }

  @Test
  void page_byKeyboard_goesTheWholeWay() {
    assertThat(button("Begin login")).isEnabled();
    tabTo("Customer domain");
    page.keyboard().press("Enter");
    assertThat(page.getByLabel("User name")).isFocused();
    page.keyboard().type("bob");
    page.keyboard().press("Tab");
    page.keyboard().type("bob");
    page.keyboard().press("Enter");

    // the page puts the focus where the way goes on
    assertThat(button("Retrieve token")).isFocused();
    page.keyboard().press("Enter");
    assertThat(outcome("token")).containsText("A new token");
    tabTo("Call the API");
    page.keyboard().press("Space");
    assertThat(outcome("api")).containsText("Hello Bob Example");
    tabTo("Log out");
    page.keyboard().press("Enter");
    assertThat(outcome("logout")).containsText("Logged out");
    assertThat(button("Begin login")).isFocused();
  }

  @Test
  void page_sessionEndedElsewhere_saysSo() {
    button("Begin login").click();
    signIn();
    button("Retrieve token").click();
    assertThat(page.locator("#panel")).hasAttribute("data-state", Pattern.compile("fresh|early"));
    // with the same cookies, but by no page
    page.request().post(demo.url("/Auth/LogOut"));

    button("Retrieve token").click();

    assertThat(outcome("token")).containsText("Refused: 401");
    assertThat(page.locator("#session")).hasText("Signed out");
    assertThat(page.locator("#panel")).hasAttribute("data-state", "none");
    assertThat(page.locator("#access")).hasText("");
    assertThat(page.locator("#session-panel")).hasAttribute("data-state", "none");
    assertThat(page.getByText("Switch user")).isHidden();
    for (String action : List.of("Retrieve token", "Call the API", "Renew token", "Log out")) {
      assertThat(button(action)).isDisabled();
    }
    assertThat(button("Begin login")).isEnabled();
    assertThat(visit.complaints()).allMatch(text -> text.contains("401"));
    visit.complaints().clear();
  }

  @Test
  void page_signedOutInAnotherTab_noticesByItself() {
    button("Begin login").click();
    signIn();
    button("Retrieve token").click();
    assertThat(page.locator("#panel")).hasAttribute("data-state", Pattern.compile("fresh|early"));
    Page other = page.context().newPage();
    other.navigate(demo.url("/"));
    assertThat(other.locator("#session")).containsText("Alice Example is signed in");

    other.getByRole(AriaRole.BUTTON, name("Log out")).click();

    assertThat(page.locator("#session")).hasText("Signed out");
    assertThat(page.locator("#panel")).hasAttribute("data-state", "none");
    assertThat(page.locator("#session-panel")).hasAttribute("data-state", "none");
    assertThat(button("Retrieve token")).isDisabled();
    other.close();
  }

  @Test
  void page_serverDown_saysSoAndShowsNothingStale() {
    button("Begin login").click();
    signIn();
    button("Retrieve token").click();
    assertThat(outcome("token")).containsText("A new token");

    page.context().setOffline(true); // and the user does nothing

    assertThat(page.locator("#down")).isVisible(new IsVisibleOptions().setTimeout(60_000));
    assertThat(page.locator("#session")).hasText("Unknown");
    assertThat(page.locator("#panel")).hasAttribute("data-state", "none");
    assertThat(page.locator("#access")).hasText("");
    assertThat(page.locator("#verification")).hasText("");
    assertThat(page.locator("#session-panel")).hasAttribute("data-state", "none");
    assertThat(page.locator("#sessions tbody tr")).hasCount(0);
    assertThat(button("Log out")).isDisabled();
    page.context().setOffline(false);
    button("Try again").click();
    assertThat(page.locator("#session")).containsText("Alice Example is signed in");
    assertThat(page.locator("#down")).isHidden();
    visit.complaints().removeIf(text -> text.contains("ERR_INTERNET_DISCONNECTED"));
  }

  @Test
  void page_twoSessions_areListedAndOneIsEnded() {
    try (Visit elsewhere = chromium.visit()) {
      Page other = elsewhere.page();
      other.navigate(demo.url("/"));
      other.getByRole(AriaRole.BUTTON, name("Begin login")).click();
      other.getByLabel("User name").fill("bob");
      other.getByLabel("Password").fill("bob");
      other.getByRole(AriaRole.BUTTON, name("Sign in")).click();
      assertThat(other.locator("#session")).containsText("Bob Example");
      button("Begin login").click();
      page.getByLabel("User name").fill("bob");
      page.getByLabel("Password").fill("bob");
      button("Sign in").click();
      assertThat(page.locator("#idle")).hasText(Pattern.compile("(20:00|19:[0-9]{2})"));
      assertThat(page.locator("#absolute")).hasText(Pattern.compile("1[12]:[0-9]{2}:[0-9]{2}"));
      String left = page.locator("#absolute").textContent();
      assertThat(page.locator("#absolute")).not().hasText(left);
      Locator sessions = page.locator("#sessions tbody tr");

      // other tests may have left some, too
      for (int rest = sessions.count(); rest > 1; rest--) {
        page.locator("#sessions button").first().click();
        assertThat(sessions).hasCount(rest - 1);
      }

      assertThat(sessions).containsText("this one");
      other.getByRole(AriaRole.BUTTON, name("Check session")).click();
      assertThat(other.locator("#session")).hasText("Signed out");
    }
  }

  @Test
  void errorPage_andLoginPage_haveEnoughContrastAndTheirOwnIcon() {
    for (String address : List.of("/callback?state=unknown", "/Auth/BeginLogin")) {
      page.navigate(demo.url(address));
      assertThat(page.locator("link[rel=icon]")).hasCount(1);
      for (ColorScheme scheme : SCHEMES) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        assertThat(ratio(Contrast.LOWEST)).isGreaterThanOrEqualTo(4.5);
        assertThat(ratio(Contrast.LOWEST_BORDER)).isGreaterThanOrEqualTo(3);
      }
      visit.complaints().removeIf(text -> text.contains("400 (Bad Request)"));
    }
    assertThat(page.locator("input")).hasCount(2); // whose borders were measured
  }

  @Test
  void errorPage_hasTheLookOfTheDemonstrationAndSaysWhatToDo() {
    for (ColorScheme scheme : SCHEMES) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      page.navigate(demo.url("/"));
      Object look = page.evaluate(LOOK.formatted(".panel"));

      page.navigate(demo.url("/callback?state=unknown"));

      assertThat(page.evaluate(LOOK.formatted("main"))).isEqualTo(look);
    }
    assertThat(page).hasTitle(page.locator("h1").textContent());
    assertThat(page.locator("h1 + p")).hasText(Pattern.compile("[A-Z][a-z ]+.*\\."));
    visit.complaints().removeIf(text -> text.contains("400 (Bad Request)"));
  }

  @Test
  void page_switchUser_asksAgain() {
    button("Begin login").click();
    signIn();

    page.getByText("Switch user").click();
    page.getByLabel("User name").fill("bob");
    page.getByLabel("Password").fill("bob");
    button("Sign in").click();

    assertThat(page.locator("#session")).containsText("Bob Example is signed in");
  }

  @Test
  void copy_accessToken_isTheWholeToken() {
    page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    button("Begin login").click();
    signIn();
    button("Retrieve token").click();
    assertThat(outcome("token")).containsText("A new token");

    button("Copy the access token").click();

    assertThat(page.locator("#announcer")).hasText("Copied.");
    String copied = (String) page.evaluate("navigator.clipboard.readText()");
    assertThat(demo.provider().isAccessTokenLive(copied)).isTrue();
  }

  @Test
  void page_onAPhone_showsTokenAndCountdownBesideTheButton() {
    page.setViewportSize(390, PHONE_HEIGHT);
    button("Begin login").click();
    signIn();

    button("Retrieve token").click();

    assertThat(page.locator("#mini-clock")).isVisible();
    assertThat(page.locator("#mini-clock")).hasText(Pattern.compile("[12]:[0-9]{2}"));
    assertThat(page.locator("#mini-token")).containsText("…");
    // measured at one moment: what loads later moves the step up or down
    int apart =
        (int)
            step("token")
                .evaluate(
                    """
                    (step) => {
                      const [button, clock, token] = ['#retrieve', '#mini-clock', '#mini-token']
                          .map((name) => step.querySelector(name).getBoundingClientRect());
                      return Math.round(
                          Math.max(clock.bottom, token.bottom) - Math.min(button.top, clock.top));
                    }
                    """);
    assertThat(apart).isLessThan(PHONE_HEIGHT / 4);
  }

  @Test
  void page_narrow_doesNotScrollSideways() {
    page.setViewportSize(320, 640);

    assertThat(page.evaluate("document.documentElement.scrollWidth <= 320")).isEqualTo(true);
  }

  @Test
  void page_textInBothSchemes_hasEnoughContrast() {
    for (ColorScheme scheme : SCHEMES) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));

      assertThat(ratio(Contrast.LOWEST)).isGreaterThanOrEqualTo(4.5);
    }
  }

  /** The picture in the README: only where the system property names the folder for it. */
  private void photograph() {
    String folder = System.getProperty("tms.screenshot", "");
    if (!folder.isEmpty()) {
      button("Hide").click();
      page.setViewportSize(1280, 1160);
      page.evaluate("document.activeElement.blur()");
      page.evaluate("document.querySelectorAll('details').forEach((d) => d.open = false)");
      page.evaluate("document.querySelector('#step-token details').open = true; scrollTo(0, 0)");
      page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(folder, "demo.png")));
      button("Reveal").click();
    }
  }

  private double ratio(String script) {
    return ((Number) page.evaluate(script)).doubleValue();
  }

  private void signIn() {
    page.getByLabel("User name").fill("alice");
    page.getByLabel("Password").fill("alice");
    button("Sign in").click();
  }

  private Locator step(String name) {
    return page.locator("#step-" + name);
  }

  private Locator outcome(String step) {
    return step(step).locator(".outcome");
  }

  private Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, name(name));
  }

  private static Page.GetByRoleOptions name(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  /** Presses the tab key until the element of this name has the focus. */
  private void tabTo(String name) {
    for (int i = 0; i < 40; i++) {
      page.keyboard().press("Tab");
      Object focused =
          page.evaluate(
              "(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()");
      if (name.equals(focused)) {
        return;
      }
    }
    throw new AssertionError("no tab stop is called " + name);
  }
}

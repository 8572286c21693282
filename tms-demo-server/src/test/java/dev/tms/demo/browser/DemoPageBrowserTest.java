package dev.tms.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.tms.demo.TestDemo;
import dev.tms.testkit.RequestKind;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The demonstration's page in a real browser. */
final class DemoPageBrowserTest {
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

    assertThat(page.locator("#session")).hasText("Signed in at acme.cloud.test");
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
    // another window of the same browser logs out
    Page other = page.context().newPage();
    other.navigate(demo.url("/"));
    other.getByRole(AriaRole.BUTTON, name("Log out")).click();
    assertThat(other.locator("#session")).hasText("Signed out");
    other.close();
    visit.complaints().clear();

    button("Retrieve token").click();

    assertThat(outcome("token")).containsText("Refused: 401");
    assertThat(button("Begin login")).isEnabled();
    assertThat(visit.complaints()).allMatch(text -> text.contains("401"));
    visit.complaints().clear();
  }

  @Test
  void page_narrow_doesNotScrollSideways() {
    page.setViewportSize(320, 640);

    assertThat(page.evaluate("document.documentElement.scrollWidth <= 320")).isEqualTo(true);
  }

  @Test
  void page_textInBothSchemes_hasEnoughContrast() {
    for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));

      assertThat((Double) page.evaluate(Contrast.LOWEST)).isGreaterThanOrEqualTo(4.5);
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

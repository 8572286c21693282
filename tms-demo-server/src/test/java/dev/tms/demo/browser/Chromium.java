package dev.tms.demo.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real browser: the Chromium and the Node.js found on the path. The system property {@code
 * tms.browser} says what to do where one is missing: {@code auto} skips the tests, {@code required}
 * fails them; {@code off} always skips them.
 */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");

  /** For a machine that is busy with other things. */
  static final int PATIENCE_MILLIS = 30_000;

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Path node, Path chromium) {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1",
                        "PLAYWRIGHT_NODEJS_PATH",
                        node.toString())));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  /** Starts one; skips or fails the tests of the class where that cannot be. */
  static Chromium start() {
    String wanted = System.getProperty("tms.browser", "auto");
    Assumptions.assumeFalse(wanted.equals("off"), "tms.browser=off: browser tests are skipped");
    Optional<Path> node = onPath(List.of("node", "nodejs"));
    Optional<Path> chromium = onPath(NAMES);
    if (node.isEmpty() || chromium.isEmpty()) {
      String missing =
          "browser tests need Chromium and Node.js on the path, missing: "
              + (chromium.isEmpty() ? "chromium " : "")
              + (node.isEmpty() ? "node" : "");
      if (wanted.equals("required")) {
        throw new IllegalStateException(missing);
      }
      Assumptions.abort(missing);
    }
    return new Chromium(node.orElseThrow(), chromium.orElseThrow());
  }

  /** A new profile: no cookies, no cache. */
  Visit visit(Browser.NewContextOptions options) {
    return new Visit(browser.newContext(options));
  }

  Visit visit() {
    return visit(new Browser.NewContextOptions());
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  private static Optional<Path> onPath(List<String> names) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return names.stream()
        .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(d -> Path.of(d, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}

package dev.tms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.Tms;
import dev.tms.event.TmsEvent;
import dev.tms.testkit.browser.HtmlForm;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A running service as its clients see it. Where its public URL is https, browsers of a test reach
 * it by clear http, as if a proxy stood between.
 */
public final class Site implements AutoCloseable {
  private static final String FRONT_END = "://localhost:7183/";
  private static final int MAX_STEPS = 30;

  public final String clientId;
  public final String frontEnd;
  public final String frontEndOrigin;
  public final String origin;
  public final String publicOrigin;
  public final List<TmsEvent> events;
  private final RunningService service;
  private final Tms tms;
  private final Variant variant;
  private final TrackedExecutor executor;

  Site(
      RunningService service,
      Tms tms,
      Variant variant,
      String clientId,
      List<TmsEvent> events,
      TrackedExecutor executor) {
    this.service = service;
    this.tms = tms;
    this.variant = variant;
    this.clientId = clientId;
    this.events = events;
    this.executor = executor;
    origin = service.origin();
    publicOrigin = variant.https() ? origin.replace("http:", "https:") : origin;
    frontEnd = frontEnd(variant.https());
    frontEndOrigin = frontEnd.substring(0, frontEnd.length() - 1);
  }

  public static String frontEnd(boolean https) {
    return (https ? "https" : "http") + FRONT_END;
  }

  /** The address of a path of the service, as a test reaches it. */
  public URI at(String path) {
    return URI.create(origin + variant.basePath() + path);
  }

  /** The public address of a path of the service. */
  public String publicUrl(String path) {
    return publicOrigin + variant.basePath() + path;
  }

  /** The full name of one of its cookies, by suffix. */
  public String cookie(String suffix) {
    return (variant.https() ? "__Host-" : "") + "tms" + suffix;
  }

  /** The service itself. */
  public Tms tms() {
    return tms;
  }

  /** Waits until the service's background work is done. */
  public void settle() throws InterruptedException {
    executor.settle();
  }

  // --- calls

  /** Any request without cookies of a jar; header names and values take turns. */
  public Page raw(String method, String path, String... headers) {
    return Raw.send(method, at(path), headers);
  }

  public Page checkSession(TestBrowser browser) {
    return browser.get(at("/Session/CheckSession"));
  }

  /** The antiforgery token that CheckSession hands out. */
  public String token(TestBrowser browser) {
    return String.valueOf(checkSession(browser).json().get("requestVerificationToken"));
  }

  public boolean isLoggedIn(TestBrowser browser) {
    return (boolean) checkSession(browser).json().get("isLoggedIn");
  }

  public Page retrieve(TestBrowser browser, String token) {
    return retrieve(browser, token, "");
  }

  public Page retrieve(TestBrowser browser, String token, String query) {
    return browser.send(
        "POST",
        at("/Session/RetrieveToken" + query),
        token == null ? Map.of() : Map.of("RequestVerificationToken", token),
        null);
  }

  /** A claim of the signed-in user, by {@code GET /Session/User}. */
  @SuppressWarnings("unchecked")
  public String userClaim(TestBrowser browser, String name) {
    Page page =
        browser.get(at("/Session/User"), Map.of("RequestVerificationToken", token(browser)));
    assertThat(page.status()).as(page.body()).isEqualTo(200);
    return String.valueOf(((Map<String, Object>) page.json().get("claims")).get(name));
  }

  public String accessToken(Page answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return String.valueOf(answer.json().get("accessToken"));
  }

  /** The call with no header that only browsers send, as native clients make it. */
  public Page logOut(TestBrowser browser) {
    return browser.post(at("/Auth/LogOut"), Map.of());
  }

  // --- navigations

  /** A login as alice from {@code GET /Auth/BeginLogin}; the answer of the callback. */
  public Page login(TestBrowser browser) {
    return login(browser, "/Auth/BeginLogin", "alice");
  }

  /** A login from this path; the page that redirects to the front end, or the one that stays. */
  public Page login(TestBrowser browser, String path, String user) {
    return goOn(browser, browser.get(at(path)), user, frontEnd);
  }

  /** A new browser in which alice is signed in. */
  public TestBrowser signedIn() {
    TestBrowser browser = new TestBrowser();
    Page page = login(browser);
    assertThat(page.location()).as(page.body()).contains(URI.create(frontEnd));
    return browser;
  }

  /** Begins a login and signs in at the provider; the callback's address, not yet asked for. */
  public URI callbackOf(TestBrowser browser, String path, String user) {
    Page page = goOn(browser, browser.get(at(path)), user, publicUrl("/callback"));
    return local(page.location().orElseThrow());
  }

  /**
   * Goes on from a page: redirects, forms that submit themselves, the provider's login form; until
   * a redirect leads to the prefix, or a page stays.
   */
  public Page goOn(TestBrowser browser, Page first, String user, String prefix) {
    Page page = first;
    for (int i = 0; i < MAX_STEPS; i++) {
      Optional<URI> location = page.location();
      if (location.isPresent()) {
        if (location.get().toString().startsWith(prefix)) {
          return page;
        }
        page = browser.get(local(location.get()));
      } else if (page.autoSubmitForm().isPresent()) {
        page = browser.submit(page, local(page.autoSubmitForm().get()));
      } else if (page.loginForm().isPresent()) {
        page = browser.submitLogin(page, user, user);
      } else {
        return page;
      }
    }
    throw new IllegalStateException("redirected in circles at " + page);
  }

  /** A public address, as a test reaches it. */
  public URI local(URI uri) {
    String text = uri.toString();
    return text.startsWith(publicOrigin)
        ? URI.create(origin + text.substring(publicOrigin.length()))
        : uri;
  }

  private HtmlForm local(HtmlForm form) {
    return new HtmlForm(form.method(), local(form.action()), form.fields(), form.hasPassword());
  }

  /** The parameters of a query. */
  public static Map<String, String> query(URI uri) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : String.valueOf(uri.getRawQuery()).split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(
            pair.substring(0, equals),
            java.net.URLDecoder.decode(
                pair.substring(equals + 1), java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }

  @Override
  public void close() {
    service.close();
    tms.close();
    executor.close();
  }
}

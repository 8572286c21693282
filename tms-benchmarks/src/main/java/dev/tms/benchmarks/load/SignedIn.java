package dev.tms.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A user who signed in through Keycloak's form, and what her browser sends. Not thread-safe. */
final class SignedIn implements Caller {
  private static final Pattern ANTIFORGERY =
      Pattern.compile("\"requestVerificationToken\":\"([^\"]+)\"");

  private final TestBrowser browser = new TestBrowser();
  private final URI base;
  private final Map<CallKind, String> calls;
  private final Map<String, String> fields = new LinkedHashMap<>();

  /**
   * Signs in.
   *
   * @param login path where a login begins
   * @param calls methods and paths, such as {@code GET /session}
   */
  SignedIn(URI base, String login, Map<CallKind, String> calls) {
    this.base = base;
    this.calls = calls;
    fields.put("Accept", "application/json");
    fields.put("Accept-Language", "en");
    fields.put("Origin", base.toString());
    fields.put("Referer", base + "/");
    fields.put("Sec-Fetch-Mode", "cors");
    fields.put("Sec-Fetch-Site", "same-origin");
    fields.put("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101");
    Page form = browser.open(base + login);
    browser.follow(browser.submitLogin(form, Keycloak.USER, Keycloak.PASSWORD));
    request(CallKind.SESSION);
  }

  /** Sends it once, which also keeps the cookies as fresh as those of a browser. */
  @Override
  public Request request(CallKind kind) {
    String[] call = calls.getOrDefault(kind, "").split(" ", -1);
    URI uri = base.resolve(call[1]);
    Page page = browser.send(call[0], uri, fields, null);
    if (page.status() != 200 || !kind.isAnswer(page.body())) {
      throw new IllegalStateException("the " + kind + " is not answered: " + page);
    }
    Matcher antiforgery = ANTIFORGERY.matcher(page.body());
    if (antiforgery.find()) {
      fields.put("RequestVerificationToken", antiforgery.group(1));
    }
    Map<String, String> sent = new LinkedHashMap<>(fields);
    sent.put("Cookie", browser.cookies().header(uri));
    return new Request(call[0], uri, sent, page.body().getBytes(UTF_8).length);
  }
}

package dev.tms.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tms.Tms;
import dev.tms.http.Header;
import dev.tms.http.Response;
import dev.tms.testkit.browser.CookieJar;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser on a page of the front end, which calls a service in the same process. */
final class Browser {
  static final String FRONT_END = "https://www.shop.example";

  private static final Pattern TOKEN = Pattern.compile("\"requestVerificationToken\":\"([^\"]+)\"");

  private final Tms tms;
  private final URI origin;
  private final CookieJar cookies = new CookieJar();
  private String antiforgery = "";

  Browser(Tms tms) {
    this.tms = tms;
    this.origin = URI.create(tms.publicUrl().toString());
  }

  CookieJar cookies() {
    return cookies;
  }

  /** Asks for the antiforgery token, which {@link #call} then sends. */
  void checkSession() {
    Response answer = send(call("GET", "/Session/CheckSession"));
    Matcher token = TOKEN.matcher(new String(answer.body(), UTF_8));
    if (!token.find()) {
      throw new IllegalStateException("no antiforgery token in the answer");
    }
    antiforgery = token.group(1);
  }

  /** A call by script, with everything that a browser adds and a service looks at. */
  PlainRequest call(String method, String path) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Host", origin.getAuthority());
    fields.put("Origin", FRONT_END);
    fields.put("Referer", FRONT_END + "/");
    fields.put("Sec-Fetch-Site", "same-site");
    fields.put("Sec-Fetch-Mode", "cors");
    fields.put("Accept", "application/json");
    fields.put("Cookie", cookies.header(origin));
    if (!antiforgery.isEmpty()) {
      fields.put("RequestVerificationToken", antiforgery);
    }
    return new PlainRequest(method, path, null, fields);
  }

  /** A navigation, as from a link. */
  PlainRequest navigation(URI target) {
    Map<String, String> fields =
        Map.of("Host", origin.getAuthority(), "Cookie", cookies.header(origin));
    return new PlainRequest("GET", target.getPath(), target.getRawQuery(), fields);
  }

  /** Sends a request and keeps the cookies of its answer. */
  Response send(PlainRequest request) {
    Response answer = tms.handle(request);
    keep(answer.headers());
    return answer;
  }

  void keep(List<Header> headers) {
    cookies.store(
        origin,
        headers.stream()
            .filter(header -> header.name().equals("Set-Cookie"))
            .map(Header::value)
            .toList());
  }
}

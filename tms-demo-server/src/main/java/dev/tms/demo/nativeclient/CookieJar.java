package dev.tms.demo.nativeclient;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Cookies (RFC 6265). An app has two jars, its own and the web view's, and copies between them. Not
 * thread-safe.
 */
final class CookieJar {
  private final InstantSource clock;
  private final Map<String, Cookie> cookies = new LinkedHashMap<>();

  CookieJar(InstantSource clock) {
    this.clock = clock;
  }

  /** Takes in the {@code Set-Cookie} headers of an answer. */
  void store(URI from, List<String> setCookies) {
    Instant now = clock.instant();
    for (String header : setCookies) {
      Cookie.parse(header, from, now).ifPresent(cookie -> cookies.put(cookie.key(), cookie));
    }
    cookies.values().removeIf(cookie -> !cookie.expires().isAfter(now));
  }

  /** The {@code Cookie} header for a request; empty where there is none to send. */
  String header(URI to) {
    Instant now = clock.instant();
    return cookies.values().stream()
        .filter(cookie -> cookie.expires().isAfter(now) && cookie.isSentTo(to))
        .map(cookie -> cookie.name() + "=" + cookie.value())
        .collect(Collectors.joining("; "));
  }

  /**
   * Copies the cookies of one host to another jar, and says how many there are. What the other jar
   * had of the same name is overwritten, and what this one lacks stays there: a copy, as web views
   * offer it, is no synchronization.
   */
  int copyTo(CookieJar other, URI host) {
    List<Cookie> copied = cookies.values().stream().filter(c -> c.belongsTo(host)).toList();
    copied.forEach(cookie -> other.cookies.put(cookie.key(), cookie));
    return copied.size();
  }
}

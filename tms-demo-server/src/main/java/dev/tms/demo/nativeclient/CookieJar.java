package dev.tms.demo.nativeclient;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Cookies (RFC 6265) of the app or its web view. Not thread-safe. */
final class CookieJar {
  private final InstantSource clock;
  private final Map<String, Cookie> cookies = new LinkedHashMap<>();

  CookieJar(InstantSource clock) {
    this.clock = clock;
  }

  void store(URI from, List<String> setCookies) {
    Instant now = clock.instant();
    for (String header : setCookies) {
      Cookie.parse(header, from, now).ifPresent(cookie -> cookies.put(cookie.key(), cookie));
    }
    cookies.values().removeIf(cookie -> !cookie.expires().isAfter(now));
  }

  String header(URI to) {
    Instant now = clock.instant();
    return cookies.values().stream()
        .filter(cookie -> cookie.expires().isAfter(now) && cookie.isSentTo(to))
        .map(cookie -> cookie.name() + "=" + cookie.value())
        .collect(Collectors.joining("; "));
  }

  /** Copies a host's cookies as web views do: overwrites, removes none. Returns their number. */
  int copyTo(CookieJar other, URI host) {
    List<Cookie> copied = cookies.values().stream().filter(c -> c.belongsTo(host)).toList();
    copied.forEach(cookie -> other.cookies.put(cookie.key(), cookie));
    return copied.size();
  }

  private record Cookie(
      String name,
      String value,
      String host,
      boolean withSubdomains,
      String path,
      boolean secure,
      Instant expires) {

    /** Parses a {@code Set-Cookie} header (RFC 6265 section 5.2); empty if malformed. */
    static Optional<Cookie> parse(String header, URI from, Instant now) {
      String[] parts = header.split(";", -1);
      int equals = parts[0].indexOf('=');
      if (equals <= 0) {
        return Optional.empty();
      }
      Map<String, String> attributes = new HashMap<>();
      for (int i = 1; i < parts.length; i++) {
        String[] pair = parts[i].split("=", 2);
        attributes.put(
            pair[0].strip().toLowerCase(Locale.ROOT), pair.length == 2 ? pair[1].strip() : "");
      }
      String host = from.getHost().toLowerCase(Locale.ROOT);
      String domain = attributes.getOrDefault("domain", "").toLowerCase(Locale.ROOT);
      domain = domain.startsWith(".") ? domain.substring(1) : domain;
      if (!domain.isEmpty() && !isWithin(host, domain)) {
        return Optional.empty(); // RFC 6265 5.3 step 6: one host may not set another one's cookies
      }
      String path = attributes.getOrDefault("path", "");
      return Optional.of(
          new Cookie(
              parts[0].substring(0, equals).strip(),
              parts[0].substring(equals + 1).strip(),
              domain.isEmpty() ? host : domain,
              !domain.isEmpty(),
              path.startsWith("/") ? path : defaultPath(from),
              attributes.containsKey("secure"),
              expiry(attributes, now)));
    }

    boolean belongsTo(URI to) {
      String target = to.getHost().toLowerCase(Locale.ROOT);
      return withSubdomains ? isWithin(target, host) : target.equals(host);
    }

    boolean isSentTo(URI to) {
      String target = to.getPath().isEmpty() ? "/" : to.getPath();
      boolean pathMatches =
          target.equals(path)
              || (target.startsWith(path)
                  && (path.endsWith("/") || target.charAt(path.length()) == '/'));
      // browsers treat loopback as secure, and providers rely on it
      return belongsTo(to)
          && pathMatches
          && (!secure || to.getScheme().equals("https") || isLoopback(to.getHost()));
    }

    /** A later cookie with the same key replaces this one (RFC 6265 5.3 step 11). */
    String key() {
      return name + ";" + host + ";" + path;
    }

    @Override
    public String toString() {
      return "Cookie[" + name + "]";
    }

    private static boolean isWithin(String host, String domain) {
      return host.equals(domain) || host.endsWith("." + domain);
    }

    private static boolean isLoopback(String host) {
      return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    /** RFC 6265 5.1.4: up to, but not including, the right-most slash. */
    private static String defaultPath(URI from) {
      int slash = from.getPath().lastIndexOf('/');
      return slash <= 0 ? "/" : from.getPath().substring(0, slash);
    }

    /** RFC 6265 5.3 step 3: Max-Age takes precedence over Expires. */
    private static Instant expiry(Map<String, String> attributes, Instant now) {
      try {
        if (attributes.containsKey("max-age")) {
          return now.plusSeconds(Long.parseLong(attributes.get("max-age")));
        }
        String expires = attributes.get("expires");
        return expires == null
            ? Instant.MAX
            : ZonedDateTime.parse(expires, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      } catch (NumberFormatException | DateTimeException e) {
        return Instant.MAX;
      }
    }
  }
}

package dev.tms.testkit.browser;

import dev.tms.testkit.secrets.IssuedSecrets;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Cookies by host, as in RFC 6265bis: {@code Secure} only over https, {@code Path}, expiry, the
 * prefixes {@code __Host-} and {@code __Secure-}, at most 4096 bytes of name and value, no {@code
 * Domain} but the host itself. Ports are not distinguished. Thread-safe.
 */
public final class CookieJar {
  private static final int MAX_NAME_AND_VALUE = 4096;

  private record Key(String host, String path, String name) {}

  private final InstantSource clock;
  private final Map<Key, JarCookie> cookies = new LinkedHashMap<>(); // guarded by this

  /** Creates an empty jar with the system clock. */
  public CookieJar() {
    this(InstantSource.system());
  }

  /** Creates an empty jar. */
  public CookieJar(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Stores the {@code Set-Cookie} headers of a response; drops those that a browser would refuse.
   */
  public synchronized void store(URI from, Collection<String> setCookies) {
    for (String header : setCookies) {
      JarCookie cookie = parse(from, header);
      if (cookie != null) {
        Key key = new Key(cookie.host(), cookie.path(), cookie.name());
        if (isExpired(cookie)) {
          cookies.remove(key);
        } else {
          cookies.put(key, cookie);
          IssuedSecrets.add(cookie.value());
        }
      }
    }
  }

  /** Returns the cookies to send, longest path first. */
  public synchronized List<JarCookie> matching(URI to) {
    String path = to.getPath().isEmpty() ? "/" : to.getPath();
    boolean trustworthy = isTrustworthy(to);
    cookies.values().removeIf(this::isExpired);
    return cookies.values().stream()
        .filter(c -> c.host().equals(host(to)))
        .filter(c -> trustworthy || !c.secure())
        .filter(c -> pathMatches(path, c.path()))
        .sorted(Comparator.comparing(c -> -c.path().length()))
        .toList();
  }

  /** Returns the value of the {@code Cookie} header; empty without cookies. */
  public String header(URI to) {
    return join(matching(to));
  }

  static String join(Collection<JarCookie> cookies) {
    return cookies.stream().map(c -> c.name() + "=" + c.value()).collect(Collectors.joining("; "));
  }

  /** Returns all cookies, oldest first. */
  public synchronized List<JarCookie> all() {
    cookies.values().removeIf(this::isExpired);
    return List.copyOf(cookies.values());
  }

  /** Returns the first cookie of this name of any host. */
  public Optional<JarCookie> find(String name) {
    return all().stream().filter(c -> c.name().equals(name)).findFirst();
  }

  /** Copies all cookies to another jar, as a native app does with its web view's. */
  public void copyTo(CookieJar other) {
    List<JarCookie> mine = all();
    synchronized (other) {
      mine.forEach(c -> other.cookies.put(new Key(c.host(), c.path(), c.name()), c));
    }
  }

  /** Changes the value of a cookie if it exists. */
  public synchronized void tamper(String name, String value) {
    cookies.replaceAll(
        (key, c) ->
            key.name().equals(name)
                ? new JarCookie(
                    c.name(),
                    value,
                    c.host(),
                    c.path(),
                    c.secure(),
                    c.httpOnly(),
                    c.sameSite(),
                    c.expires(),
                    c.header())
                : c);
  }

  /** Removes the cookies of this name. */
  public synchronized void remove(String name) {
    cookies.keySet().removeIf(key -> key.name().equals(name));
  }

  /** Removes all cookies. */
  public synchronized void clear() {
    cookies.clear();
  }

  private @Nullable JarCookie parse(URI from, String header) {
    String[] parts = header.split(";", -1);
    int equals = parts[0].indexOf('=');
    if (equals <= 0) {
      return null;
    }
    String name = parts[0].substring(0, equals).trim();
    String value = parts[0].substring(equals + 1).trim();
    Map<String, String> attributes = attributes(parts);
    String path = attributes.getOrDefault("path", "");
    if (!path.startsWith("/")) {
      path = defaultPath(from);
    }
    boolean secure = attributes.containsKey("secure");
    String domainName = attributes.getOrDefault("domain", "");
    boolean domain = !domainName.isEmpty();
    boolean refused =
        name.length() + value.length() > MAX_NAME_AND_VALUE
            || (secure && !isTrustworthy(from))
            || (domain && !domainName.equals(host(from)))
            || (name.startsWith("__Secure-") && !secure)
            || (name.startsWith("__Host-") && (!secure || domain || !path.equals("/")))
            || (attributes.getOrDefault("samesite", "").equalsIgnoreCase("none") && !secure);
    if (refused) {
      return null;
    }
    return new JarCookie(
        name,
        value,
        host(from),
        path,
        secure,
        attributes.containsKey("httponly"),
        attributes.getOrDefault("samesite", ""),
        expiry(attributes),
        header);
  }

  private static Map<String, String> attributes(String[] parts) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (String part : new ArrayList<>(List.of(parts)).subList(1, parts.length)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      String value = equals < 0 ? "" : part.substring(equals + 1);
      attributes.put(name.trim().toLowerCase(Locale.ROOT), value.trim());
    }
    return attributes;
  }

  /** RFC 6265 5.3: Max-Age takes precedence over Expires. */
  private @Nullable Instant expiry(Map<String, String> attributes) {
    try {
      String maxAge = attributes.get("max-age");
      if (maxAge != null) {
        long seconds = Long.parseLong(maxAge);
        return seconds <= 0 ? Instant.MIN : clock.instant().plusSeconds(seconds);
      }
      String expires = attributes.get("expires");
      return expires == null
          ? null
          : ZonedDateTime.parse(expires, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (NumberFormatException | DateTimeException e) {
      return null;
    }
  }

  private boolean isExpired(JarCookie cookie) {
    Instant expires = cookie.expires();
    return expires != null && !clock.instant().isBefore(expires);
  }

  /** Browsers trust loopback like https (W3C Secure Contexts, section 3.1). */
  private static boolean isTrustworthy(URI uri) {
    return uri.getScheme().equals("https")
        || List.of("127.0.0.1", "localhost", "[::1]").contains(host(uri));
  }

  private static String host(URI uri) {
    return uri.getHost().toLowerCase(Locale.ROOT);
  }

  /** RFC 6265 5.1.4. */
  private static String defaultPath(URI from) {
    int slash = from.getPath().lastIndexOf('/');
    return slash <= 0 ? "/" : from.getPath().substring(0, slash);
  }

  private static boolean pathMatches(String path, String cookiePath) {
    return path.equals(cookiePath)
        || (path.startsWith(cookiePath)
            && (cookiePath.endsWith("/") || path.charAt(cookiePath.length()) == '/'));
  }
}

package dev.tms.http;

import dev.tms.text.Host;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * The origin and base path at which browsers reach this service. Cookie attributes and redirect
 * URIs derive from it, never from request headers.
 *
 * @param origin as browsers serialize it, for example {@code https://shop.example}
 * @param basePath empty, or a path that begins with a slash and does not end with one
 */
public record PublicUrl(String origin, String basePath) {
  private static final String PATH = "(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*";

  /**
   * Checks origin and base path.
   *
   * @throws IllegalArgumentException if the origin is not a serialized http(s) origin, is plain
   *     http and not a loopback host, or the base path has segments that are empty, begin with a
   *     dot or need escapes
   */
  public PublicUrl {
    if (!origin.equals(canonicalOrigin(origin))) {
      throw new IllegalArgumentException(
          "not an origin as browsers write it, such as https://shop.example: " + origin);
    }
    if (!basePath.matches(PATH)) {
      throw new IllegalArgumentException(
          "a base path has segments of letters, digits, -, ., _ and ~, and no slash at its end: "
              + basePath);
    }
  }

  /**
   * Parses a public URL such as {@code https://shop.example/tms}.
   *
   * @throws IllegalArgumentException if it is not an absolute http(s) URL of scheme, host, port and
   *     path only, or if it is http and the host is not a loopback host
   */
  public static PublicUrl of(String url) {
    URI uri = parse(url);
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("must have no user, query or fragment: " + url);
    }
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return new PublicUrl(canonicalOrigin(url), withoutSlashes(path));
  }

  private static String withoutSlashes(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  private static URI parse(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a URL: " + url, e);
    }
  }

  private static String canonicalOrigin(String url) {
    URI uri = parse(url);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost() == null ? null : Host.canonical(uri.getHost());
    if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new IllegalArgumentException(
          "must be an absolute https URL, for example https://tms.example: " + url);
    }
    if (scheme.equals("http") && !Host.isLoopback(host)) {
      throw new IllegalArgumentException(
          "plain http is for loopback hosts only, use https: " + url);
    }
    int port = uri.getPort();
    if (port == 0 || port > 65535) {
      throw new IllegalArgumentException("a port is 1 to 65535: " + url);
    }
    boolean usual = port < 0 || port == (scheme.equals("https") ? 443 : 80);
    return scheme + "://" + host + (usual ? "" : ":" + port);
  }

  /** Returns whether the host is this machine: localhost, 127.0.0.0/8 or ::1. */
  public static boolean isLoopbackHost(String host) {
    return Host.isLoopback(host);
  }

  /**
   * Returns a copy with this base path; slashes at its end are dropped.
   *
   * @throws IllegalArgumentException if the path is neither empty nor a valid base path
   */
  public PublicUrl withBasePath(String path) {
    return new PublicUrl(origin, withoutSlashes(path));
  }

  /** Returns whether the URL is https; if so, cookies are {@code Secure} and have a prefix. */
  public boolean isSecure() {
    return origin.startsWith("https:");
  }

  /** Returns the absolute URL of a path of this service, which begins with a slash. */
  public URI resolve(String path) {
    return URI.create(origin + basePath + path);
  }

  @Override
  public String toString() {
    return origin + basePath;
  }
}

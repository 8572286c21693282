package dev.tms.http;

import dev.tms.text.Host;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A web origin: scheme, host and port (RFC 6454). Prints as browsers send it in the {@code Origin}
 * header. Immutable.
 *
 * @param scheme {@code https} or {@code http}
 * @param host in lower case as browsers serialize it; IPv6 addresses in brackets
 * @param port 1 to 65535; default 443 or 80
 */
public record Origin(String scheme, String host, int port) {
  /** Checks scheme, host and port. */
  public Origin {
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new IllegalArgumentException("an origin is https or http, not " + scheme);
    }
    if (!host.equals(Host.canonical(host))) {
      throw new IllegalArgumentException(
          "not a host as browsers write it (lower case, xn-- for other scripts): " + host);
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("a port is 1 to 65535, got " + port);
    }
  }

  /**
   * Parses a configured origin, such as {@code https://app.example:8443}; accepts upper case and
   * one trailing slash.
   *
   * @throws IllegalArgumentException if it is not exactly an http(s) scheme, host and port
   */
  public static Origin of(String text) {
    String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    Origin origin = parts(trimmed);
    if (origin == null) {
      throw new IllegalArgumentException(
          "an origin is scheme, host and port, for example https://app.example: " + text);
    }
    return origin;
  }

  /** The origin of this service's public URL. */
  public static Origin of(PublicUrl url) {
    return of(url.origin());
  }

  /** Parses an {@code Origin} header; empty if absent, opaque or not as browsers serialize it. */
  public static Optional<Origin> parse(@Nullable String header) {
    if (header == null) {
      return Optional.empty();
    }
    Origin origin = parts(header);
    return origin != null && origin.toString().equals(header)
        ? Optional.of(origin)
        : Optional.empty();
  }

  /** Parses {@code scheme://authority}; null if it is malformed or has more parts. */
  static @Nullable Origin parts(String text) {
    int slashes = text.indexOf("://");
    if (slashes < 0) {
      return null;
    }
    String scheme = text.substring(0, slashes).toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      return null;
    }
    String authority = text.substring(slashes + 3);
    int colon = authority.lastIndexOf(':');
    int port = scheme.equals("https") ? 443 : 80;
    if (colon > authority.lastIndexOf(']')) {
      String digits = authority.substring(colon + 1);
      if (!digits.matches("[1-9][0-9]{0,4}") || Integer.parseInt(digits) > 65535) {
        return null;
      }
      port = Integer.parseInt(digits);
      authority = authority.substring(0, colon);
    }
    String host = Host.canonical(authority);
    return host == null ? null : new Origin(scheme, host, port);
  }

  /** Returns whether the host is this machine: localhost, 127.0.0.0/8 or ::1. */
  public boolean isLoopback() {
    return Host.isLoopback(host);
  }

  /** Returns whether the host is an IP address. */
  public boolean isAddress() {
    return Host.isAddress(host);
  }

  /**
   * Returns whether browsers consider both origins same-site (RFC 6265bis section 5.2, schemeful):
   * same scheme, and same host or registrable domain. Ports do not matter. Without a public suffix
   * list, the registrable domain is the last two labels, or three after a well-known suffix such as
   * {@code co.uk} or {@code github.io}. Addresses and {@code localhost} are same-site only with
   * themselves.
   */
  public boolean isSameSite(Origin other) {
    return scheme.equals(other.scheme)
        && (host.equals(other.host) || Host.haveCommonParent(host, other.host));
  }

  /** Prints the origin as browsers serialize it, without the default port. */
  @Override
  public String toString() {
    boolean usual = port == (scheme.equals("https") ? 443 : 80);
    return scheme + "://" + host + (usual ? "" : ":" + port);
  }
}

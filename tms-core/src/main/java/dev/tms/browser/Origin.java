package dev.tms.browser;

import dev.tms.http.Host;
import dev.tms.http.PublicUrl;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A web origin: scheme, host and port (RFC 6454). Two origins are the same only where all three
 * are. Its text is the serialization that browsers send in the {@code Origin} header. Immutable.
 *
 * @param scheme {@code https} or {@code http}
 * @param host in lower case as browsers serialize it; an IPv6 address with its brackets
 * @param port 1 to 65535; 443 or 80 where the URL names none
 */
public record Origin(String scheme, String host, int port) {
  /** Checks that the parts are those of a browser's origin. */
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
   * An origin from configuration, such as {@code https://app.example:8443}; a single slash at the
   * end and upper case are forgiven.
   *
   * @throws IllegalArgumentException if it is not scheme, host and port of http or https, or has
   *     more parts
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

  /**
   * The origin in an {@code Origin} header; empty for {@code null}, for an opaque origin, and for
   * every text that is not exactly a browser's serialization.
   */
  public static Optional<Origin> parse(@Nullable String header) {
    if (header == null) {
      return Optional.empty();
    }
    Origin origin = parts(header);
    return origin != null && origin.toString().equals(header)
        ? Optional.of(origin)
        : Optional.empty();
  }

  /** The origin of {@code scheme://authority}, or null where it is none or there is more. */
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

  /** Whether the host can only be this machine: localhost, 127.0.0.0/8 or ::1. */
  public boolean isLoopback() {
    return Host.isLoopback(host);
  }

  /**
   * Whether browsers take the other origin for the same site (RFC 6265bis section 5.2, schemeful):
   * the same scheme, and the same host or two names under one registrable domain. There is no
   * public-suffix list here: the registrable domain is the last two labels, or the last three where
   * the last two are a well-known public suffix such as {@code co.uk} or {@code github.io}.
   * Addresses and {@code localhost} are the same site as themselves only. Ports do not matter.
   */
  public boolean isSameSite(Origin other) {
    return scheme.equals(other.scheme)
        && (host.equals(other.host) || Host.haveCommonParent(host, other.host));
  }

  /** As browsers serialize it: without the port where it is the scheme's own. */
  @Override
  public String toString() {
    boolean usual = port == (scheme.equals("https") ? 443 : 80);
    return scheme + "://" + host + (usual ? "" : ":" + port);
  }
}

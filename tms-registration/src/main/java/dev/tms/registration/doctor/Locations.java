package dev.tms.registration.doctor;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Resolves addresses in redirects and pages, which are often malformed. */
final class Locations {
  private static final String ALLOWED =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#[]@!$&'()*+,;=%";
  private static final Pattern STRAY_PERCENT = Pattern.compile("%(?![0-9a-fA-F]{2})");

  private Locations() {}

  /** Resolves a reference; empty if it is invalid. */
  static Optional<URI> resolve(URI base, String reference) {
    String text = escaped(reference.strip());
    try {
      if (text.isEmpty() || text.startsWith("#")) {
        return Optional.of(base);
      }
      // URI drops the last segment, against RFC 3986 5.3
      String place = text.startsWith("?") ? base.getRawPath() + text : text;
      URI resolved = base.resolve(place);
      boolean complete =
          resolved.getScheme() != null && (!isHttp(resolved) || resolved.getHost() != null);
      return complete ? Optional.of(resolved) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(c, escaped));
    return STRAY_PERCENT.matcher(escaped).replaceAll("%25");
  }

  private static void append(int codePoint, StringBuilder escaped) {
    if (ALLOWED.indexOf(codePoint) >= 0) {
      escaped.appendCodePoint(codePoint);
    } else {
      for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
        escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
  }

  static boolean isHttp(URI uri) {
    return "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
  }

  static boolean sameTarget(URI one, URI other) {
    return base(one).equals(base(other));
  }

  private static String base(URI uri) {
    String path = uri.getRawPath() == null ? uri.getRawSchemeSpecificPart() : uri.getRawPath();
    String host = uri.getHost() == null ? String.valueOf(uri.getRawAuthority()) : uri.getHost();
    return String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)
        + "://"
        + host.toLowerCase(Locale.ROOT)
        + ":"
        + port(uri)
        + (isHttp(uri) && path.isEmpty() ? "/" : path);
  }

  static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  /** Removes query and fragment, which may hold a code. */
  static URI bare(URI uri) {
    String text = uri.toString();
    int end = text.length();
    for (char c : new char[] {'?', '#'}) {
      int at = text.indexOf(c);
      end = at >= 0 && at < end ? at : end;
    }
    return URI.create(text.substring(0, end));
  }

  static String place(URI uri) {
    return uri.getHost() == null
        ? String.valueOf(uri.getScheme()) + ":"
        : uri.getScheme() + "://" + hostAndPort(uri) + uri.getRawPath();
  }

  static String hostAndPort(URI uri) {
    return uri.getHost() + ":" + port(uri);
  }
}

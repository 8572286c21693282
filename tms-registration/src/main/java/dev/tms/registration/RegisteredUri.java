package dev.tms.registration;

import dev.tms.http.Origin;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URI as registered. It may have wildcards, placeholders and mistakes, so the text is kept
 * unchanged and parsed on demand.
 *
 * @param text the text in the document
 */
public record RegisteredUri(String text) {
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*");

  /** The absolute URI; empty if the text is not one, or has placeholders or wildcards. */
  public Optional<URI> uri() {
    if (hasPlaceholder() || hasWildcard()) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(text);
      return uri.isAbsolute() ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** The scheme in lower case. */
  public Optional<String> scheme() {
    Matcher matcher = SCHEME.matcher(text);
    return matcher.matches()
        ? Optional.of(matcher.group(1).toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  /** Whether the text starts with {@code http:} or {@code https:}. */
  public boolean isWeb() {
    return scheme().filter(scheme -> scheme.equals("https") || scheme.equals("http")).isPresent();
  }

  /** The origin (RFC 6454); empty unless this is an http(s) URL with a canonical host. */
  public Optional<Origin> origin() {
    URI uri = uri().orElse(null);
    if (uri == null || !isWeb() || uri.getHost() == null) {
      return Optional.empty();
    }
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    try {
      return Optional.of(Origin.of(uri.getScheme() + "://" + uri.getHost() + port));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether this is an http(s) URL of a loopback host. */
  public boolean isLoopback() {
    return origin().filter(Origin::isLoopback).isPresent();
  }

  public boolean hasPlaceholder() {
    return Placeholder.isIn(text);
  }

  public boolean hasWildcard() {
    return text.indexOf('*') >= 0;
  }

  /** Whether there is a fragment, even an empty one. */
  public boolean hasFragment() {
    return text.indexOf('#') >= 0;
  }

  @Override
  public String toString() {
    return text;
  }
}

package dev.tms.registration.doctor;

import dev.tms.registration.RegisteredUri;
import java.net.URI;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** In what a registered URI differs from the one that should be registered. */
final class Nearly {
  private Nearly() {}

  /** Whether one of them is the URI, character by character. */
  static boolean hasExactly(Collection<RegisteredUri> registered, URI wanted) {
    return registered.stream().anyMatch(uri -> uri.text().equals(wanted.toString()));
  }

  /** The registered URI that was probably meant to be this one, and in what it differs. */
  static String sentence(Collection<RegisteredUri> registered, URI wanted) {
    if (registered.isEmpty()) {
      return "none is registered";
    }
    for (RegisteredUri uri : registered) {
      Optional<String> difference = difference(uri, wanted);
      if (difference.isPresent()) {
        return uri + " is registered, which " + difference.get();
      }
    }
    return registered.size() == 1
        ? registered.iterator().next() + " is registered"
        : "none of the " + registered.size() + " registered ones is like it";
  }

  private static Optional<String> difference(RegisteredUri registered, URI wanted) {
    String text = registered.text();
    String other = wanted.toString();
    if (text.strip().equals(other)) {
      return Optional.of("has blanks around it");
    }
    if (text.equalsIgnoreCase(other)) {
      return Optional.of("differs in upper and lower case");
    }
    if (stripped(text).equals(stripped(other))) {
      return Optional.of("differs by a slash at the end");
    }
    if (registered.hasWildcard() || registered.hasPlaceholder()) {
      return Optional.of("has a wildcard or a placeholder: URIs are compared as they stand");
    }
    URI uri = registered.uri().orElse(null);
    if (uri == null || uri.getHost() == null) {
      return Optional.empty();
    }
    boolean sameHost = uri.getHost().equalsIgnoreCase(wanted.getHost());
    boolean samePath = Objects.equals(uri.getRawPath(), wanted.getRawPath());
    if (sameHost && samePath && !uri.getScheme().equalsIgnoreCase(wanted.getScheme())) {
      return Optional.of("is " + uri.getScheme() + ", not " + wanted.getScheme());
    }
    if (sameHost && samePath && uri.getPort() != wanted.getPort()) {
      return Optional.of("has " + port(uri) + ", not " + port(wanted));
    }
    if (sameHost && samePath) {
      return Optional.of(uri.getRawFragment() == null ? "has a query" : "has a fragment");
    }
    if (sameHost) {
      return Optional.of("has another path");
    }
    return samePath ? Optional.of("has another host") : Optional.empty();
  }

  private static String port(URI uri) {
    return uri.getPort() < 0 ? "no port" : "port " + uri.getPort();
  }

  private static String stripped(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
  }
}

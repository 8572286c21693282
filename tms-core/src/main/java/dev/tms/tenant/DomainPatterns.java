package dev.tms.tenant;

import dev.tms.http.Host;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Patterns of customer domains: {@code cloud.example} is that name and the names below it, {@code
 * *.cloud.example} the names below it only. They are compared label by label, never as a text's
 * end.
 */
final class DomainPatterns {
  private static final String BELOW = "*.";

  private DomainPatterns() {}

  /**
   * The patterns in one form.
   *
   * @throws IllegalArgumentException if one has fewer than two fixed labels, is an address, or has
   *     an asterisk elsewhere than as its whole first label
   */
  static Set<String> of(Collection<String> texts) {
    Set<String> all = new TreeSet<>();
    for (String text : texts) {
      boolean below = text.startsWith(BELOW);
      String name = Host.canonical(below ? text.substring(BELOW.length()) : text);
      if (name == null || !name.contains(".") || Host.isAddress(name)) {
        throw new IllegalArgumentException(
            "an allowed domain is a name of at least two labels, such as cloud.example, or"
                + " *.cloud.example for the names below it; got "
                + text);
      }
      all.add(below ? BELOW + name : name);
    }
    return Collections.unmodifiableSet(all);
  }

  /**
   * Whether one of the patterns lists the domain. One that cannot be a host's name is not listed.
   */
  static boolean list(Set<String> patterns, CustomerDomain domain) {
    String host = Host.canonical(domain.value());
    return host != null && patterns.stream().anyMatch(pattern -> lists(pattern, host));
  }

  private static boolean lists(String pattern, String host) {
    return pattern.startsWith(BELOW)
        ? host.endsWith(pattern.substring(1))
        : host.equals(pattern) || host.endsWith("." + pattern);
  }
}

package dev.tms.tenant;

import dev.tms.http.Host;
import dev.tms.problem.Checked;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Patterns of customer domains: {@code cloud.example} is that name and the names below it, {@code
 * *.cloud.example} the names below it only. They are compared label by label, never as a text's
 * end.
 */
final class DomainPatterns {
  private static final String BELOW = "*.";

  private DomainPatterns() {}

  /** The patterns in one form; one that has {@link #problems} as it is. */
  static Set<String> of(Collection<String> texts) {
    Set<String> all = new TreeSet<>();
    for (String text : texts) {
      String name = name(text);
      all.add(name == null ? text : (text.startsWith(BELOW) ? BELOW : "") + name);
    }
    return Collections.unmodifiableSet(all);
  }

  /**
   * Says which have fewer than two fixed labels, are addresses, or have an asterisk elsewhere than
   * as their whole first label.
   */
  static List<String> problems(Collection<String> texts) {
    return Checked.failures(
        texts,
        text ->
            Checked.require(
                name(text) != null,
                "an allowed domain is a name of at least two labels, such as cloud.example, or"
                    + " *.cloud.example for the names below it; got "
                    + text));
  }

  private static @Nullable String name(String text) {
    String name = Host.canonical(text.startsWith(BELOW) ? text.substring(BELOW.length()) : text);
    return name == null || !name.contains(".") || Host.isAddress(name) ? null : name;
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

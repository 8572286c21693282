package dev.tms.registration.lint;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a check knows beside the document. Immutable.
 *
 * @param hosts the client's own hosts, in lower case; names below them count, too. Default: none,
 *     so that hosts are compared with each other
 * @param scopes names of scopes that are defined elsewhere; default: none
 * @param expiryWarning how long before its expiry a secret is reported; default 30 days
 * @param ignored ids of rules that are not applied; default: none
 */
public record LintOptions(
    Set<String> hosts, Set<String> scopes, Duration expiryWarning, Set<String> ignored) {
  private static final Duration LONGEST_WARNING = Duration.ofDays(3650);

  public static final LintOptions DEFAULT =
      new LintOptions(Set.of(), Set.of(), Duration.ofDays(30), Set.of());

  /**
   * Checks the duration and copies the sets.
   *
   * @throws IllegalArgumentException if the duration is negative or longer than 10 years
   */
  public LintOptions {
    hosts = hosts.stream().map(h -> h.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    hosts = Set.copyOf(hosts);
    scopes = Set.copyOf(scopes);
    ignored = Set.copyOf(ignored);
    if (expiryWarning.isNegative() || expiryWarning.compareTo(LONGEST_WARNING) > 0) {
      throw new IllegalArgumentException("must be 0 to 10 years, got " + expiryWarning);
    }
  }

  public LintOptions withHosts(Collection<String> own) {
    return new LintOptions(Set.copyOf(own), scopes, expiryWarning, ignored);
  }

  public LintOptions withScopes(Collection<String> elsewhere) {
    return new LintOptions(hosts, Set.copyOf(elsewhere), expiryWarning, ignored);
  }

  /**
   * The same with secrets reported this long before they expire.
   *
   * @throws IllegalArgumentException if it is negative or longer than 10 years
   */
  public LintOptions withExpiryWarning(Duration before) {
    return new LintOptions(hosts, scopes, before, ignored);
  }

  public LintOptions ignoring(Collection<String> ids) {
    return new LintOptions(hosts, scopes, expiryWarning, Set.copyOf(ids));
  }
}

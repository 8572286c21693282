package dev.tms.registration.doctor;

import crawlercommons.domains.EffectiveTldFinder;
import dev.tms.browser.Origin;
import dev.tms.http.Host;
import java.util.Optional;

/** Sites as browsers see them (RFC 6265bis section 5.2, "schemeful"), by the public-suffix list. */
final class Sites {
  private Sites() {}

  /** Whether browsers take both for one site. */
  static boolean areSame(Origin one, Origin other) {
    if (!one.scheme().equals(other.scheme())) {
      return false;
    }
    return one.host().equals(other.host())
        || registrable(one.host())
            .filter(domain -> registrable(other.host()).filter(domain::equals).isPresent())
            .isPresent();
  }

  /** The domain that someone has registered; empty for addresses and public suffixes. */
  static Optional<String> registrable(String host) {
    if (Host.isAddress(host)) {
      return Optional.empty();
    }
    String assigned = EffectiveTldFinder.getAssignedDomain(host, true, false);
    if (assigned != null || EffectiveTldFinder.getEffectiveTLD(host) != null) {
      return Optional.ofNullable(assigned);
    }
    // publicsuffix.org, algorithm 2: where no rule matches, the rule is "*"
    int last = host.lastIndexOf('.');
    return last < 0
        ? Optional.empty()
        : Optional.of(host.substring(host.lastIndexOf('.', last - 1) + 1));
  }
}

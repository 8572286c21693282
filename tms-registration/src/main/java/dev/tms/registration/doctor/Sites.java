package dev.tms.registration.doctor;

import com.google.common.net.InternetDomainName;
import dev.tms.browser.Origin;
import dev.tms.http.Host;
import java.util.List;
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
    if (Host.isAddress(host) || !InternetDomainName.isValid(host)) {
      return Optional.empty();
    }
    InternetDomainName name = InternetDomainName.from(host);
    if (name.isUnderPublicSuffix()) {
      return Optional.of(name.topPrivateDomain().toString());
    }
    // publicsuffix.org, algorithm 2: where no rule matches, the rule is "*"
    List<String> labels = name.parts();
    int count = labels.size();
    return name.hasPublicSuffix() || count < 2
        ? Optional.empty()
        : Optional.of(labels.get(count - 2) + "." + labels.get(count - 1));
  }
}

package dev.tms.registration.doctor;

import crawlercommons.domains.EffectiveTldFinder;
import dev.tms.config.TmsConfiguration;
import dev.tms.http.Header;
import dev.tms.http.Origin;
import dev.tms.http.SameSite;
import dev.tms.registration.doctor.WebProbe.WebOutcome;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks whether front ends reach the service: by site, by origin, and with large headers. */
final class FrontEndChecks {
  // many proxies also limit each field; browsers' cookies stay below this
  private static final int FIELD_BYTES = 4 * 1024;
  private static final int MAX_SERVER = 100;

  private FrontEndChecks() {}

  static Look cookies(TmsConfiguration configuration, Patient patient) {
    Origin own = Origin.of(configuration.server().publicUrl());
    SameSite sameSite = configuration.sessions().sameSite();
    Set<Origin> origins = configuration.frontEnd().origins();
    List<Origin> others = origins.stream().filter(origin -> !isSameSite(origin, own)).toList();
    boolean isSentAcross = sameSite == SameSite.NONE;
    if (!others.isEmpty()) {
      patient.find(
          isSentAcross ? "third-party-cookies" : "front-end-on-another-site",
          others.stream().map(Origin::toString).collect(Collectors.joining(", "))
              + (others.size() == 1 ? " is another site" : " are other sites")
              + " than Server.PublicUrl "
              + own
              + (isSentAcross ? "" : ", and Session.SameSite is " + sameSite.attribute()));
    }
    if (isSentAcross && others.isEmpty() && !origins.isEmpty()) {
      patient.find("same-site-none-without-need", "Session.SameSite is None");
    }
    return Look.at(
        Area.COOKIES,
        "SameSite=%s, %s, called from %s"
            .formatted(
                sameSite.attribute(),
                own,
                origins.isEmpty()
                    ? "native clients alone"
                    : origins.stream().map(Origin::toString).collect(Collectors.joining(", "))));
  }

  /** Whether browsers treat both as the same site (RFC 6265bis section 5.2, "schemeful"). */
  static boolean isSameSite(Origin one, Origin other) {
    return one.scheme().equals(other.scheme())
        && (one.host().equals(other.host())
            || registrable(one)
                .filter(domain -> registrable(other).filter(domain::equals).isPresent())
                .isPresent());
  }

  /** The registrable domain; empty for IP addresses and public suffixes. */
  private static Optional<String> registrable(Origin origin) {
    if (origin.isAddress()) {
      return Optional.empty();
    }
    String host = origin.host();
    String assigned = EffectiveTldFinder.getAssignedDomain(host, true, false);
    if (assigned != null || EffectiveTldFinder.getEffectiveTLD(host) != null) {
      return Optional.ofNullable(assigned);
    }
    // publicsuffix.org, algorithm 2: if no rule matches, the rule is "*"
    int last = host.lastIndexOf('.');
    return last < 0
        ? Optional.empty()
        : Optional.of(host.substring(host.lastIndexOf('.', last - 1) + 1));
  }

  static Look cors(TmsConfiguration configuration, Patient patient) {
    Origin own = Origin.of(configuration.server().publicUrl());
    Set<Origin> origins = configuration.frontEnd().origins();
    Origin front = originOf(configuration.frontEnd().redirectUrl());
    if (!origins.isEmpty() && !origins.contains(front) && !front.equals(own)) {
      patient.find(
          "front-end-may-not-call",
          "after a login browsers go to "
              + front
              + ", whose pages may not call: it is not in FrontEnd.FrontEndCorsOrigin");
    }
    for (Origin origin : origins) {
      if (origin.isLoopback() && !own.isLoopback()) {
        patient.find("development-origin", origin + " may call " + own);
      }
    }
    return Look.at(Area.CORS, origins.size() + (origins.size() == 1 ? " origin" : " origins"));
  }

  private static Origin originOf(URI url) {
    return Origin.of(
        url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort()));
  }

  static Look heads(TmsConfiguration configuration, Patient patient, WebProbe web, int bytes) {
    if (bytes == 0) {
      return Look.skipped(Area.HEADS, "--head-bytes says how large");
    }
    URI endpoint = configuration.server().publicUrl().resolve("/Session/CheckSession");
    WebOutcome small = web.get(endpoint, List.of());
    WebOutcome large = web.get(endpoint, fields(bytes));
    if (!isAnswered(small)) {
      patient.find("head-not-answered", endpoint + " without a large head: " + what(small));
    } else if (!isAnswered(large)) {
      patient.find(
          "head-refused", endpoint + " with a head of " + bytes + " bytes: " + what(large));
    }
    return Look.at(Area.HEADS, "a head of " + bytes + " bytes through " + endpoint);
  }

  private static List<Header> fields(int bytes) {
    List<Header> fields = new ArrayList<>();
    for (int left = bytes; left > 0; left -= FIELD_BYTES) {
      String name = "X-Head-" + fields.size();
      int size = Math.min(left, FIELD_BYTES) - name.length() - ": \r\n".length();
      fields.add(new Header(name, "x".repeat(Math.max(0, size))));
    }
    return fields;
  }

  private static boolean isAnswered(WebOutcome outcome) {
    return outcome instanceof Seen seen && seen.status() == 200;
  }

  private static String what(WebOutcome outcome) {
    if (outcome instanceof Seen seen) {
      String server = PlainText.cut(PlainText.line(seen.header("Server").orElse("")), MAX_SERVER);
      return "status " + seen.status() + (server.isEmpty() ? "" : " from " + server);
    }
    return outcome instanceof NotSeen none ? none.detail() : outcome.toString();
  }
}

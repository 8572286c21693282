package dev.tms.registration.doctor;

import crawlercommons.domains.EffectiveTldFinder;
import dev.tms.browser.Origin;
import dev.tms.config.TmsConfiguration;
import dev.tms.http.Header;
import dev.tms.http.Host;
import dev.tms.http.SameSite;
import dev.tms.registration.probe.NotSeen;
import dev.tms.registration.probe.PlainText;
import dev.tms.registration.probe.Seen;
import dev.tms.registration.probe.WebOutcome;
import dev.tms.registration.probe.WebProbe;
import dev.tms.registration.report.Rule;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether front ends get through: by site, by origin, and with large heads. */
final class FrontEndChecks {
  private static final Rule ANOTHER_SITE = Faults.named("front-end-on-another-site");
  private static final Rule THIRD_PARTY = Faults.named("third-party-cookies");
  private static final Rule WITHOUT_NEED = Faults.named("same-site-none-without-need");
  private static final Rule MAY_NOT_CALL = Faults.named("front-end-may-not-call");
  private static final Rule DEVELOPMENT = Faults.named("development-origin");
  private static final Rule HEAD_REFUSED = Faults.named("head-refused");
  private static final Rule HEAD_NOT_ANSWERED = Faults.named("head-not-answered");
  // many proxies limit each field besides the whole: one that no browser's cookies reach
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
          isSentAcross ? THIRD_PARTY : ANOTHER_SITE,
          others.stream().map(Origin::toString).collect(Collectors.joining(", "))
              + (others.size() == 1 ? " is another site" : " are other sites")
              + " than Server.PublicUrl "
              + own
              + (isSentAcross ? "" : ", and Session.SameSite is " + sameSite.attribute()));
    }
    if (isSentAcross && others.isEmpty() && !origins.isEmpty()) {
      patient.find(WITHOUT_NEED, "Session.SameSite is None");
    }
    return Look.at(
        Area.COOKIES,
        "SameSite="
            + sameSite.attribute()
            + ", "
            + own
            + ", called from "
            + (origins.isEmpty()
                ? "native clients alone"
                : origins.stream().map(Origin::toString).collect(Collectors.joining(", "))));
  }

  /** Whether browsers take both for one site (RFC 6265bis section 5.2, "schemeful"). */
  static boolean isSameSite(Origin one, Origin other) {
    return one.scheme().equals(other.scheme())
        && (one.host().equals(other.host())
            || registrable(one.host())
                .filter(domain -> registrable(other.host()).filter(domain::equals).isPresent())
                .isPresent());
  }

  /** The domain that someone has registered; empty for addresses and public suffixes. */
  private static Optional<String> registrable(String host) {
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

  static Look cors(TmsConfiguration configuration, Patient patient) {
    Origin own = Origin.of(configuration.server().publicUrl());
    Set<Origin> origins = configuration.frontEnd().origins();
    Origin front = originOf(configuration.frontEnd().redirectUrl());
    if (!origins.isEmpty() && !origins.contains(front) && !front.equals(own)) {
      patient.find(
          MAY_NOT_CALL,
          "after a login browsers go to "
              + front
              + ", whose pages may not call: it is not in FrontEnd.FrontEndCorsOrigin");
    }
    for (Origin origin : origins) {
      if (origin.isLoopback() && !own.isLoopback()) {
        patient.find(DEVELOPMENT, origin + " may call " + own);
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
      patient.find(HEAD_NOT_ANSWERED, endpoint + " without a large head: " + what(small));
    } else if (!isAnswered(large)) {
      patient.find(HEAD_REFUSED, endpoint + " with a head of " + bytes + " bytes: " + what(large));
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

package dev.tms.registration.doctor;

import dev.tms.browser.Origin;
import dev.tms.config.TmsConfiguration;
import dev.tms.http.SameSite;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether browsers send this service's cookies with the calls of its front ends. */
final class CookieCheck implements Check {
  private static final Fault ANOTHER_SITE =
      Fault.error(
          Area.COOKIES,
          "front-end-on-another-site",
          "browsers do not send SameSite=Lax or Strict cookies with its calls (RFC 6265bis section"
              + " 5.2)",
          "put both on one site (app.example.com and tms.example.com), or set Session.SameSite to"
              + " None");
  private static final Fault THIRD_PARTY =
      Fault.warning(
          Area.COOKIES,
          "third-party-cookies",
          "Safari and Firefox block third-party cookies, and other browsers let users do so",
          "put both on one site (app.example.com and tms.example.com), and set Session.SameSite to"
              + " Lax");
  private static final Fault WITHOUT_NEED =
      Fault.warning(
          Area.COOKIES,
          "same-site-none-without-need",
          "requests from every site carry the session",
          "set Session.SameSite to Lax: all front ends are on this service's site");
  static final List<Fault> FAULTS = List.of(ANOTHER_SITE, THIRD_PARTY, WITHOUT_NEED);

  @Override
  public Area area() {
    return Area.COOKIES;
  }

  @Override
  public Look look(TmsConfiguration configuration, Patient patient) {
    Origin own = Origin.of(configuration.server().publicUrl());
    SameSite sameSite = configuration.sessions().sameSite();
    Set<Origin> origins = configuration.frontEnd().origins();
    List<Origin> others = origins.stream().filter(origin -> !Sites.areSame(origin, own)).toList();
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
        area(),
        "SameSite="
            + sameSite.attribute()
            + ", "
            + own
            + ", called from "
            + (origins.isEmpty()
                ? "native clients alone"
                : origins.stream().map(Origin::toString).collect(Collectors.joining(", "))));
  }
}

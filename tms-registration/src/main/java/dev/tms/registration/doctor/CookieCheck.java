package dev.tms.registration.doctor;

import dev.tms.browser.Origin;
import dev.tms.config.TmsConfiguration;
import dev.tms.http.SameSite;
import dev.tms.registration.report.Rule;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether browsers send this service's cookies with the calls of its front ends. */
final class CookieCheck implements Check {
  private static final Rule ANOTHER_SITE = Faults.named("front-end-on-another-site");
  private static final Rule THIRD_PARTY = Faults.named("third-party-cookies");
  private static final Rule WITHOUT_NEED = Faults.named("same-site-none-without-need");

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

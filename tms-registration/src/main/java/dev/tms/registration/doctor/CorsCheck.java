package dev.tms.registration.doctor;

import dev.tms.browser.Origin;
import dev.tms.config.TmsConfiguration;
import dev.tms.registration.report.Rule;
import java.net.URI;
import java.util.Set;

/** Which pages may call, and which probably should. */
final class CorsCheck implements Check {
  private static final Rule MAY_NOT_CALL = Faults.named("front-end-may-not-call");
  private static final Rule DEVELOPMENT = Faults.named("development-origin");

  @Override
  public Area area() {
    return Area.CORS;
  }

  @Override
  public Look look(TmsConfiguration configuration, Patient patient) {
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
    return Look.at(area(), origins.size() + (origins.size() == 1 ? " origin" : " origins"));
  }

  private static Origin originOf(URI url) {
    return Origin.of(
        url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort()));
  }
}

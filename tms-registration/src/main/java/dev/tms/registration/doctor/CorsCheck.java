package dev.tms.registration.doctor;

import dev.tms.browser.Origin;
import dev.tms.config.TmsConfiguration;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** Which pages may call, and which probably should. */
final class CorsCheck implements Check {
  private static final Fault MAY_NOT_CALL =
      Fault.warning(
          Area.CORS,
          "front-end-may-not-call",
          "browsers keep the answers from its pages",
          "add its origin to FrontEnd.FrontEndCorsOrigin");
  private static final Fault DEVELOPMENT =
      Fault.warning(
          Area.CORS,
          "development-origin",
          "whatever runs on that port of a user's machine may call with the user's session",
          "remove it from FrontEnd.FrontEndCorsOrigin");
  static final List<Fault> FAULTS = List.of(MAY_NOT_CALL, DEVELOPMENT);

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

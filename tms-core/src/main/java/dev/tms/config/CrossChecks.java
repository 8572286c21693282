package dev.tms.config;

import dev.tms.http.FrontEnd;
import dev.tms.http.Origin;
import dev.tms.http.PublicUrl;
import dev.tms.http.SameSite;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.ResponseMode;
import dev.tms.policy.RefreshPolicy;

/** Checks settings across sections. Compares only settings without problems. */
final class CrossChecks {
  private static final String PUBLIC_URL = "Server.PublicUrl";
  private static final String SAME_SITE = "Session.SameSite";
  private static final String ORIGIN = "FrontEnd.FrontEndCorsOrigin";
  private static final String REDIRECT = "FrontEnd.FrontEndRedirectUrl";

  private final Problems problems;
  private final PublicUrl publicUrl;
  private final boolean redirectIsSet;

  CrossChecks(Problems problems, Settings settings, PublicUrl publicUrl) {
    this.problems = problems;
    this.publicUrl = publicUrl;
    redirectIsSet = settings.find(REDIRECT) != null;
  }

  void check(ClientSettings client, FrontEnd frontEnd, SameSite sameSite, RefreshPolicy refresh) {
    // refresh.md 4: the lease outlasts the provider timeout
    if (problems.sound("Refresh.Lease", "Client.Timeout")
        && refresh.lease().compareTo(client.timeout()) <= 0) {
      problems.add(
          "Refresh.Lease",
          "must be longer than Client.Timeout: "
              + refresh.lease()
              + " is not longer than "
              + client.timeout());
    }
    if (!problems.sound(PUBLIC_URL, "Server.BasePath", "Server.Port")) {
      return;
    }
    if (problems.sound("Client.ResponseMode")
        && client.responseMode() == ResponseMode.FORM_POST
        && !publicUrl.isSecure()) {
      problems.add(
          "Client.ResponseMode",
          "form_post needs an https Server.PublicUrl (SameSite=None cookies)");
    }
    if (!redirectIsSet && !PublicUrl.isLoopbackHost(Origin.of(publicUrl).host())) {
      problems.warn(REDIRECT, "is not set: after a login browsers go to " + frontEnd.redirectUrl());
    }
    if (problems.sound(SAME_SITE)) {
      checkSite(frontEnd, sameSite);
    }
  }

  private void checkSite(FrontEnd frontEnd, SameSite sameSite) {
    if (sameSite == SameSite.NONE) {
      if (!publicUrl.isSecure()) {
        problems.add(SAME_SITE, "None needs an https Server.PublicUrl");
      }
      return;
    }
    if (!problems.sound(ORIGIN, REDIRECT)) {
      return;
    }
    frontEnd
        .siteProblem(publicUrl)
        .ifPresent(
            problem ->
                problems.add(
                    ORIGIN,
                    problem
                        + ": put all on one site, or set Session.SameSite to None, or list no"
                        + " origin where only native clients call"));
  }
}

package dev.tms.registration.doctor;

import dev.tms.config.TmsConfiguration;
import dev.tms.inspect.Inspection.Metadata;
import dev.tms.inspect.Inspection.TroubleException;
import dev.tms.inspect.Rehearsal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Performs a login, a refresh, a userinfo call if configured, and a logout, as the service would,
 * but does not call the service itself. Afterwards the refresh token is revoked and the session at
 * the provider has ended.
 */
record SignInCheck(Network network, @Nullable Browser browser) {
  private static final String NOT_CHECKED =
      "needs a login, which --user makes: whether offline access comes, DPoP or PAR is demanded, an"
          + " unlisted algorithm is used, userinfo is refused, and the post-logout URI is taken";
  private static final Pattern DPOP = Pattern.compile("(?i)dpop");
  private static final Pattern PAR =
      Pattern.compile("(?i)\\bPAR\\b|pushed.authorization|\\brequest_uri\\b");

  Look look(TmsConfiguration configuration, Patient patient) {
    if (browser == null) {
      return Look.skipped(Area.SESSION, NOT_CHECKED);
    }
    Metadata metadata = patient.metadata();
    if (metadata == null) {
      return Look.skipped(Area.SESSION, "the provider's endpoints are not known");
    }
    Rehearsal login =
        network
            .inspection(configuration)
            .rehearse(metadata, secret -> patient.hide(List.of(secret)));
    return new Visit(configuration, patient, metadata, login, browser, new ArrayList<>()).make();
  }

  private record Visit(
      TmsConfiguration configuration,
      Patient patient,
      Metadata metadata,
      Rehearsal login,
      Browser user,
      List<String> done) {
    Look make() {
      URI start;
      try {
        start = login.begin(null);
      } catch (TroubleException e) {
        patient.find("sign-in-failed", e.getMessage());
        return Look.at(Area.SESSION, "no login");
      }
      try {
        URI redirectUri = configuration.client().redirectUri();
        login.read(user.signIn(start, redirectUri).getRawQuery());
      } catch (Browser.Stuck | TroubleException e) {
        patient.find("sign-in-failed", "the login does not end: " + e.getMessage());
        return Look.at(Area.SESSION, "no login");
      }
      boolean isSignedIn = false;
      try {
        isSignedIn = isSignedIn();
      } finally {
        leave(isSignedIn);
      }
      return Look.at(Area.SESSION, isSignedIn ? String.join(", ", done) : "no session");
    }

    private boolean isSignedIn() {
      try {
        login.check();
      } catch (TroubleException e) {
        refused(e.getMessage());
        return false;
      }
      try {
        login.redeem();
      } catch (TroubleException e) {
        unlisted();
        notSignedIn(e.getMessage());
        return false;
      }
      unlisted();
      done.add("signed in");
      if (login.isUserInfoAsked()) {
        done.add("userinfo fetched");
      }
      refresh();
      return true;
    }

    private void refused(String reason) {
      if (PAR.matcher(reason).find()) {
        patient.find(
            "demands-more",
            "the provider demands pushed authorization requests (RFC 9126): " + reason);
      } else {
        patient.find("sign-in-refused", "the login is refused: " + reason);
      }
    }

    private void notSignedIn(String reason) {
      if (DPOP.matcher(reason).find()) {
        patient.find(
            "demands-more",
            "the provider demands tokens that are bound to a key (DPoP, RFC 9449): " + reason);
      } else {
        patient.find(
            login.isUserInfoAsked() ? "userinfo-refused" : "code-refused",
            "the login fails: " + reason);
      }
    }

    private void unlisted() {
      Set<String> listed = new TreeSet<>(metadata.algorithms());
      login
          .algorithm()
          .filter(name -> !listed.isEmpty() && !listed.contains(name))
          .ifPresent(
              name ->
                  patient.find(
                      "algorithm-unlisted",
                      "the ID token is signed with "
                          + name
                          + ", and id_token_signing_alg_values_supported has "
                          + String.join(", ", listed)));
    }

    private void refresh() {
      try {
        boolean isRefreshed = login.refresh();
        done.add(isRefreshed ? "refreshed" : "no refresh token");
        if (!isRefreshed && configuration.client().scopes().contains("offline_access")) {
          patient.find(
              "no-refresh-token",
              "offline_access was asked for, and the provider gives no refresh token");
        }
      } catch (TroubleException e) {
        patient.find("refresh-refused", "the first refresh fails: " + e.getMessage());
      }
    }

    private void leave(boolean isSignedIn) {
      if (!login.revoke()) {
        patient.find("revocation-refused", "the provider does not revoke the refresh token");
      }
      URI returnTo = configuration.expectedRegistration().postLogoutRedirectUri();
      Optional<URI> endSession = login.end(returnTo, configuration.sessions().keepIdToken());
      if (endSession.isEmpty()) {
        return;
      }
      try {
        user.signOut(endSession.get(), returnTo);
        done.add("signed out");
      } catch (Browser.Stuck e) {
        if (isSignedIn) {
          patient.find(
              e.isRefused() ? "post-logout-uri-refused" : "logout-stays",
              "the logout does not come back to " + returnTo + ": " + e.getMessage());
        }
      }
    }
  }
}

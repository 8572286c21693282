package dev.tms.preset;

import dev.tms.oauth.ProviderQuirks.KnownError;
import org.jspecify.annotations.Nullable;

/** Okta: every org has an authorization server of its own, and may have custom ones beside it. */
final class Okta {
  private Okta() {}

  static Preset preset() {
    return Preset.of("okta", "Okta")
        .at(
            values ->
                values.value("authorizationServer") == null
                    ? "https://{tenant}"
                    : "https://{tenant}/oauth2/{authorizationServer}")
        .demanding(Okta::problem)
        .with(
            quirks ->
                quirks.withErrors(
                    new KnownError(
                        "access_denied",
                        "not assigned",
                        "the user is not assigned to the application"),
                    new KnownError(
                        "access_denied",
                        "policy evaluation",
                        "no rule of the authorization server's access policies fits this client,"
                            + " user, grant and scopes"),
                    new KnownError(
                        "invalid_scope", "", "a scope is not defined at this authorization server"),
                    new KnownError(
                        "unauthorized_client",
                        "grant type",
                        "the grant is off in the application's General Settings: Authorization Code"
                            + " and Refresh Token are needed"),
                    new KnownError(
                        "invalid_client",
                        "",
                        "the client id is of another org, or the secret is wrong or"
                            + " inactive")));
  }

  private static @Nullable String problem(String issuer) {
    if (issuer.contains("-admin.okta")) {
      return "is the address of the administrators' console: leave out -admin";
    }
    return issuer.endsWith("/") ? "must not end with a slash: Okta's does not" : null;
  }
}

package dev.tms.preset;

import dev.tms.oauth.ProviderQuirks.KnownError;
import org.jspecify.annotations.Nullable;

/** Keycloak: by the specification, below the realm. */
final class Keycloak {
  private Keycloak() {}

  static Preset preset() {
    return Preset.of("keycloak", "Keycloak")
        .demanding(Keycloak::problem)
        .with(
            quirks ->
                quirks.withErrors(
                    new KnownError(
                        "invalid_scope",
                        "",
                        "a scope is not assigned to the client, under Client scopes; with"
                            + " Tenants.Mode discovery the default scopes are Citrix's"),
                    new KnownError(
                        "unauthorized_client",
                        "response_type",
                        "the client's Standard flow is off"),
                    new KnownError(
                        "unauthorized_client",
                        "",
                        "the client's secret is wrong, or Client authentication is off there"),
                    new KnownError(
                        "invalid_request",
                        "code_challenge",
                        "the client demands PKCE with S256, and Client.UsePkce is off"),
                    new KnownError(
                        "not_allowed",
                        "offline",
                        "the user lacks the role offline_access, or the client the scope: set"
                            + " Client.UseOfflineAccess to false, Keycloak gives refresh tokens"
                            + " without it")));
  }

  private static @Nullable String problem(String issuer) {
    if (!issuer.matches(".*/realms/[^/]+/?")) {
      return "must end with /realms/ and the realm's name";
    }
    return issuer.endsWith("/") ? "must not end with a slash: Keycloak's does not" : null;
  }
}

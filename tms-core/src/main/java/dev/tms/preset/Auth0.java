package dev.tms.preset;

import dev.tms.oauth.ProviderQuirks.KnownError;
import dev.tms.oauth.ProviderQuirks.SignOut;

/**
 * Auth0: its issuer ends with a slash. Tenants from before November 2023 do not list the
 * end-session endpoint unless that is switched on; the older way to sign out is always there.
 */
final class Auth0 {
  private Auth0() {}

  static Preset preset() {
    return Preset.of("auth0", "Auth0")
        .at("https://{tenant}/")
        .demanding(issuer -> issuer.endsWith("/") ? null : "must end with a slash: Auth0's does")
        .with(
            quirks ->
                quirks
                    .withSignOut(new SignOut("/v2/logout", "returnTo"))
                    .withRules(Demands.noIntrospection("Auth0"))
                    .withErrors(
                        new KnownError(
                            "access_denied",
                            "service not found",
                            "no API has the identifier that Client.Parameters.audience names"),
                        new KnownError(
                            "access_denied",
                            "unauthorized",
                            "the client's secret is wrong, or is sent in another way than its"
                                + " Token Endpoint Authentication Method says"),
                        new KnownError(
                            "unauthorized_client",
                            "grant type",
                            "the grant is off under Advanced Settings, Grant Types: Authorization"
                                + " Code and Refresh Token are needed"),
                        new KnownError(
                            "unauthorized_client",
                            "callback",
                            "the redirect URI is not among the Allowed Callback URLs")));
  }
}

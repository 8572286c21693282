package dev.tms.preset;

import dev.tms.oauth.IdentitySource;
import dev.tms.oauth.ProviderQuirks.Finding;
import dev.tms.oauth.ProviderQuirks.KnownError;
import dev.tms.oauth.ProviderQuirks.Rule;
import java.util.Map;
import java.util.Optional;

/**
 * Centrify, now Delinea: applications of the kind <em>OAuth2 Client</em> and <em>OAuth2
 * Server</em>, which give no ID token. Whether there are refresh tokens is the application's
 * setting.
 */
final class Centrify {
  private static final Rule IDENTITY =
      settings ->
          settings.identity() == IdentitySource.ID_TOKEN
              ? Optional.of(
                  new Finding(
                      "Identity",
                      "is id_token, but Centrify's OAuth2 applications give none: introspection is"
                          + " what they offer (weaker, see docs/providers/centrify.md)"))
              : Optional.empty();

  private Centrify() {}

  static Preset preset() {
    return Preset.of("centrify", "Centrify")
        .at("https://{tenant}")
        .without(
            Map.of(
                EndpointKey.AUTHORIZATION,
                "https://{tenant}/oauth2/authorize/{applicationId}",
                EndpointKey.TOKEN,
                "https://{tenant}/oauth2/token/{applicationId}",
                EndpointKey.INTROSPECTION,
                "https://{tenant}/oauth2/introspect/{applicationId}"))
        .asking()
        .with(
            quirks ->
                quirks
                    .withoutOfflineAccess(Map.of())
                    .withRules(
                        IDENTITY,
                        Demands.secret(
                            "the code flow needs a confidential client there, whose name and"
                                + " password are id and secret"),
                        Demands.basic("Centrify's confidential clients use Basic authentication"))
                    .withErrors(
                        new KnownError(
                            "invalid_request",
                            "auth mode not allowed",
                            "the application does not allow the authorization code flow: tick Auth"
                                + " Code among the Auth methods on its Tokens page"),
                        new KnownError(
                            "invalid_request",
                            "redirect",
                            "the redirect URI is not among the allowed redirects on the"
                                + " application's General Usage page"),
                        new KnownError(
                            "invalid_scope",
                            "",
                            "a scope is not defined on the application's Scope page; with scopes"
                                + " there, one has to be asked for"),
                        new KnownError(
                            "invalid_client",
                            "",
                            "name or password of the confidential client is wrong, it is no OAuth"
                                + " confidential client, or the application is not Confidential"),
                        new KnownError(
                            "unauthorized_client",
                            "",
                            "the client is not allowed at this application: its General Usage page"
                                + " restricts clients, or the flow is off"),
                        new KnownError(
                            "access_denied",
                            "",
                            "the user refused, or no role of the user's may use the"
                                + " application")));
  }
}

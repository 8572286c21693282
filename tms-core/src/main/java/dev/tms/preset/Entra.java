package dev.tms.preset;

import dev.tms.oauth.ProviderQuirks.KnownError;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Microsoft Entra ID, endpoints of version 2. One tenant: the documents of {@code common} and
 * {@code organizations} name an issuer with a placeholder, which no ID token has.
 */
final class Entra {
  private static final Pattern TENANT =
      Pattern.compile("https?://[^/]+/[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/v2\\.0");

  private Entra() {}

  static Preset preset() {
    return Preset.of("entra", "Microsoft Entra ID")
        .at("https://login.microsoftonline.com/{tenant}/v2.0")
        .demanding(Entra::problem)
        .with(
            quirks ->
                quirks
                    .withRules(Demands.noIntrospection("Microsoft Entra ID"))
                    .withErrors(
                        new KnownError(
                            "invalid_client",
                            "aadsts7000215",
                            "the client secret is wrong: it is the secret's value that counts, not"
                                + " its id"),
                        new KnownError(
                            "invalid_client",
                            "aadsts7000222",
                            "the client secret has expired: make a new one under Certificates &"
                                + " secrets"),
                        new KnownError(
                            "unauthorized_client",
                            "aadsts700016",
                            "no application with this client id is in this tenant"),
                        new KnownError(
                            "invalid_request",
                            "aadsts50011",
                            "the redirect URI is not registered, character by character"),
                        new KnownError(
                            "invalid_request",
                            "aadsts900232",
                            "the redirect URI is registered for a single-page application: register"
                                + " it for the platform Web"),
                        new KnownError(
                            "invalid_scope",
                            "",
                            "a scope is not known, or scopes of several APIs are mixed"),
                        new KnownError("access_denied", "aadsts65004", "the user did not consent"),
                        new KnownError(
                            "access_denied",
                            "aadsts50105",
                            "the user is not assigned to the application, which demands it"),
                        new KnownError(
                            "interaction_required",
                            "aadsts65001",
                            "neither the user nor an administrator has consented to the scopes")));
  }

  private static @Nullable String problem(String issuer) {
    return TENANT.matcher(issuer).matches()
        ? null
        : "must name one tenant by its id (a GUID) and end with /v2.0; common, organizations and"
            + " domain names are not issuers";
  }
}

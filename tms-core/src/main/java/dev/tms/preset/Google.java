package dev.tms.preset;

import dev.tms.oauth.ProviderQuirks.KnownError;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Google: refresh tokens by {@code access_type=offline}, and reliably only after {@code
 * prompt=consent}; no sign-out.
 */
final class Google {
  private Google() {}

  static Preset preset() {
    Map<String, String> offline = new LinkedHashMap<>();
    offline.put("access_type", "offline");
    offline.put("prompt", "consent");
    return Preset.of("google", "Google")
        .at("https://accounts.google.com")
        .with(
            quirks ->
                quirks
                    .withoutOfflineAccess(offline)
                    .withRules(
                        Demands.secret(
                            "Google's token endpoint wants the secret of a web application, also"
                                + " with PKCE"),
                        Demands.noIntrospection("Google"))
                    .withErrors(
                        new KnownError(
                            "redirect_uri_mismatch",
                            "",
                            "the redirect URI is not among the Authorized redirect URIs, character"
                                + " by character"),
                        new KnownError(
                            "invalid_client", "", "the client's secret is wrong or was deleted"),
                        new KnownError(
                            "unauthorized_client",
                            "",
                            "the client id is not that of a web application"),
                        new KnownError(
                            "access_denied",
                            "",
                            "the user refused, or is no test user of an application that is still in"
                                + " testing"),
                        new KnownError(
                            "admin_policy_enforced",
                            "",
                            "the administrator of the user's Google Workspace does not allow this"
                                + " application")));
  }
}

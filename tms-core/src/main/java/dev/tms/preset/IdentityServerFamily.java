package dev.tms.preset;

import dev.tms.oauth.ProviderQuirks;
import dev.tms.oauth.ProviderQuirks.KnownError;

/**
 * Duende IdentityServer and what is built on it; by the specification, so the errors are all there
 * is.
 */
final class IdentityServerFamily {
  private IdentityServerFamily() {}

  static Preset citrix() {
    return Preset.of("citrix", "Citrix Workspace")
        .at("https://accounts.cloud.com/core/")
        .asking("openid", "wsp", "spa", "leases")
        .withTenantDirectory()
        .with(IdentityServerFamily::explained);
  }

  static Preset duende() {
    return Preset.of("duende", "Duende IdentityServer").with(IdentityServerFamily::explained);
  }

  private static ProviderQuirks explained(ProviderQuirks quirks) {
    return quirks.withErrors(
        new KnownError(
            "invalid_scope",
            "",
            "a scope is not among the client's allowedScopes, or offline_access is asked for and"
                + " its allowOfflineAccess is off"),
        new KnownError(
            "unauthorized_client",
            "",
            "the client is not known there, is disabled, or its allowedGrantTypes lack"
                + " authorization_code"),
        new KnownError(
            "invalid_client",
            "",
            "the client's secret is wrong or expired, or requireClientSecret does not go with"
                + " having one"),
        new KnownError(
            "invalid_request",
            "code challenge",
            "the client has requirePkce, and Client.UsePkce is off"));
  }
}

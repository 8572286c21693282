package dev.tms.preset;

import java.util.List;
import java.util.Optional;

/**
 * The providers that are known. Each has a page in {@code docs/providers}, with what to register
 * there. They are written from the vendors' documentation; Keycloak alone is tested live.
 */
public final class Presets {
  /** Citrix Workspace, with its directory of customers' domains. */
  public static final Preset CITRIX = IdentityServerFamily.citrix();

  /** Duende IdentityServer, and products built on it, such as an AuthService or Security API. */
  public static final Preset DUENDE = IdentityServerFamily.duende();

  /** Keycloak: the issuer is a realm's. */
  public static final Preset KEYCLOAK = Keycloak.preset();

  /** Microsoft Entra ID, one tenant of it. */
  public static final Preset ENTRA = Entra.preset();

  /** Auth0. */
  public static final Preset AUTH0 = Auth0.preset();

  /** Okta: the org authorization server, or a custom one. */
  public static final Preset OKTA = Okta.preset();

  /** Google. */
  public static final Preset GOOGLE = Google.preset();

  /** Amazon Cognito user pools. */
  public static final Preset COGNITO = Cognito.preset();

  /** Centrify, now Delinea: OAuth 2.0 applications without OpenID Connect. */
  public static final Preset CENTRIFY = Centrify.preset();

  private static final List<Preset> ALL =
      List.of(CITRIX, DUENDE, KEYCLOAK, ENTRA, AUTH0, OKTA, GOOGLE, COGNITO, CENTRIFY);

  private Presets() {}

  /** All of them. */
  public static List<Preset> all() {
    return ALL;
  }

  /** The one of this name; empty where there is none. */
  public static Optional<Preset> find(String name) {
    return ALL.stream().filter(preset -> preset.name().equalsIgnoreCase(name)).findFirst();
  }
}

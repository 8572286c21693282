package dev.tms.preset;

import dev.tms.oauth.ClientAuthentication;
import dev.tms.oauth.IdentitySource;
import dev.tms.oauth.ProviderQuirks;
import dev.tms.oauth.ProviderQuirks.Finding;
import dev.tms.oauth.ProviderQuirks.KnownError;
import dev.tms.oauth.ProviderQuirks.Rule;
import dev.tms.oauth.ProviderQuirks.SignOut;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

  /**
   * Auth0: its issuer ends with a slash. Tenants from before November 2023 do not list the
   * end-session endpoint unless that is switched on; the older way to sign out is always there.
   */
  private static final class Auth0 {
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

  /**
   * Centrify, now Delinea: applications of the kind <em>OAuth2 Client</em> and <em>OAuth2
   * Server</em>, which give no ID token. Whether there are refresh tokens is the application's
   * setting.
   */
  static final class Centrify {
    private static final Rule IDENTITY =
        settings ->
            settings.identity() == IdentitySource.ID_TOKEN
                ? Optional.of(
                    new Finding(
                        "Identity",
                        "is id_token, but Centrify's OAuth2 applications give none: introspection"
                            + " is what they offer (weaker, see docs/providers/centrify.md)"))
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
                              "the application does not allow the authorization code flow: tick"
                                  + " Auth Code among the Auth methods on its Tokens page"),
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
                              "the client is not allowed at this application: its General Usage"
                                  + " page restricts clients, or the flow is off"),
                          new KnownError(
                              "access_denied",
                              "",
                              "the user refused, or no role of the user's may use the"
                                  + " application")));
    }
  }

  /**
   * Amazon Cognito user pools: the issuer has the pool's id, which begins with the region; every
   * login has a refresh token, and {@code offline_access} is unknown; the sign-out is not the
   * standard's, also where the discovery document lists it as if it were.
   */
  private static final class Cognito {
    private static final Pattern POOL =
        Pattern.compile("([a-z]{2}(?:-[a-z]+)+-[0-9]+)_[A-Za-z0-9]+");

    private Cognito() {}

    static Preset preset() {
      return Preset.of("cognito", "Amazon Cognito")
          .at("https://cognito-idp.{region}.amazonaws.com/{tenant}")
          .deriving(Cognito::withRegion)
          .with(
              quirks ->
                  quirks
                      .withoutOfflineAccess(Map.of())
                      .withSignOut(new SignOut("/logout", "logout_uri"))
                      .withRules(Demands.noIntrospection("Amazon Cognito"))
                      .withErrors(
                          new KnownError(
                              "invalid_request",
                              "invalid_scope",
                              "a scope is not among the OpenID Connect scopes and custom scopes of"
                                  + " the app client"),
                          new KnownError(
                              "unauthorized_client",
                              "",
                              "the app client does not allow the authorization code grant"),
                          new KnownError(
                              "invalid_client",
                              "",
                              "the app client's secret is wrong, or it has one and none was sent"),
                          new KnownError(
                              "redirect_mismatch",
                              "",
                              "the redirect URI is not among the Allowed callback URLs")));
    }

    private static Placeholders withRegion(Placeholders values) {
      String pool = values.value("tenant");
      if (pool == null) {
        return values;
      }
      Matcher parts = POOL.matcher(pool);
      if (!parts.matches()) {
        throw new IllegalArgumentException(
            "must be the user pool's id, such as eu-central-1_AbCdEf123");
      }
      return values.with("region", parts.group(1));
    }
  }

  /**
   * Microsoft Entra ID, endpoints of version 2. One tenant: the documents of {@code common} and
   * {@code organizations} name an issuer with a placeholder, which no ID token has.
   */
  private static final class Entra {
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
                              "the client secret is wrong: it is the secret's value that counts,"
                                  + " not its id"),
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
                              "the redirect URI is registered for a single-page application:"
                                  + " register it for the platform Web"),
                          new KnownError(
                              "invalid_scope",
                              "",
                              "a scope is not known, or scopes of several APIs are mixed"),
                          new KnownError(
                              "access_denied", "aadsts65004", "the user did not consent"),
                          new KnownError(
                              "access_denied",
                              "aadsts50105",
                              "the user is not assigned to the application, which demands it"),
                          new KnownError(
                              "interaction_required",
                              "aadsts65001",
                              "neither the user nor an administrator has consented to the"
                                  + " scopes")));
    }

    private static @Nullable String problem(String issuer) {
      return TENANT.matcher(issuer).matches()
          ? null
          : "must name one tenant by its id (a GUID) and end with /v2.0; common, organizations and"
              + " domain names are not issuers";
    }
  }

  /**
   * Google: refresh tokens by {@code access_type=offline}, and reliably only after {@code
   * prompt=consent}; no sign-out.
   */
  private static final class Google {
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
                              "the redirect URI is not among the Authorized redirect URIs,"
                                  + " character by character"),
                          new KnownError(
                              "invalid_client", "", "the client's secret is wrong or was deleted"),
                          new KnownError(
                              "unauthorized_client",
                              "",
                              "the client id is not that of a web application"),
                          new KnownError(
                              "access_denied",
                              "",
                              "the user refused, or is no test user of an application that is still"
                                  + " in testing"),
                          new KnownError(
                              "admin_policy_enforced",
                              "",
                              "the administrator of the user's Google Workspace does not allow this"
                                  + " application")));
    }
  }

  /**
   * Duende IdentityServer and what is built on it; by the specification, so the errors are all
   * there is.
   */
  private static final class IdentityServerFamily {
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

  /** Keycloak: by the specification, below the realm. */
  private static final class Keycloak {
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

  /** Okta: every org has an authorization server of its own, and may have custom ones beside it. */
  private static final class Okta {
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
                          "invalid_scope",
                          "",
                          "a scope is not defined at this authorization server"),
                      new KnownError(
                          "unauthorized_client",
                          "grant type",
                          "the grant is off in the application's General Settings: Authorization"
                              + " Code and Refresh Token are needed"),
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

  /** What several providers demand of a client. */
  private static final class Demands {
    private Demands() {}

    /** A client with a secret. */
    static Rule secret(String because) {
      return settings ->
          settings.authentication().isConfidential()
              ? Optional.empty()
              : Optional.of(new Finding("ClientSecret", "is missing: " + because));
    }

    /** {@code client_secret_basic}. */
    static Rule basic(String because) {
      return settings ->
          settings.authentication() instanceof ClientAuthentication.Post
              ? Optional.of(
                  new Finding("ClientAuthentication", "must be client_secret_basic: " + because))
              : Optional.empty();
    }

    /** Users by ID token, because there is no introspection endpoint. */
    static Rule noIntrospection(String title) {
      return settings ->
          settings.identity() == IdentitySource.INTROSPECTION
              ? Optional.of(
                  new Finding(
                      "Identity",
                      "is introspection, but "
                          + title
                          + " has no introspection endpoint, and gives ID tokens: leave it out"))
              : Optional.empty();
    }
  }
}

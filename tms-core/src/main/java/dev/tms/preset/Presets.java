package dev.tms.preset;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tms.oauth.ClientAuthentication;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.IdentitySource;
import dev.tms.oauth.ProviderQuirks.Finding;
import dev.tms.oauth.ProviderQuirks.KnownError;
import dev.tms.oauth.ProviderQuirks.Rule;
import dev.tms.oauth.ProviderQuirks.SignOut;
import dev.tms.preset.Preset.EndpointKey;
import dev.tms.preset.Preset.Placeholders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The providers that are known. Each has a page in {@code docs/providers}, with what to register
 * there; what their errors mean stands in {@code errors.md}. They are written from the vendors'
 * documentation; Keycloak alone is tested live.
 */
public final class Presets {
  private static final Pattern ENTRA_TENANT =
      Pattern.compile("https?://[^/]+/[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/v2\\.0");
  private static final Pattern COGNITO_POOL =
      Pattern.compile("([a-z]{2}(?:-[a-z]+)+-[0-9]+)_[A-Za-z0-9]+");

  /** Citrix Workspace, with its directory of customers' domains. */
  public static final Preset CITRIX =
      known("citrix", "Citrix Workspace")
          .at("https://accounts.cloud.com/core/")
          .asking("openid", "wsp", "spa", "leases")
          .withTenantDirectory();

  /** Duende IdentityServer, and products built on it, such as an AuthService or Security API. */
  public static final Preset DUENDE = known("duende", "Duende IdentityServer");

  /** Keycloak: the issuer is a realm's. */
  public static final Preset KEYCLOAK =
      known("keycloak", "Keycloak")
          .demanding(
              issuer ->
                  !issuer.matches(".*/realms/[^/]+/?")
                      ? "must end with /realms/ and the realm's name"
                      : noSlash(issuer, "Keycloak"));

  /**
   * Microsoft Entra ID, one tenant of it, endpoints of version 2. The documents of {@code common}
   * and {@code organizations} name an issuer with a placeholder, which no ID token has.
   */
  public static final Preset ENTRA =
      known("entra", "Microsoft Entra ID")
          .at("https://login.microsoftonline.com/{tenant}/v2.0")
          .demanding(
              issuer ->
                  ENTRA_TENANT.matcher(issuer).matches()
                      ? null
                      : "must name one tenant by its id (a GUID) and end with /v2.0; common,"
                          + " organizations and domain names are not issuers")
          .with(quirks -> quirks.withRules(noIntrospection("Microsoft Entra ID")));

  /**
   * Auth0: its issuer ends with a slash. Tenants from before November 2023 do not list the
   * end-session endpoint unless that is switched on; the older way to sign out is always there.
   */
  public static final Preset AUTH0 =
      known("auth0", "Auth0")
          .at("https://{tenant}/")
          .demanding(issuer -> issuer.endsWith("/") ? null : "must end with a slash: Auth0's does")
          .with(
              quirks ->
                  quirks
                      .withSignOut(new SignOut("/v2/logout", "returnTo"))
                      .withRules(noIntrospection("Auth0")));

  /** Okta: the org authorization server, or a custom one. */
  public static final Preset OKTA =
      known("okta", "Okta")
          .at(
              values ->
                  values.value("authorizationServer") == null
                      ? "https://{tenant}"
                      : "https://{tenant}/oauth2/{authorizationServer}")
          .demanding(
              issuer ->
                  issuer.contains("-admin.okta")
                      ? "is the address of the administrators' console: leave out -admin"
                      : noSlash(issuer, "Okta"));

  /**
   * Google: refresh tokens by {@code access_type=offline}, and reliably only after {@code
   * prompt=consent}; no sign-out.
   */
  public static final Preset GOOGLE =
      known("google", "Google")
          .at("https://accounts.google.com")
          .with(
              quirks ->
                  quirks
                      .withoutOfflineAccess(inOrder("access_type", "offline", "prompt", "consent"))
                      .withRules(
                          secret(
                              "Google's token endpoint wants the secret of a web application, also"
                                  + " with PKCE"),
                          noIntrospection("Google")));

  /**
   * Amazon Cognito user pools: the issuer has the pool's id, which begins with the region; every
   * login has a refresh token, and {@code offline_access} is unknown; the sign-out is not the
   * standard's, also where the discovery document lists it as if it were.
   */
  public static final Preset COGNITO =
      known("cognito", "Amazon Cognito")
          .at("https://cognito-idp.{region}.amazonaws.com/{tenant}")
          .deriving(Presets::withRegion)
          .with(
              quirks ->
                  quirks
                      .withoutOfflineAccess(Map.of())
                      .withSignOut(new SignOut("/logout", "logout_uri"))
                      .withRules(noIntrospection("Amazon Cognito")));

  /**
   * Centrify, now Delinea: applications of the kind <em>OAuth2 Client</em> and <em>OAuth2
   * Server</em>, which give no ID token. Whether there are refresh tokens is the application's
   * setting.
   */
  public static final Preset CENTRIFY =
      known("centrify", "Centrify")
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
                          rule(
                              settings -> settings.identity() == IdentitySource.ID_TOKEN,
                              "Identity",
                              "is id_token, but Centrify's OAuth2 applications give none:"
                                  + " introspection is what they offer (weaker, see"
                                  + " docs/providers/centrify.md)"),
                          secret(
                              "the code flow needs a confidential client there, whose name and"
                                  + " password are id and secret"),
                          rule(
                              settings ->
                                  settings.authentication() instanceof ClientAuthentication.Post,
                              "ClientAuthentication",
                              "must be client_secret_basic: Centrify's confidential clients use"
                                  + " Basic authentication")));

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

  private static Preset known(String name, String title) {
    return Preset.of(name, title).with(quirks -> quirks.withErrors(errors(name)));
  }

  private static KnownError[] errors(String name) {
    try (InputStream rows = Presets.class.getResourceAsStream("errors.md")) {
      return new String(Objects.requireNonNull(rows, "errors.md").readAllBytes(), UTF_8)
          .lines()
          .map(row -> row.split(" ?\\| ?", -1))
          .filter(cells -> Arrays.asList(cells[1].split(" ", -1)).contains(name))
          .map(cells -> new KnownError(cells[2], cells[3].equals("any") ? "" : cells[3], cells[4]))
          .toArray(KnownError[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable String noSlash(String issuer, String title) {
    return issuer.endsWith("/") ? "must not end with a slash: " + title + "'s does not" : null;
  }

  private static Map<String, String> inOrder(String... pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  private static Placeholders withRegion(Placeholders values) {
    String pool = values.value("tenant");
    if (pool == null) {
      return values;
    }
    Matcher parts = COGNITO_POOL.matcher(pool);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "must be the user pool's id, such as eu-central-1_AbCdEf123");
    }
    return values.with("region", parts.group(1));
  }

  private static Rule rule(Predicate<ClientSettings> isWrong, String setting, String message) {
    return settings ->
        isWrong.test(settings) ? Optional.of(new Finding(setting, message)) : Optional.empty();
  }

  private static Rule secret(String because) {
    return rule(
        settings -> !settings.authentication().isConfidential(),
        "ClientSecret",
        "is missing: " + because);
  }

  /** Users by ID token, because there is no introspection endpoint. */
  private static Rule noIntrospection(String title) {
    return rule(
        settings -> settings.identity() == IdentitySource.INTROSPECTION,
        "Identity",
        "is introspection, but "
            + title
            + " has no introspection endpoint, and gives ID tokens: leave it out");
  }
}

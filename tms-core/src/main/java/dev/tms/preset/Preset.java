package dev.tms.preset;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tms.oauth.ClientAuthentication;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.IdentitySource;
import dev.tms.oauth.Provider;
import dev.tms.oauth.ProviderMetadata;
import dev.tms.oauth.ProviderQuirks;
import dev.tms.oauth.ProviderQuirks.Finding;
import dev.tms.oauth.ProviderQuirks.KnownError;
import dev.tms.oauth.ProviderQuirks.Rule;
import dev.tms.oauth.ProviderQuirks.SignOut;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The defaults and checks for a known provider. Fills in missing settings and checks the given
 * ones; never relaxes a check or overrides a setting. {@code docs/providers} describes the
 * registration at each provider, {@code errors.md} explains its errors. Based on the vendors'
 * documentation; only Keycloak is tested live. Immutable.
 */
public final class Preset {
  private static final Pattern ENTRA_TENANT =
      Pattern.compile("https?://[^/]+/[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/v2\\.0");
  private static final Pattern COGNITO_POOL =
      Pattern.compile("([a-z]{2}(?:-[a-z]+)+-[0-9]+)_[A-Za-z0-9]+");

  /** Citrix Workspace, with its directory of customer domains. */
  public static final Preset CITRIX =
      known("citrix", "Citrix Workspace")
          .at("https://accounts.cloud.com/core/")
          .asking("openid", "wsp", "spa", "leases")
          .withTenantDirectory();

  /** Duende IdentityServer and products based on it, such as an AuthService or Security API. */
  public static final Preset DUENDE = known("duende", "Duende IdentityServer");

  /** Keycloak; the issuer is that of a realm. */
  public static final Preset KEYCLOAK =
      known("keycloak", "Keycloak")
          .demanding(
              issuer ->
                  !issuer.matches(".*/realms/[^/]+/?")
                      ? "must end with /realms/ and the realm's name"
                      : noSlash(issuer, "Keycloak"));

  /**
   * A tenant of Microsoft Entra ID, with version 2 endpoints. The metadata of {@code common} and
   * {@code organizations} has a placeholder in the issuer, which no ID token matches.
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
   * Auth0; the issuer ends with a slash. Tenants created before November 2023 publish the
   * end-session endpoint only if enabled; the older logout endpoint always exists.
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

  /** Okta: the org authorization server or a custom one. */
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
   * Google: issues refresh tokens for {@code access_type=offline}, reliably only with {@code
   * prompt=consent}; has no end-session endpoint.
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
   * Amazon Cognito user pools. The issuer contains the pool ID, which begins with the region. Every
   * login yields a refresh token; {@code offline_access} is not supported. The logout endpoint does
   * not follow the standard, even if the metadata lists it as the end-session endpoint.
   */
  public static final Preset COGNITO =
      known("cognito", "Amazon Cognito")
          .at("https://cognito-idp.{region}.amazonaws.com/{tenant}")
          .deriving(Preset::withRegion)
          .with(
              quirks ->
                  quirks
                      .withoutOfflineAccess(Map.of())
                      .withSignOut(new SignOut("/logout", "logout_uri"))
                      .withRules(noIntrospection("Amazon Cognito")));

  /**
   * Centrify, now Delinea: applications of type <em>OAuth2 Client</em> and <em>OAuth2 Server</em>,
   * which issue no ID tokens. The application's settings decide whether it issues refresh tokens.
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

  private static final String NOWHERE = "https://localhost";

  private final String name;
  private final String title;
  private Function<Placeholders, @Nullable String> authority = values -> null;
  private UnaryOperator<Placeholders> derived = UnaryOperator.identity();
  private Function<String, @Nullable String> authorityProblem = issuer -> null;
  private Map<EndpointKey, String> endpoints = Map.of();
  private List<String> scopes = List.of("openid");
  private ProviderQuirks quirks;
  private boolean discovers = true;
  private boolean discoversTenants;

  private Preset(String name, String title) {
    this.name = name;
    this.title = title;
    this.quirks = ProviderQuirks.of(title);
  }

  // used only while a preset is constructed

  private Preset at(String template) {
    return at(values -> template);
  }

  private Preset at(Function<Placeholders, @Nullable String> template) {
    authority = template;
    return this;
  }

  /** Adds derived placeholders; throws if a value is invalid. */
  private Preset deriving(UnaryOperator<Placeholders> more) {
    derived = more;
    return this;
  }

  /** The function returns what is wrong with an issuer, or null. */
  private Preset demanding(Function<String, @Nullable String> problem) {
    authorityProblem = problem;
    return this;
  }

  /** Replaces discovery by these URL templates. */
  private Preset without(Map<EndpointKey, String> discovery) {
    endpoints = Collections.unmodifiableMap(new EnumMap<>(discovery));
    discovers = false;
    return this;
  }

  private Preset asking(String... defaultScopes) {
    scopes = List.of(defaultScopes);
    return this;
  }

  private Preset with(UnaryOperator<ProviderQuirks> change) {
    quirks = change.apply(quirks);
    return this;
  }

  private Preset withTenantDirectory() {
    discoversTenants = true;
    return this;
  }

  /** The name in configuration files, such as {@code keycloak}. */
  public String name() {
    return name;
  }

  /** The display name. */
  public String title() {
    return title;
  }

  /** The default scopes, to which {@code offline_access} is added. */
  public List<String> scopes() {
    return scopes;
  }

  /** Where the provider differs from the specifications. */
  public ProviderQuirks quirks() {
    return quirks;
  }

  /** Returns whether the provider publishes metadata (OpenID Connect Discovery). */
  public boolean discovers() {
    return discovers;
  }

  /** Returns whether the provider has a directory of customer domains. */
  public boolean discoversTenants() {
    return discoversTenants;
  }

  /** The template of the issuer; empty if each installation has its own. */
  public Optional<String> authority(Placeholders values) {
    return Optional.ofNullable(authority.apply(values));
  }

  /** The templates of the endpoints that are not discovered. */
  public Map<EndpointKey, String> endpoints() {
    return endpoints;
  }

  /**
   * Returns the values and those derived from them.
   *
   * @throws IllegalArgumentException if a value is invalid for this provider
   */
  public Placeholders complete(Placeholders values) {
    return derived.apply(values);
  }

  /** Returns what is wrong with an issuer for this provider; empty if nothing is. */
  public Optional<String> problemOf(String issuer) {
    return Optional.ofNullable(authorityProblem.apply(issuer));
  }

  /**
   * Returns the provider at its default issuer. A missing default or a missing or invalid value is
   * one of its {@link Provider#problems}.
   *
   * @param values of the placeholders, such as {@code tenant}
   */
  public Provider provider(Placeholders values) {
    try {
      Placeholders all = complete(values);
      return builder(authority(all).orElseThrow(this::noAddress), all).build();
    } catch (IllegalArgumentException e) {
      return unusable(e).build();
    }
  }

  /** Returns the provider at this issuer; {@link Provider#problems} reports an invalid one. */
  public Provider provider(String issuer) {
    return builder(issuer, Placeholders.NONE).build();
  }

  /**
   * Returns a builder of the provider at this issuer, to override endpoints. An invalid issuer for
   * this provider or a missing value is one of its {@link Provider#problems}.
   *
   * @param issuer may contain placeholders
   */
  public Provider.Builder builder(String issuer, Placeholders values) {
    try {
      String filled = values.fill(issuer);
      String problem = authorityProblem.apply(filled);
      Provider.Builder builder = Provider.of(filled).quirks(quirks);
      if (problem != null) {
        builder.problem("the issuer " + problem + ": " + filled);
      }
      if (discovers) {
        builder.discoverOthers();
      }
      endpoints.forEach((key, template) -> key.set(builder, values.fill(template)));
      return builder;
    } catch (IllegalArgumentException e) {
      return unusable(e);
    }
  }

  private static Provider.Builder unusable(IllegalArgumentException e) {
    return Provider.of(NOWHERE).problem(String.valueOf(e.getMessage()));
  }

  private IllegalArgumentException noAddress() {
    return new IllegalArgumentException(
        title + " has no address of its own: give the issuer of the installation");
  }

  /** All presets. */
  public static List<Preset> all() {
    return ALL;
  }

  /** Finds a preset by name, case-insensitive; empty if there is none. */
  public static Optional<Preset> find(String name) {
    return ALL.stream().filter(preset -> preset.name().equalsIgnoreCase(name)).findFirst();
  }

  private static Preset known(String name, String title) {
    return new Preset(name, title).with(quirks -> quirks.withErrors(errors(name)));
  }

  private static KnownError[] errors(String name) {
    try (InputStream rows = Preset.class.getResourceAsStream("errors.md")) {
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

  private static Rule noIntrospection(String title) {
    return rule(
        settings -> settings.identity() == IdentitySource.INTROSPECTION,
        "Identity",
        "is introspection, but "
            + title
            + " has no introspection endpoint, and gives ID tokens: leave it out");
  }

  @Override
  public String toString() {
    return "Preset[" + name + "]";
  }

  /** The endpoints that can be configured explicitly. */
  public enum EndpointKey {
    /** The authorization endpoint. */
    AUTHORIZATION("AuthorizationEndpoint"),
    /** The token endpoint. */
    TOKEN("TokenEndpoint"),
    /** The URL of the signing keys. */
    JWKS("JwksUri"),
    /** The userinfo endpoint. */
    USER_INFO("UserInfoEndpoint"),
    /** The revocation endpoint (RFC 7009). */
    REVOCATION("RevocationEndpoint"),
    /** The introspection endpoint (RFC 7662). */
    INTROSPECTION("IntrospectionEndpoint"),
    /** The end-session endpoint. */
    END_SESSION("EndSessionEndpoint");

    private final String key;

    EndpointKey(String key) {
      this.key = key;
    }

    /** The name in configuration files. */
    public String key() {
      return key;
    }

    /**
     * Sets the endpoint.
     *
     * @throws IllegalArgumentException if the URL is not https or has a fragment
     */
    public Provider.Builder set(Provider.Builder builder, String url) {
      ProviderMetadata.checkUrl(key, url);
      return switch (this) {
        case AUTHORIZATION -> builder.authorizationEndpoint(url);
        case TOKEN -> builder.tokenEndpoint(url);
        case JWKS -> builder.jwksUri(url);
        case USER_INFO -> builder.userInfoEndpoint(url);
        case REVOCATION -> builder.revocationEndpoint(url);
        case INTROSPECTION -> builder.introspectionEndpoint(url);
        case END_SESSION -> builder.endSessionEndpoint(url);
      };
    }
  }

  /**
   * Values of the placeholders in URL templates, such as {@code {tenant}} in {@code
   * https://{tenant}/oauth2/token/{applicationId}}. Immutable.
   */
  public static final class Placeholders {
    /** No values. */
    public static final Placeholders NONE = new Placeholders(Map.of());

    /** The message for a value that cannot be part of a URL. */
    public static final String UNSOUND =
        "must have letters, digits and . _ ~ - only, to stand in a URL as it is";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}/]*)\\}");
    // RFC 3986 2.3 unreserved characters; a port if the value is a host
    private static final Pattern SOUND = Pattern.compile("[A-Za-z0-9._~-]{1,200}(:[0-9]{1,5})?");

    private final Map<String, String> values;

    private Placeholders(Map<String, String> values) {
      this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Returns these values, by placeholder name. */
    public static Placeholders of(Map<String, String> values) {
      return new Placeholders(values);
    }

    /** Returns a copy with one more value. */
    public Placeholders with(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(values);
      more.put(name, value);
      return new Placeholders(more);
    }

    /** The value of a placeholder; null if absent. */
    public @Nullable String value(String name) {
      return values.get(name);
    }

    /**
     * Replaces every placeholder in the template.
     *
     * @throws IllegalArgumentException names every placeholder whose value is missing or needs
     *     escapes
     */
    public String fill(String template) {
      Matcher found = PLACEHOLDER.matcher(template);
      StringBuilder filled = new StringBuilder();
      Set<String> problems = new LinkedHashSet<>();
      while (found.find()) {
        String value = values.get(found.group(1));
        if (value == null) {
          problems.add("nothing fills " + found.group() + " in " + template);
        } else if (!isSound(value)) {
          problems.add("the value of " + found.group() + " " + UNSOUND + ": " + value);
        } else {
          found.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
      }
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", problems));
      }
      found.appendTail(filled);
      return filled.toString();
    }

    /** Returns whether a value can be part of a URL without escapes. */
    public static boolean isSound(String value) {
      return SOUND.matcher(value).matches();
    }

    /** The names of the placeholders in a template, in order. */
    public static Set<String> namesIn(String template) {
      Set<String> names = new LinkedHashSet<>();
      Matcher found = PLACEHOLDER.matcher(template);
      while (found.find()) {
        names.add(found.group(1));
      }
      return names;
    }

    /** Prints only the names. */
    @Override
    public String toString() {
      return "Placeholders" + values.keySet();
    }
  }
}

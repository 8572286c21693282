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
 * What is known of one provider. It fills in what is not set, and checks what is; nothing of it
 * weakens a check or takes the place of a setting. Immutable. Each provider has a page in {@code
 * docs/providers}, which says what to register there; {@code errors.md} says what its errors mean.
 * All of it comes from the vendors' documentation; Keycloak alone is tested live.
 */
public final class Preset {
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
          .deriving(Preset::withRegion)
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

  // each preset is put together by these, before anything else sees it

  private Preset at(String template) {
    return at(values -> template);
  }

  /** At the issuer of this template, which the values decide on. */
  private Preset at(Function<Placeholders, @Nullable String> template) {
    authority = template;
    return this;
  }

  /** With placeholders that follow from others; throws where a value is not sound. */
  private Preset deriving(UnaryOperator<Placeholders> more) {
    derived = more;
    return this;
  }

  /** With a check of the issuer: what is wrong with it, or null. */
  private Preset demanding(Function<String, @Nullable String> problem) {
    authorityProblem = problem;
    return this;
  }

  /** Without discovery, with these templates instead. */
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

  /** Its name in configuration files, such as {@code keycloak}. */
  public String name() {
    return name;
  }

  /** Its name for people. */
  public String title() {
    return title;
  }

  /** The scopes that are asked for where none are set; {@code offline_access} comes on top. */
  public List<String> scopes() {
    return scopes;
  }

  /** Where the provider differs from the specifications. */
  public ProviderQuirks quirks() {
    return quirks;
  }

  /** Whether it publishes a discovery document. */
  public boolean discovers() {
    return discovers;
  }

  /** Whether it has a directory of customers' domains. */
  public boolean discoversTenants() {
    return discoversTenants;
  }

  /** The template of its issuer; empty where every installation has one of its own. */
  public Optional<String> authority(Placeholders values) {
    return Optional.ofNullable(authority.apply(values));
  }

  /** The templates of its endpoints, where they are not discovered. */
  public Map<EndpointKey, String> endpoints() {
    return endpoints;
  }

  /**
   * The values, with those that follow from them.
   *
   * @throws IllegalArgumentException if one is not what this provider has
   */
  public Placeholders complete(Placeholders values) {
    return derived.apply(values);
  }

  /** What is wrong with an issuer for this provider; empty where nothing is. */
  public Optional<String> problemOf(String issuer) {
    return Optional.ofNullable(authorityProblem.apply(issuer));
  }

  /**
   * The provider at its own address. That it has none, or a value is missing or not what this
   * provider has, is one of its {@link Provider#problems}.
   *
   * @param values for its placeholders, such as {@code tenant}
   */
  public Provider provider(Placeholders values) {
    try {
      Placeholders all = complete(values);
      return builder(authority(all).orElseThrow(this::noAddress), all).build();
    } catch (IllegalArgumentException e) {
      return unusable(e).build();
    }
  }

  /**
   * The provider at this issuer. That this cannot be an issuer of this provider is one of its
   * {@link Provider#problems}.
   */
  public Provider provider(String issuer) {
    return builder(issuer, Placeholders.NONE).build();
  }

  /**
   * The provider at this issuer, for endpoints to be set that are not where they usually are. That
   * this cannot be an issuer of this provider, or a placeholder has no value, is one of its {@link
   * Provider#problems}.
   *
   * @param issuer may have placeholders
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

  /** All of them. */
  public static List<Preset> all() {
    return ALL;
  }

  /** The one of this name; empty where there is none. */
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

  /** Users by ID token, because there is no introspection endpoint. */
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

  /**
   * The endpoints that can be given by hand, by the names that configuration files have for them.
   */
  public enum EndpointKey {
    /** Where browsers are sent to sign in. */
    AUTHORIZATION("AuthorizationEndpoint"),
    /** Where codes and refresh tokens are redeemed. */
    TOKEN("TokenEndpoint"),
    /** The signing keys. */
    JWKS("JwksUri"),
    /** Claims of the user. */
    USER_INFO("UserInfoEndpoint"),
    /** RFC 7009. */
    REVOCATION("RevocationEndpoint"),
    /** RFC 7662. */
    INTROSPECTION("IntrospectionEndpoint"),
    /** Where browsers are sent to sign out. */
    END_SESSION("EndSessionEndpoint");

    private final String key;

    EndpointKey(String key) {
      this.key = key;
    }

    /** Its name in configuration files. */
    public String key() {
      return key;
    }

    /**
     * Sets it.
     *
     * @throws IllegalArgumentException if it is not an https URL without fragment
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
   * Values for the placeholders of URL templates, such as {@code {tenant}} in {@code
   * https://{tenant}/oauth2/token/{applicationId}}. Immutable.
   */
  public static final class Placeholders {
    /** No values. */
    public static final Placeholders NONE = new Placeholders(Map.of());

    /** What is wrong with a value that cannot stand in a URL. */
    public static final String UNSOUND =
        "must have letters, digits and . _ ~ - only, to stand in a URL as it is";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}/]*)\\}");
    // RFC 3986 2.3: these stand for themselves anywhere in a URL; a port, where the value is a host
    private static final Pattern SOUND = Pattern.compile("[A-Za-z0-9._~-]{1,200}(:[0-9]{1,5})?");

    private final Map<String, String> values;

    private Placeholders(Map<String, String> values) {
      this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** These values by the names of the placeholders. */
    public static Placeholders of(Map<String, String> values) {
      return new Placeholders(values);
    }

    /** The same with one more. */
    public Placeholders with(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(values);
      more.put(name, value);
      return new Placeholders(more);
    }

    /** The value of this placeholder, or null. */
    public @Nullable String value(String name) {
      return values.get(name);
    }

    /**
     * The template with every placeholder replaced.
     *
     * @throws IllegalArgumentException names every one that has no value, or a value that would not
     *     stand in a URL as it is
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

    /** Whether a value can stand in a URL as it is. */
    public static boolean isSound(String value) {
      return SOUND.matcher(value).matches();
    }

    /** The names of the placeholders in a template, in their order. */
    public static Set<String> namesIn(String template) {
      Set<String> names = new LinkedHashSet<>();
      Matcher found = PLACEHOLDER.matcher(template);
      while (found.find()) {
        names.add(found.group(1));
      }
      return names;
    }

    /** The names only. */
    @Override
    public String toString() {
      return "Placeholders" + values.keySet();
    }
  }
}

package dev.tms.preset;

import dev.tms.oauth.Provider;
import dev.tms.oauth.ProviderMetadata;
import dev.tms.oauth.ProviderQuirks;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one provider. It fills in what is not set, and checks what is; nothing of it
 * weakens a check or takes the place of a setting. Immutable.
 */
public final class Preset {
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

  private Preset(Preset from) {
    this(from.name, from.title);
    authority = from.authority;
    derived = from.derived;
    authorityProblem = from.authorityProblem;
    endpoints = from.endpoints;
    scopes = from.scopes;
    quirks = from.quirks;
    discovers = from.discovers;
    discoversTenants = from.discoversTenants;
  }

  static Preset of(String name, String title) {
    return new Preset(name, title);
  }

  /** The same at this issuer, a template. */
  Preset at(String template) {
    return at(values -> template);
  }

  /** The same at the issuer of this template, which the values decide on. */
  Preset at(Function<Placeholders, @Nullable String> template) {
    Preset copy = new Preset(this);
    copy.authority = template;
    return copy;
  }

  /** The same with placeholders that follow from others; throws where a value is not sound. */
  Preset deriving(UnaryOperator<Placeholders> more) {
    Preset copy = new Preset(this);
    copy.derived = more;
    return copy;
  }

  /** The same with a check of the issuer: what is wrong with it, or null. */
  Preset demanding(Function<String, @Nullable String> problem) {
    Preset copy = new Preset(this);
    copy.authorityProblem = problem;
    return copy;
  }

  /** The same without discovery, with these templates instead. */
  Preset without(Map<EndpointKey, String> discovery) {
    Preset copy = new Preset(this);
    copy.endpoints = Collections.unmodifiableMap(new EnumMap<>(discovery));
    copy.discovers = false;
    return copy;
  }

  Preset asking(String... defaultScopes) {
    Preset copy = new Preset(this);
    copy.scopes = List.of(defaultScopes);
    return copy;
  }

  Preset with(UnaryOperator<ProviderQuirks> change) {
    Preset copy = new Preset(this);
    copy.quirks = change.apply(quirks);
    return copy;
  }

  Preset withTenantDirectory() {
    Preset copy = new Preset(this);
    copy.discoversTenants = true;
    return copy;
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

  /** In what the provider differs from the book. */
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

    /** How it goes on about a value that does not do. */
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

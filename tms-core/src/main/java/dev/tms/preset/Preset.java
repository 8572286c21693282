package dev.tms.preset;

import dev.tms.oauth.Provider;
import dev.tms.oauth.ProviderQuirks;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
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
}

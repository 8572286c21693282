package dev.tms.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An API, with the scopes that are about it. Immutable. */
public final class ApiResource extends Described<ApiResource> implements Registration {
  /** What the API authenticates with when it introspects a token. */
  public static final Property<List<ClientSecret>> API_SECRETS =
      Property.of(
          "apiSecrets",
          new ListOf<>(ClientSecret.KIND),
          List.of(),
          "what the API authenticates with at introspection");

  /** The scopes that are about this API. */
  public static final Property<List<NameOr<ApiScope>>> SCOPES =
      Property.of(
          "scopes",
          new ListOf<>(new NameOrObject<>(ApiScope.KIND, ApiScope::name)),
          List.of(),
          "its scopes: names, or scope objects in documents of version 1");

  /** How access tokens for it may be signed. */
  public static final Property<List<String>> ALLOWED_ACCESS_TOKEN_SIGNING_ALGORITHMS =
      Property.of(
          "allowedAccessTokenSigningAlgorithms",
          new ListOf<>(Kinds.TEXT),
          List.of(),
          "how access tokens for it may be signed; empty for the server's choice");

  static final Shape SHAPE = Shape.named("API resource", ScopeProperties.NAME, all());

  private static List<Property<?>> all() {
    List<Property<?>> all = new ArrayList<>(ScopeProperties.shared());
    all.add(API_SECRETS);
    all.add(SCOPES);
    all.add(ALLOWED_ACCESS_TOKEN_SIGNING_ALGORITHMS);
    return all;
  }

  private ApiResource(Map<?, ?> members) {
    super(SHAPE, members);
  }

  /**
   * One of these members.
   *
   * @throws IllegalArgumentException if there is no name, or a known member has a value of another
   *     type
   */
  public static ApiResource of(Map<String, ?> members) {
    return new ApiResource(members);
  }

  /**
   * One with this name and nothing else.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public static ApiResource named(String name) {
    return new ApiResource(Map.of("name", name));
  }

  @Override
  ApiResource make(Map<String, ?> changed) {
    return new ApiResource(changed);
  }

  @Override
  public RegistrationKind kind() {
    return RegistrationKind.API_RESOURCE;
  }

  /** Its name, as clients ask for it. */
  @Override
  public String name() {
    return get(ScopeProperties.NAME);
  }

  /** The name that people see; empty for the name itself. */
  public Optional<String> displayName() {
    return find(ScopeProperties.DISPLAY_NAME);
  }

  /** Whether it is in use; default true. */
  @Override
  public boolean enabled() {
    return get(ScopeProperties.ENABLED);
  }

  /** What it is for. */
  public Optional<String> description() {
    return find(ScopeProperties.DESCRIPTION);
  }

  /** Whether the provider's metadata name it; default true. */
  public boolean showInDiscoveryDocument() {
    return get(ScopeProperties.SHOW_IN_DISCOVERY_DOCUMENT);
  }

  /** The user's claims that come with it: names, or objects in older documents. */
  public List<NameOr<ClientClaim>> userClaims() {
    return get(ScopeProperties.USER_CLAIMS);
  }

  /** Members of one's own. */
  public Map<String, String> additionalProperties() {
    return get(ScopeProperties.PROPERTIES);
  }

  /** What the API authenticates with when it introspects a token. */
  public List<ClientSecret> apiSecrets() {
    return get(API_SECRETS);
  }

  /** The scopes that are about this API: names, or scope objects in documents of version 1. */
  public List<NameOr<ApiScope>> scopes() {
    return get(SCOPES);
  }

  /** How access tokens for it may be signed; empty for the server's choice. */
  public List<String> allowedAccessTokenSigningAlgorithms() {
    return get(ALLOWED_ACCESS_TOKEN_SIGNING_ALGORITHMS);
  }
}

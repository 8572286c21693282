package dev.tms.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An API, with the scopes that are about it. Immutable. */
public final class ApiResource extends Resource<ApiResource> {
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

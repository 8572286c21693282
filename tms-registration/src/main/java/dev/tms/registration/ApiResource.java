package dev.tms.registration;

import java.util.List;
import java.util.Map;

/** An API, with the scopes that are about it. Immutable. */
public final class ApiResource extends Resource<ApiResource> {
  private static final Property.Table table = Property.Table.after(shared);

  public static final Property<List<ClientSecret>> API_SECRETS =
      table.list(
          "apiSecrets", ClientSecret.KIND, "what the API authenticates with at introspection");
  public static final Property<List<NameOr<ApiScope>>> SCOPES =
      table.list(
          "scopes",
          new Kind.NameOrObject<>(ApiScope.KIND, ApiScope::name),
          "its scopes: names, or scope objects in documents of version 1");
  public static final Property<List<String>> ALLOWED_ACCESS_TOKEN_SIGNING_ALGORITHMS =
      table.list(
          "allowedAccessTokenSigningAlgorithms",
          Kind.TEXT,
          "how access tokens for it may be signed; empty for the server's choice");

  static final Shape SHAPE = new Shape("API resource", NAME, true, table.rows());

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

  /** The scopes that are about this API: names, or scope objects in documents of version 1. */
  public List<NameOr<ApiScope>> scopes() {
    return get(SCOPES);
  }
}

package dev.tms.registration;

import java.util.List;
import java.util.Map;

/** An API and its scopes. Immutable. */
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
   * Creates an API resource from its members.
   *
   * @throws IllegalArgumentException if the name is missing, or a known member has a value of the
   *     wrong type
   */
  public static ApiResource of(Map<String, ?> members) {
    return new ApiResource(members);
  }

  /**
   * Creates an API resource that has only a name.
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

  /** The scopes of this API: names, or scope objects in version 1 documents. */
  public List<NameOr<ApiScope>> scopes() {
    return get(SCOPES);
  }
}

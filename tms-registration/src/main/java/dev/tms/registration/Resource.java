package dev.tms.registration;

import static dev.tms.registration.Kind.FLAG;
import static dev.tms.registration.Kind.TEXT;
import static dev.tms.registration.RegistrationKind.API_RESOURCE;

import java.util.List;
import java.util.Map;

/**
 * A resource that clients can request: an API and its scopes, a scope of access tokens (RFC 6749
 * section 3.3), or claims about the user (OpenID Connect Core section 5.4). Immutable.
 */
public final class Resource extends Described<Resource> implements Registration {
  private static final Property.Table table = new Property.Table();

  public static final Property<String> NAME =
      table.row("name", TEXT, "unique name, as clients ask for it");
  public static final Property<String> DISPLAY_NAME =
      table.row("displayName", TEXT, "name on the consent screen");
  public static final Property<Boolean> ENABLED =
      table.row("enabled", FLAG, true, "whether it is in use");
  public static final Property<String> DESCRIPTION =
      table.row("description", TEXT, "what it is for; may be shown at consent");
  public static final Property<Boolean> SHOW_IN_DISCOVERY_DOCUMENT =
      table.row("showInDiscoveryDocument", FLAG, true, "whether the provider's metadata name it");
  public static final Property<List<NameOr<ClientClaim>>> USER_CLAIMS =
      table.list(
          "userClaims",
          new Kind.NameOrObject<>(ClientClaim.KIND, ClientClaim::type),
          "the user's claims that come with it");
  public static final Property<Map<String, String>> PROPERTIES =
      table.row("properties", new Kind.TextMap(), Map.of(), "members of one's own");

  private static final Property.Table ofScopes = Property.Table.after(table);

  public static final Property<Boolean> REQUIRED =
      ofScopes.row("required", FLAG, false, "whether the user may not deselect it at consent");
  public static final Property<Boolean> EMPHASIZE =
      ofScopes.row("emphasize", FLAG, false, "whether it is shown with emphasis at consent");

  static final Shape API_SCOPE = new Shape("API scope", NAME, true, ofScopes.rows());
  static final Shape IDENTITY = new Shape("identity resource", NAME, true, ofScopes.rows());

  private static final Property.Table ofApis = Property.Table.after(table);

  public static final Property<List<ClientSecret>> API_SECRETS =
      ofApis.list(
          "apiSecrets", ClientSecret.KIND, "what the API authenticates with at introspection");
  public static final Property<List<NameOr<Resource>>> SCOPES =
      ofApis.list(
          "scopes",
          new Kind.NameOrObject<>(
              new Kind.ObjectOf<>(
                  API_SCOPE, scope -> new Resource(RegistrationKind.API_SCOPE, scope)),
              Resource::name),
          "its scopes: names, or scope objects in documents of version 1");
  public static final Property<List<String>> ALLOWED_ACCESS_TOKEN_SIGNING_ALGORITHMS =
      ofApis.list(
          "allowedAccessTokenSigningAlgorithms",
          TEXT,
          "how access tokens for it may be signed; empty for the server's choice");

  static final Shape API = new Shape("API resource", NAME, true, ofApis.rows());

  private final RegistrationKind kind;

  private Resource(RegistrationKind kind, Map<?, ?> members) {
    super(kind.shape(), members);
    this.kind = kind;
  }

  /**
   * Creates a resource from its members.
   *
   * @throws IllegalArgumentException if the kind is that of clients, the name is missing, or a
   *     known member has a value of the wrong type
   */
  public static Resource of(RegistrationKind kind, Map<String, ?> members) {
    if (kind == RegistrationKind.CLIENT) {
      throw new IllegalArgumentException("a client is no resource");
    }
    return new Resource(kind, members);
  }

  /**
   * Creates a resource that has only a name.
   *
   * @throws IllegalArgumentException if the kind is that of clients, or the name is blank
   */
  public static Resource named(RegistrationKind kind, String name) {
    return of(kind, Map.of("name", name));
  }

  @Override
  Resource make(Map<String, ?> changed) {
    return new Resource(kind, changed);
  }

  @Override
  public RegistrationKind kind() {
    return kind;
  }

  @Override
  public String name() {
    return get(NAME);
  }

  @Override
  public boolean enabled() {
    return get(ENABLED);
  }

  /** The scopes of an API: names, or scope objects in version 1 documents. Empty for scopes. */
  public List<NameOr<Resource>> scopes() {
    return kind == API_RESOURCE ? get(SCOPES) : List.of();
  }

  /** The user claims that the resource adds: names, or objects in older documents. */
  public List<NameOr<ClientClaim>> userClaims() {
    return get(USER_CLAIMS);
  }

  @Override
  public String toString() {
    return label();
  }
}

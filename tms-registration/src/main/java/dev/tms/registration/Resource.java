package dev.tms.registration;

import static dev.tms.registration.Kind.FLAG;
import static dev.tms.registration.Kind.TEXT;

import java.util.List;
import java.util.Map;

/** A resource that clients can request: an API, a scope, or claims about the user. Immutable. */
public abstract sealed class Resource<S extends Resource<S>> extends Described<S>
    implements Registration permits ApiResource, ApiScope, IdentityResource {
  static final Property.Table shared = new Property.Table();

  public static final Property<String> NAME =
      shared.row("name", TEXT, "unique name, as clients ask for it");
  public static final Property<String> DISPLAY_NAME =
      shared.row("displayName", TEXT, "name on the consent screen");
  public static final Property<Boolean> ENABLED =
      shared.row("enabled", FLAG, true, "whether it is in use");
  public static final Property<String> DESCRIPTION =
      shared.row("description", TEXT, "what it is for; may be shown at consent");
  public static final Property<Boolean> SHOW_IN_DISCOVERY_DOCUMENT =
      shared.row("showInDiscoveryDocument", FLAG, true, "whether the provider's metadata name it");
  public static final Property<List<NameOr<ClientClaim>>> USER_CLAIMS =
      shared.list(
          "userClaims",
          new Kind.NameOrObject<>(ClientClaim.KIND, ClientClaim::type),
          "the user's claims that come with it");
  public static final Property<Map<String, String>> PROPERTIES =
      shared.row("properties", new Kind.TextMap(), Map.of(), "members of one's own");

  private static final Property.Table table = Property.Table.after(shared);

  public static final Property<Boolean> REQUIRED =
      table.row("required", FLAG, false, "whether the user may not deselect it at consent");
  public static final Property<Boolean> EMPHASIZE =
      table.row("emphasize", FLAG, false, "whether it is shown with emphasis at consent");

  static final Shape API_SCOPE = new Shape("API scope", NAME, true, table.rows());
  static final Shape IDENTITY_RESOURCE = new Shape("identity resource", NAME, true, table.rows());

  Resource(Shape shape, Map<?, ?> members) {
    super(shape, members);
  }

  @Override
  public final String name() {
    return get(NAME);
  }

  @Override
  public final boolean enabled() {
    return get(ENABLED);
  }

  /** The user claims that the resource adds: names, or objects in older documents. */
  public final List<NameOr<ClientClaim>> userClaims() {
    return get(USER_CLAIMS);
  }
}

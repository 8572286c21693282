package dev.tms.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The properties of scopes; API resources share most of them. */
public final class ScopeProperties {
  /** Its name. */
  public static final Property<String> NAME =
      Property.of("name", Kinds.TEXT, "unique name, as clients ask for it");

  /** The name that people see. */
  public static final Property<String> DISPLAY_NAME =
      Property.of("displayName", Kinds.TEXT, "name on the consent screen");

  /** Whether it is in use. */
  public static final Property<Boolean> ENABLED =
      Property.of("enabled", Kinds.FLAG, true, "whether it is in use");

  /** What it is for. */
  public static final Property<String> DESCRIPTION =
      Property.of("description", Kinds.TEXT, "what it is for; may be shown at consent");

  /** Whether the provider's metadata name it. */
  public static final Property<Boolean> SHOW_IN_DISCOVERY_DOCUMENT =
      Property.of(
          "showInDiscoveryDocument", Kinds.FLAG, true, "whether the provider's metadata name it");

  /** Whether the user may deselect it. */
  public static final Property<Boolean> REQUIRED =
      Property.of("required", Kinds.FLAG, false, "whether the user may not deselect it at consent");

  /** Whether it is shown with emphasis. */
  public static final Property<Boolean> EMPHASIZE =
      Property.of("emphasize", Kinds.FLAG, false, "whether it is shown with emphasis at consent");

  /** The user's claims that come with it. */
  public static final Property<List<NameOr<ClientClaim>>> USER_CLAIMS =
      Property.of(
          "userClaims",
          new ListOf<>(new NameOrObject<>(ClientClaim.KIND, ClientClaim::type)),
          List.of(),
          "the user's claims that come with it");

  /** Members of one's own. */
  public static final Property<Map<String, String>> PROPERTIES =
      Property.of("properties", new TextMap(), Map.of(), "members of one's own");

  static final Shape API_SCOPE = Shape.named("API scope", NAME, all());
  static final Shape IDENTITY_RESOURCE = Shape.named("identity resource", NAME, all());

  private ScopeProperties() {}

  private static List<Property<?>> all() {
    List<Property<?>> all = new ArrayList<>(shared());
    all.add(REQUIRED);
    all.add(EMPHASIZE);
    return all;
  }

  /** Those that API resources have, too. */
  static List<Property<?>> shared() {
    return List.of(
        NAME,
        DISPLAY_NAME,
        ENABLED,
        DESCRIPTION,
        SHOW_IN_DISCOVERY_DOCUMENT,
        USER_CLAIMS,
        PROPERTIES);
  }
}

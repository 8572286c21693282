package dev.tms.registration;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The kinds of registrations, in the order in which they have to be made. */
public enum RegistrationKind {
  /** What an access token may be used for. */
  API_SCOPE("apiScopes"),
  /** What a client may know of its user. */
  IDENTITY_RESOURCE("identityResources"),
  /** An API, with the scopes that are about it. */
  API_RESOURCE("apiResources"),
  CLIENT("clients");

  private final String collection;

  RegistrationKind(String collection) {
    this.collection = collection;
  }

  private Shape shape() {
    return switch (this) {
      case API_SCOPE -> Resource.API_SCOPE;
      case IDENTITY_RESOURCE -> Resource.IDENTITY_RESOURCE;
      case API_RESOURCE -> ApiResource.SHAPE;
      case CLIENT -> ClientProperties.SHAPE;
    };
  }

  /** The member of a package that holds registrations of this kind, in camelCase. */
  public String collection() {
    return collection;
  }

  /** The property that names a registration of this kind. */
  public Property<String> key() {
    return shape().key();
  }

  /** The kind that a package keeps under this name, in the plural or singular, in any case. */
  public static Optional<RegistrationKind> ofCollection(String member) {
    String name = member.toLowerCase(Locale.ROOT);
    for (RegistrationKind kind : values()) {
      String plural = kind.collection.toLowerCase(Locale.ROOT);
      if (name.equals(plural) || plural.equals(name + "s")) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /**
   * A registration of these members.
   *
   * @throws IllegalArgumentException if the name is missing, or a known member has a value of
   *     another type
   */
  public Registration of(Map<String, ?> members) {
    return switch (this) {
      case API_SCOPE -> ApiScope.of(members);
      case IDENTITY_RESOURCE -> IdentityResource.of(members);
      case API_RESOURCE -> ApiResource.of(members);
      case CLIENT -> ClientRegistration.of(members);
    };
  }

  /** Says everything that is wrong with members; nothing where {@link #of} would take them. */
  public void check(Map<String, ?> members, String path, BiConsumer<String, String> complaints) {
    shape().check(members, path, complaints);
  }

  /** In words: {@code api scope}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}

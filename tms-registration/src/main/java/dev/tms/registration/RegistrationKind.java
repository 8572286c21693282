package dev.tms.registration;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The kinds of registrations, in the order in which they must be created. */
public enum RegistrationKind {
  /** A scope of access tokens. */
  API_SCOPE("apiScopes"),
  /** A set of claims about the user. */
  IDENTITY_RESOURCE("identityResources"),
  /** An API and its scopes. */
  API_RESOURCE("apiResources"),
  CLIENT("clients");

  private final String collection;

  RegistrationKind(String collection) {
    this.collection = collection;
  }

  Shape shape() {
    return switch (this) {
      case API_SCOPE -> Resource.API_SCOPE;
      case IDENTITY_RESOURCE -> Resource.IDENTITY;
      case API_RESOURCE -> Resource.API;
      case CLIENT -> ClientProperties.SHAPE;
    };
  }

  /** The package member that holds registrations of this kind, in camelCase. */
  public String collection() {
    return collection;
  }

  /** The property that identifies a registration of this kind. */
  public Property<String> key() {
    return shape().key();
  }

  /** Returns the kind with this collection name, singular or plural, in any case. */
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
   * Creates a registration from its members.
   *
   * @throws IllegalArgumentException if the name is missing, or a known member has a value of the
   *     wrong type
   */
  public Registration of(Map<String, ?> members) {
    return this == CLIENT ? ClientRegistration.of(members) : Resource.of(this, members);
  }

  /** Reports every fault of the members, and nothing if {@link #of} accepts them. */
  public void check(Map<String, ?> members, String path, BiConsumer<String, String> complaints) {
    shape().check(members, path, complaints);
  }

  /** In words, for example {@code api scope}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}

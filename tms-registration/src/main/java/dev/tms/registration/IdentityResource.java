package dev.tms.registration;

import java.util.Map;

/** Claims about the user, requested as a scope (OpenID Connect Core section 5.4). Immutable. */
public final class IdentityResource extends Resource<IdentityResource> {
  private IdentityResource(Map<?, ?> members) {
    super(IDENTITY_RESOURCE, members);
  }

  /**
   * Creates an identity resource from its members.
   *
   * @throws IllegalArgumentException if the name is missing, or a known member has a value of the
   *     wrong type
   */
  public static IdentityResource of(Map<String, ?> members) {
    return new IdentityResource(members);
  }

  /**
   * Creates an identity resource that has only a name.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public static IdentityResource named(String name) {
    return new IdentityResource(Map.of("name", name));
  }

  @Override
  IdentityResource make(Map<String, ?> changed) {
    return new IdentityResource(changed);
  }

  @Override
  public RegistrationKind kind() {
    return RegistrationKind.IDENTITY_RESOURCE;
  }
}

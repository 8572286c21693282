package dev.tms.registration;

import java.util.Map;

/** What a client may know of its user (OpenID Connect Core section 5.4). Immutable. */
public final class IdentityResource extends Resource<IdentityResource> {
  private IdentityResource(Map<?, ?> members) {
    super(IDENTITY_RESOURCE, members);
  }

  /**
   * One of these members.
   *
   * @throws IllegalArgumentException if there is no name, or a known member has a value of another
   *     type
   */
  public static IdentityResource of(Map<String, ?> members) {
    return new IdentityResource(members);
  }

  /**
   * One with this name and nothing else.
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

package dev.tms.registration;

import java.util.Map;

/** A scope of access tokens (RFC 6749 section 3.3). Immutable. */
public final class ApiScope extends Resource<ApiScope> {
  static final Kind<ApiScope> KIND = new Kind.ObjectOf<>(API_SCOPE, ApiScope::new);

  private ApiScope(Map<?, ?> members) {
    super(API_SCOPE, members);
  }

  /**
   * Creates an API scope from its members.
   *
   * @throws IllegalArgumentException if the name is missing, or a known member has a value of the
   *     wrong type
   */
  public static ApiScope of(Map<String, ?> members) {
    return new ApiScope(members);
  }

  /**
   * Creates an API scope that has only a name.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public static ApiScope named(String name) {
    return new ApiScope(Map.of("name", name));
  }

  @Override
  ApiScope make(Map<String, ?> changed) {
    return new ApiScope(changed);
  }

  @Override
  public RegistrationKind kind() {
    return RegistrationKind.API_SCOPE;
  }
}

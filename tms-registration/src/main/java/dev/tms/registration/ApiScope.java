package dev.tms.registration;

import java.util.Map;

/** What an access token may be used for (RFC 6749 section 3.3). Immutable. */
public final class ApiScope extends Resource<ApiScope> {
  static final Kind<ApiScope> KIND = new Kind.ObjectOf<>(API_SCOPE, ApiScope::new);

  private ApiScope(Map<?, ?> members) {
    super(API_SCOPE, members);
  }

  /**
   * One of these members.
   *
   * @throws IllegalArgumentException if there is no name, or a known member has a value of another
   *     type
   */
  public static ApiScope of(Map<String, ?> members) {
    return new ApiScope(members);
  }

  /**
   * One with this name and nothing else.
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

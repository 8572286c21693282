package dev.tms.registration;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an access token may be used for (RFC 6749 section 3.3). Immutable. */
public final class ApiScope extends Described<ApiScope> implements Registration {
  static final Kind<ApiScope> KIND = new ObjectOf<>(ScopeProperties.API_SCOPE, ApiScope::new);

  private ApiScope(Map<?, ?> members) {
    super(ScopeProperties.API_SCOPE, members);
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

  /** Its name, as clients ask for it. */
  @Override
  public String name() {
    return get(ScopeProperties.NAME);
  }

  /** The name that people see; empty for the name itself. */
  public Optional<String> displayName() {
    return find(ScopeProperties.DISPLAY_NAME);
  }

  /** Whether it is in use; default true. */
  @Override
  public boolean enabled() {
    return get(ScopeProperties.ENABLED);
  }

  /** What it is for. */
  public Optional<String> description() {
    return find(ScopeProperties.DESCRIPTION);
  }

  /** Whether the provider's metadata name it; default true. */
  public boolean showInDiscoveryDocument() {
    return get(ScopeProperties.SHOW_IN_DISCOVERY_DOCUMENT);
  }

  /** The user's claims that come with it: names, or objects in older documents. */
  public List<NameOr<ClientClaim>> userClaims() {
    return get(ScopeProperties.USER_CLAIMS);
  }

  /** Members of one's own. */
  public Map<String, String> additionalProperties() {
    return get(ScopeProperties.PROPERTIES);
  }

  /** Whether the user may not deselect it at consent; default false. */
  public boolean required() {
    return get(ScopeProperties.REQUIRED);
  }

  /** Whether it is shown with emphasis at consent; default false. */
  public boolean emphasize() {
    return get(ScopeProperties.EMPHASIZE);
  }
}

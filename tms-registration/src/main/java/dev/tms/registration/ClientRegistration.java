package dev.tms.registration;

import java.util.List;
import java.util.Map;

/**
 * A client, as providers of the IdentityServer family keep it. {@link #get}, {@link #find} and the
 * accessors give the value in effect: what is written, else the provider's default. {@link #with}
 * and {@link #without} change members, named by {@link ClientProperties}. Immutable.
 */
public final class ClientRegistration extends Described<ClientRegistration>
    implements Registration {
  private ClientRegistration(Map<?, ?> members) {
    super(ClientProperties.SHAPE, members);
  }

  /**
   * A client of these members.
   *
   * @throws IllegalArgumentException if there is no client id, or a known member has a value of
   *     another type
   */
  public static ClientRegistration of(Map<String, ?> members) {
    return new ClientRegistration(members);
  }

  /**
   * A client with this id and nothing else.
   *
   * @throws IllegalArgumentException if the id is blank
   */
  public static ClientRegistration named(String clientId) {
    return new ClientRegistration(Map.of("clientId", clientId));
  }

  /**
   * A client with everything of this one but its id, its name and its secrets.
   *
   * @throws IllegalArgumentException if the id is blank
   */
  public ClientRegistration copyAs(String newId, String newName) {
    return with(ClientProperties.CLIENT_ID, newId)
        .with(ClientProperties.CLIENT_NAME, newName)
        .without(ClientProperties.CLIENT_SECRETS);
  }

  @Override
  ClientRegistration make(Map<String, ?> changed) {
    return new ClientRegistration(changed);
  }

  @Override
  public RegistrationKind kind() {
    return RegistrationKind.CLIENT;
  }

  @Override
  public String name() {
    return clientId();
  }

  /** Whether any of these grants is allowed. */
  public boolean allows(GrantType... grants) {
    List<GrantType> allowed = allowedGrantTypes();
    for (GrantType grant : grants) {
      if (allowed.contains(grant)) {
        return true;
      }
    }
    return false;
  }

  /** Whether users sign in through it. */
  public boolean isInteractive() {
    return allowedGrantTypes().stream().anyMatch(GrantType::isInteractive);
  }

  /** Whether browsers come back to it from the provider. */
  public boolean redirects() {
    return allowedGrantTypes().stream().anyMatch(GrantType::redirects);
  }

  public String clientId() {
    return get(ClientProperties.CLIENT_ID);
  }

  @Override
  public boolean enabled() {
    return get(ClientProperties.ENABLED);
  }

  /** Whether the client must authenticate; false for a public client; default true. */
  public boolean requireClientSecret() {
    return get(ClientProperties.REQUIRE_CLIENT_SECRET);
  }

  /** Whether the client may ask for refresh tokens; default false. */
  public boolean allowOfflineAccess() {
    return get(ClientProperties.ALLOW_OFFLINE_ACCESS);
  }

  public List<ClientSecret> clientSecrets() {
    return get(ClientProperties.CLIENT_SECRETS);
  }

  public List<RegisteredUri> redirectUris() {
    return get(ClientProperties.REDIRECT_URIS);
  }

  /** Origins whose pages may call the provider. */
  public List<RegisteredUri> allowedCorsOrigins() {
    return get(ClientProperties.ALLOWED_CORS_ORIGINS);
  }

  public List<GrantType> allowedGrantTypes() {
    return get(ClientProperties.ALLOWED_GRANT_TYPES);
  }

  public List<String> allowedScopes() {
    return get(ClientProperties.ALLOWED_SCOPES);
  }
}

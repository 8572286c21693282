package dev.tms.registration;

import java.util.List;
import java.util.Map;

/**
 * A client as registered with a provider of the IdentityServer family. {@link #get}, {@link #find}
 * and the accessors return the effective value: the registered one, or the provider's default.
 * {@link #with} and {@link #without} take the properties of {@link ClientProperties}. Immutable.
 */
public final class ClientRegistration extends Described<ClientRegistration>
    implements Registration {
  private ClientRegistration(Map<?, ?> members) {
    super(ClientProperties.SHAPE, members);
  }

  /**
   * Creates a client from its members.
   *
   * @throws IllegalArgumentException if the client id is missing, or a known member has a value of
   *     the wrong type
   */
  public static ClientRegistration of(Map<String, ?> members) {
    return new ClientRegistration(members);
  }

  /**
   * Creates a client that has only an id.
   *
   * @throws IllegalArgumentException if the id is blank
   */
  public static ClientRegistration named(String clientId) {
    return new ClientRegistration(Map.of("clientId", clientId));
  }

  /**
   * Copies this client under a new id and name, without its secrets.
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

  /** Whether users sign in through this client. */
  public boolean isInteractive() {
    return allowedGrantTypes().stream().anyMatch(GrantType::isInteractive);
  }

  /** Whether the provider redirects browsers back to this client. */
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

  /** Whether the client must authenticate; false for public clients. Default true. */
  public boolean requireClientSecret() {
    return get(ClientProperties.REQUIRE_CLIENT_SECRET);
  }

  /** Whether the client may request refresh tokens. Default false. */
  public boolean allowOfflineAccess() {
    return get(ClientProperties.ALLOW_OFFLINE_ACCESS);
  }

  public List<ClientSecret> clientSecrets() {
    return get(ClientProperties.CLIENT_SECRETS);
  }

  public List<RegisteredUri> redirectUris() {
    return get(ClientProperties.REDIRECT_URIS);
  }

  /** The origins whose pages may call the provider. */
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

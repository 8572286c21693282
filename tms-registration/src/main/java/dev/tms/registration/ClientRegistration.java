package dev.tms.registration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A client, as providers of the IdentityServer family keep it. Each accessor gives the value in
 * effect: what is written, else the provider's default. {@link #with} and {@link #without} change
 * members, named by {@link ClientProperties}. Immutable.
 */
public final class ClientRegistration extends Described<ClientRegistration>
    implements Registration {
  private ClientRegistration(Map<?, ?> members) {
    super(ClientShape.SHAPE, members);
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

  /** The client id. */
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

  /** Unique id. */
  public String clientId() {
    return get(ClientProperties.CLIENT_ID);
  }

  /** Name on log lines and on the consent screen. */
  public Optional<String> clientName() {
    return find(ClientProperties.CLIENT_NAME);
  }

  /** The client's page, shown at consent. */
  public Optional<RegisteredUri> clientUri() {
    return find(ClientProperties.CLIENT_URI);
  }

  /** The client's picture, shown at consent. */
  public Optional<RegisteredUri> logoUri() {
    return find(ClientProperties.LOGO_URI);
  }

  /** Whether it is in use; default true. */
  @Override
  public boolean enabled() {
    return get(ClientProperties.ENABLED);
  }

  /** Protocol that it speaks; default {@code oidc}. */
  public String protocolType() {
    return get(ClientProperties.PROTOCOL_TYPE);
  }

  /** What it is for. */
  public Optional<String> description() {
    return find(ClientProperties.DESCRIPTION);
  }

  /** Salt of pairwise subject ids. */
  public Optional<String> pairWiseSubjectSalt() {
    return find(ClientProperties.PAIR_WISE_SUBJECT_SALT);
  }

  /** Kind of the device flow's user code. */
  public Optional<String> userCodeType() {
    return find(ClientProperties.USER_CODE_TYPE);
  }

  /** Life of ID tokens; default 300 s. */
  public Duration identityTokenLifetime() {
    return get(ClientProperties.IDENTITY_TOKEN_LIFETIME);
  }

  /** Life of access tokens; default 3600 s. */
  public Duration accessTokenLifetime() {
    return get(ClientProperties.ACCESS_TOKEN_LIFETIME);
  }

  /** Life of authorization codes; default 300 s. */
  public Duration authorizationCodeLifetime() {
    return get(ClientProperties.AUTHORIZATION_CODE_LIFETIME);
  }

  /** Upper bound of a refresh token's life; default 2592000 s. */
  public Duration absoluteRefreshTokenLifetime() {
    return get(ClientProperties.ABSOLUTE_REFRESH_TOKEN_LIFETIME);
  }

  /** Extension per use, never past the absolute lifetime; default 1296000 s. */
  public Duration slidingRefreshTokenLifetime() {
    return get(ClientProperties.SLIDING_REFRESH_TOKEN_LIFETIME);
  }

  /** Life of a remembered consent; null for ever. */
  public Optional<Duration> consentLifetime() {
    return find(ClientProperties.CONSENT_LIFETIME);
  }

  /** Longest time since the user last authenticated. */
  public Optional<Duration> userSsoLifetime() {
    return find(ClientProperties.USER_SSO_LIFETIME);
  }

  /** Life of device codes; default 300 s. */
  public Duration deviceCodeLifetime() {
    return get(ClientProperties.DEVICE_CODE_LIFETIME);
  }

  /**
   * Whether a refresh gives a new refresh token; default {@link RefreshTokenUsage#ONE_TIME_ONLY}.
   */
  public RefreshTokenUsage refreshTokenUsage() {
    return get(ClientProperties.REFRESH_TOKEN_USAGE);
  }

  /** Whether a refresh looks at the user's claims anew; default false. */
  public boolean updateAccessTokenClaimsOnRefresh() {
    return get(ClientProperties.UPDATE_ACCESS_TOKEN_CLAIMS_ON_REFRESH);
  }

  /** How refresh tokens expire; default {@link RefreshTokenExpiration#ABSOLUTE}. */
  public RefreshTokenExpiration refreshTokenExpiration() {
    return get(ClientProperties.REFRESH_TOKEN_EXPIRATION);
  }

  /** Form of access tokens; default {@link AccessTokenType#JWT}. */
  public AccessTokenType accessTokenType() {
    return get(ClientProperties.ACCESS_TOKEN_TYPE);
  }

  /** Whether users may sign in with a password of the provider itself; default true. */
  public boolean enableLocalLogin() {
    return get(ClientProperties.ENABLE_LOCAL_LOGIN);
  }

  /** Whether access tokens have an id; default true. */
  public boolean includeJwtId() {
    return get(ClientProperties.INCLUDE_JWT_ID);
  }

  /** Whether the client must authenticate; false for a public client; default true. */
  public boolean requireClientSecret() {
    return get(ClientProperties.REQUIRE_CLIENT_SECRET);
  }

  /** Whether the user is asked; default false. */
  public boolean requireConsent() {
    return get(ClientProperties.REQUIRE_CONSENT);
  }

  /** Whether the user's answer may be remembered; default true. */
  public boolean allowRememberConsent() {
    return get(ClientProperties.ALLOW_REMEMBER_CONSENT);
  }

  /** Whether codes need a proof key (RFC 7636); default true. */
  public boolean requirePkce() {
    return get(ClientProperties.REQUIRE_PKCE);
  }

  /** Whether the proof key may be sent in clear; default false. */
  public boolean allowPlainTextPkce() {
    return get(ClientProperties.ALLOW_PLAIN_TEXT_PKCE);
  }

  /** Whether requests must be signed (RFC 9101); default false. */
  public boolean requireRequestObject() {
    return get(ClientProperties.REQUIRE_REQUEST_OBJECT);
  }

  /** Whether access tokens may come through the front channel; default false. */
  public boolean allowAccessTokensViaBrowser() {
    return get(ClientProperties.ALLOW_ACCESS_TOKENS_VIA_BROWSER);
  }

  /**
   * Whether client claims are in every access token, not in those of client credentials alone;
   * default false.
   */
  public boolean alwaysSendClientClaims() {
    return get(ClientProperties.ALWAYS_SEND_CLIENT_CLAIMS);
  }

  /** Put before each client claim's type; products differ in its default. */
  public Optional<String> clientClaimsPrefix() {
    return find(ClientProperties.CLIENT_CLAIMS_PREFIX);
  }

  /** Whether the ID token has the claims that userinfo would give; default false. */
  public boolean alwaysIncludeUserClaimsInIdToken() {
    return get(ClientProperties.ALWAYS_INCLUDE_USER_CLAIMS_IN_ID_TOKEN);
  }

  /** Whether the client may ask for refresh tokens; default false. */
  public boolean allowOfflineAccess() {
    return get(ClientProperties.ALLOW_OFFLINE_ACCESS);
  }

  /** Page that the provider loads in a frame at logout. */
  public Optional<RegisteredUri> frontChannelLogoutUri() {
    return find(ClientProperties.FRONT_CHANNEL_LOGOUT_URI);
  }

  /** Whether that request names the session; default true. */
  public boolean frontChannelLogoutSessionRequired() {
    return get(ClientProperties.FRONT_CHANNEL_LOGOUT_SESSION_REQUIRED);
  }

  /** Where the provider posts a logout token. */
  public Optional<RegisteredUri> backChannelLogoutUri() {
    return find(ClientProperties.BACK_CHANNEL_LOGOUT_URI);
  }

  /** Whether that token names the session; default true. */
  public boolean backChannelLogoutSessionRequired() {
    return get(ClientProperties.BACK_CHANNEL_LOGOUT_SESSION_REQUIRED);
  }

  /** What the client authenticates with. */
  public List<ClientSecret> clientSecrets() {
    return get(ClientProperties.CLIENT_SECRETS);
  }

  /** Where codes and tokens may go. */
  public List<RegisteredUri> redirectUris() {
    return get(ClientProperties.REDIRECT_URIS);
  }

  /** Where a browser may go after logout. */
  public List<RegisteredUri> postLogoutRedirectUris() {
    return get(ClientProperties.POST_LOGOUT_REDIRECT_URIS);
  }

  /** Origins whose pages may call the provider. */
  public List<RegisteredUri> allowedCorsOrigins() {
    return get(ClientProperties.ALLOWED_CORS_ORIGINS);
  }

  /** Ways to get tokens. */
  public List<GrantType> allowedGrantTypes() {
    return get(ClientProperties.ALLOWED_GRANT_TYPES);
  }

  /** What the client may ask for. */
  public List<String> allowedScopes() {
    return get(ClientProperties.ALLOWED_SCOPES);
  }

  /** How ID tokens may be signed; empty for the server's choice. */
  public List<String> allowedIdentityTokenSigningAlgorithms() {
    return get(ClientProperties.ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS);
  }

  /** External providers that users may come from; empty for all. */
  public List<String> identityProviderRestrictions() {
    return get(ClientProperties.IDENTITY_PROVIDER_RESTRICTIONS);
  }

  /** Claims that the client itself brings into access tokens. */
  public List<ClientClaim> claims() {
    return get(ClientProperties.CLAIMS);
  }

  /** Members of one's own. */
  public Map<String, String> additionalProperties() {
    return get(ClientProperties.PROPERTIES);
  }
}

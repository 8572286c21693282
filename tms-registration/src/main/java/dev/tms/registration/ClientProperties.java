package dev.tms.registration;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The properties of clients. */
public final class ClientProperties {
  /** Unique id. */
  public static final Property<String> CLIENT_ID = Property.of("clientId", Kinds.TEXT, "unique id");

  /** Name on log lines and on the consent screen. */
  public static final Property<String> CLIENT_NAME =
      Property.of("clientName", Kinds.TEXT, "name on log lines and on the consent screen");

  /** The client's page, shown at consent. */
  public static final Property<RegisteredUri> CLIENT_URI =
      Property.of("clientUri", Kinds.URI, "the client's page, shown at consent");

  /** The client's picture, shown at consent. */
  public static final Property<RegisteredUri> LOGO_URI =
      Property.of("logoUri", Kinds.URI, "the client's picture, shown at consent");

  /** Whether it is in use. */
  public static final Property<Boolean> ENABLED =
      Property.of("enabled", Kinds.FLAG, true, "whether it is in use");

  /** Protocol that it speaks. */
  public static final Property<String> PROTOCOL_TYPE =
      Property.of("protocolType", Kinds.TEXT, "oidc", "protocol that it speaks");

  /** What it is for. */
  public static final Property<String> DESCRIPTION =
      Property.of("description", Kinds.TEXT, "what it is for");

  /** Salt of pairwise subject ids. */
  public static final Property<String> PAIR_WISE_SUBJECT_SALT =
      Property.of("pairWiseSubjectSalt", Kinds.TEXT, "salt of pairwise subject ids");

  /** Kind of the device flow's user code. */
  public static final Property<String> USER_CODE_TYPE =
      Property.of("userCodeType", Kinds.TEXT, "kind of the device flow's user code");

  /** Life of ID tokens. */
  public static final Property<Duration> IDENTITY_TOKEN_LIFETIME =
      Property.of(
          "identityTokenLifetime", Kinds.SECONDS, Duration.ofMinutes(5), "life of ID tokens");

  /** Life of access tokens. */
  public static final Property<Duration> ACCESS_TOKEN_LIFETIME =
      Property.of(
          "accessTokenLifetime", Kinds.SECONDS, Duration.ofHours(1), "life of access tokens");

  /** Life of authorization codes. */
  public static final Property<Duration> AUTHORIZATION_CODE_LIFETIME =
      Property.of(
          "authorizationCodeLifetime",
          Kinds.SECONDS,
          Duration.ofMinutes(5),
          "life of authorization codes");

  /** Upper bound of a refresh token's life. */
  public static final Property<Duration> ABSOLUTE_REFRESH_TOKEN_LIFETIME =
      Property.of(
          "absoluteRefreshTokenLifetime",
          Kinds.SECONDS,
          Duration.ofDays(30),
          "upper bound of a refresh token's life");

  /** Extension per use, never past the absolute lifetime. */
  public static final Property<Duration> SLIDING_REFRESH_TOKEN_LIFETIME =
      Property.of(
          "slidingRefreshTokenLifetime",
          Kinds.SECONDS,
          Duration.ofDays(15),
          "extension per use, never past the absolute lifetime");

  /** Life of a remembered consent; null for ever. */
  public static final Property<Duration> CONSENT_LIFETIME =
      Property.of("consentLifetime", Kinds.SECONDS, "life of a remembered consent; null for ever");

  /** Longest time since the user last authenticated. */
  public static final Property<Duration> USER_SSO_LIFETIME =
      Property.of(
          "userSsoLifetime", Kinds.SECONDS, "longest time since the user last authenticated");

  /** Life of device codes. */
  public static final Property<Duration> DEVICE_CODE_LIFETIME =
      Property.of(
          "deviceCodeLifetime", Kinds.SECONDS, Duration.ofMinutes(5), "life of device codes");

  /** Whether a refresh gives a new refresh token. */
  public static final Property<RefreshTokenUsage> REFRESH_TOKEN_USAGE =
      Property.of(
          "refreshTokenUsage",
          new Choice<>(RefreshTokenUsage.class),
          RefreshTokenUsage.ONE_TIME_ONLY,
          "whether a refresh gives a new refresh token");

  /** Whether a refresh looks at the user's claims anew. */
  public static final Property<Boolean> UPDATE_ACCESS_TOKEN_CLAIMS_ON_REFRESH =
      Property.of(
          "updateAccessTokenClaimsOnRefresh",
          Kinds.FLAG,
          false,
          "whether a refresh looks at the user's claims anew");

  /** How refresh tokens expire. */
  public static final Property<RefreshTokenExpiration> REFRESH_TOKEN_EXPIRATION =
      Property.of(
          "refreshTokenExpiration",
          new Choice<>(RefreshTokenExpiration.class),
          RefreshTokenExpiration.ABSOLUTE,
          "how refresh tokens expire");

  /** Form of access tokens. */
  public static final Property<AccessTokenType> ACCESS_TOKEN_TYPE =
      Property.of(
          "accessTokenType",
          new Choice<>(AccessTokenType.class),
          AccessTokenType.JWT,
          "form of access tokens");

  /** Whether users may sign in with a password of the provider itself. */
  public static final Property<Boolean> ENABLE_LOCAL_LOGIN =
      Property.of(
          "enableLocalLogin",
          Kinds.FLAG,
          true,
          "whether users may sign in with a password of the provider itself");

  /** Whether access tokens have an id. */
  public static final Property<Boolean> INCLUDE_JWT_ID =
      Property.of("includeJwtId", Kinds.FLAG, true, "whether access tokens have an id");

  /** Whether the client must authenticate; false for a public client. */
  public static final Property<Boolean> REQUIRE_CLIENT_SECRET =
      Property.of(
          "requireClientSecret",
          Kinds.FLAG,
          true,
          "whether the client must authenticate; false for a public client");

  /** Whether the user is asked. */
  public static final Property<Boolean> REQUIRE_CONSENT =
      Property.of("requireConsent", Kinds.FLAG, false, "whether the user is asked");

  /** Whether the user's answer may be remembered. */
  public static final Property<Boolean> ALLOW_REMEMBER_CONSENT =
      Property.of(
          "allowRememberConsent", Kinds.FLAG, true, "whether the user's answer may be remembered");

  /** Whether codes need a proof key (RFC 7636). */
  public static final Property<Boolean> REQUIRE_PKCE =
      Property.of("requirePkce", Kinds.FLAG, true, "whether codes need a proof key (RFC 7636)");

  /** Whether the proof key may be sent in clear. */
  public static final Property<Boolean> ALLOW_PLAIN_TEXT_PKCE =
      Property.of(
          "allowPlainTextPkce", Kinds.FLAG, false, "whether the proof key may be sent in clear");

  /** Whether requests must be signed (RFC 9101). */
  public static final Property<Boolean> REQUIRE_REQUEST_OBJECT =
      Property.of(
          "requireRequestObject", Kinds.FLAG, false, "whether requests must be signed (RFC 9101)");

  /** Whether access tokens may come through the front channel. */
  public static final Property<Boolean> ALLOW_ACCESS_TOKENS_VIA_BROWSER =
      Property.of(
          "allowAccessTokensViaBrowser",
          Kinds.FLAG,
          false,
          "whether access tokens may come through the front channel");

  /** Whether client claims are in every access token, not in those of client credentials alone. */
  public static final Property<Boolean> ALWAYS_SEND_CLIENT_CLAIMS =
      Property.of(
          "alwaysSendClientClaims",
          Kinds.FLAG,
          false,
          "whether client claims are in every access token, not in those of client credentials alone");

  /** Put before each client claim's type; products differ in its default. */
  public static final Property<String> CLIENT_CLAIMS_PREFIX =
      Property.of(
          "clientClaimsPrefix",
          Kinds.TEXT,
          "put before each client claim's type; products differ in its default");

  /** Whether the ID token has the claims that userinfo would give. */
  public static final Property<Boolean> ALWAYS_INCLUDE_USER_CLAIMS_IN_ID_TOKEN =
      Property.of(
          "alwaysIncludeUserClaimsInIdToken",
          Kinds.FLAG,
          false,
          "whether the ID token has the claims that userinfo would give");

  /** Whether the client may ask for refresh tokens. */
  public static final Property<Boolean> ALLOW_OFFLINE_ACCESS =
      Property.of(
          "allowOfflineAccess", Kinds.FLAG, false, "whether the client may ask for refresh tokens");

  /** Page that the provider loads in a frame at logout. */
  public static final Property<RegisteredUri> FRONT_CHANNEL_LOGOUT_URI =
      Property.of(
          "frontChannelLogoutUri", Kinds.URI, "page that the provider loads in a frame at logout");

  /** Whether that request names the session. */
  public static final Property<Boolean> FRONT_CHANNEL_LOGOUT_SESSION_REQUIRED =
      Property.of(
          "frontChannelLogoutSessionRequired",
          Kinds.FLAG,
          true,
          "whether that request names the session");

  /** Where the provider posts a logout token. */
  public static final Property<RegisteredUri> BACK_CHANNEL_LOGOUT_URI =
      Property.of("backChannelLogoutUri", Kinds.URI, "where the provider posts a logout token");

  /** Whether that token names the session. */
  public static final Property<Boolean> BACK_CHANNEL_LOGOUT_SESSION_REQUIRED =
      Property.of(
          "backChannelLogoutSessionRequired",
          Kinds.FLAG,
          true,
          "whether that token names the session");

  /** What the client authenticates with. */
  public static final Property<List<ClientSecret>> CLIENT_SECRETS =
      Property.of(
          "clientSecrets",
          new ListOf<>(ClientSecret.KIND),
          List.of(),
          "what the client authenticates with");

  /** Where codes and tokens may go. */
  public static final Property<List<RegisteredUri>> REDIRECT_URIS =
      Property.of(
          "redirectUris", new ListOf<>(Kinds.URI), List.of(), "where codes and tokens may go");

  /** Where a browser may go after logout. */
  public static final Property<List<RegisteredUri>> POST_LOGOUT_REDIRECT_URIS =
      Property.of(
          "postLogoutRedirectUris",
          new ListOf<>(Kinds.URI),
          List.of(),
          "where a browser may go after logout");

  /** Origins whose pages may call the provider. */
  public static final Property<List<RegisteredUri>> ALLOWED_CORS_ORIGINS =
      Property.of(
          "allowedCorsOrigins",
          new ListOf<>(Kinds.URI),
          List.of(),
          "origins whose pages may call the provider");

  /** Ways to get tokens. */
  public static final Property<List<GrantType>> ALLOWED_GRANT_TYPES =
      Property.of("allowedGrantTypes", new ListOf<>(Kinds.GRANT), List.of(), "ways to get tokens");

  /** What the client may ask for. */
  public static final Property<List<String>> ALLOWED_SCOPES =
      Property.of(
          "allowedScopes", new ListOf<>(Kinds.TEXT), List.of(), "what the client may ask for");

  /** How ID tokens may be signed; empty for the server's choice. */
  public static final Property<List<String>> ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS =
      Property.of(
          "allowedIdentityTokenSigningAlgorithms",
          new ListOf<>(Kinds.TEXT),
          List.of(),
          "how ID tokens may be signed; empty for the server's choice");

  /** External providers that users may come from; empty for all. */
  public static final Property<List<String>> IDENTITY_PROVIDER_RESTRICTIONS =
      Property.of(
          "identityProviderRestrictions",
          new ListOf<>(Kinds.TEXT),
          List.of(),
          "external providers that users may come from; empty for all");

  /** Claims that the client itself brings into access tokens. */
  public static final Property<List<ClientClaim>> CLAIMS =
      Property.of(
          "claims",
          new ListOf<>(ClientClaim.KIND),
          List.of(),
          "claims that the client itself brings into access tokens");

  /** Members of one's own. */
  public static final Property<Map<String, String>> PROPERTIES =
      Property.of("properties", new TextMap(), Map.of(), "members of one's own");

  private ClientProperties() {}
}

package dev.tms.registration;

import static dev.tms.registration.Kind.FLAG;
import static dev.tms.registration.Kind.GRANT;
import static dev.tms.registration.Kind.SECONDS;
import static dev.tms.registration.Kind.TEXT;
import static dev.tms.registration.Kind.URI;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The properties of clients, in display order. */
public final class ClientProperties {
  private static final Property.Table table = new Property.Table();

  public static final Property<String> CLIENT_ID = table.row("clientId", TEXT, "unique id");
  public static final Property<String> CLIENT_NAME =
      table.row("clientName", TEXT, "name on log lines and on the consent screen");
  public static final Property<RegisteredUri> CLIENT_URI =
      table.row("clientUri", URI, "the client's page, shown at consent");
  public static final Property<RegisteredUri> LOGO_URI =
      table.row("logoUri", URI, "the client's picture, shown at consent");
  public static final Property<Boolean> ENABLED =
      table.row("enabled", FLAG, true, "whether it is in use");
  public static final Property<String> PROTOCOL_TYPE =
      table.row("protocolType", TEXT, "oidc", "protocol that it speaks");
  public static final Property<String> DESCRIPTION =
      table.row("description", TEXT, "what it is for");
  public static final Property<String> PAIR_WISE_SUBJECT_SALT =
      table.row("pairWiseSubjectSalt", TEXT, "salt of pairwise subject ids");
  public static final Property<String> USER_CODE_TYPE =
      table.row("userCodeType", TEXT, "kind of the device flow's user code");
  public static final Property<Duration> IDENTITY_TOKEN_LIFETIME =
      table.row("identityTokenLifetime", SECONDS, Duration.ofMinutes(5), "life of ID tokens");
  public static final Property<Duration> ACCESS_TOKEN_LIFETIME =
      table.row("accessTokenLifetime", SECONDS, Duration.ofHours(1), "life of access tokens");
  public static final Property<Duration> AUTHORIZATION_CODE_LIFETIME =
      table.row(
          "authorizationCodeLifetime",
          SECONDS,
          Duration.ofMinutes(5),
          "life of authorization codes");
  public static final Property<Duration> ABSOLUTE_REFRESH_TOKEN_LIFETIME =
      table.row(
          "absoluteRefreshTokenLifetime",
          SECONDS,
          Duration.ofDays(30),
          "upper bound of a refresh token's life");
  public static final Property<Duration> SLIDING_REFRESH_TOKEN_LIFETIME =
      table.row(
          "slidingRefreshTokenLifetime",
          SECONDS,
          Duration.ofDays(15),
          "extension per use, never past the absolute lifetime");
  public static final Property<Duration> CONSENT_LIFETIME =
      table.row("consentLifetime", SECONDS, "life of a remembered consent; null for ever");
  public static final Property<Duration> USER_SSO_LIFETIME =
      table.row("userSsoLifetime", SECONDS, "longest time since the user last authenticated");
  public static final Property<Duration> DEVICE_CODE_LIFETIME =
      table.row("deviceCodeLifetime", SECONDS, Duration.ofMinutes(5), "life of device codes");
  public static final Property<RefreshTokenUsage> REFRESH_TOKEN_USAGE =
      table.row(
          "refreshTokenUsage",
          Kind.choice(RefreshTokenUsage.class),
          RefreshTokenUsage.ONE_TIME_ONLY,
          "whether a refresh gives a new refresh token");
  public static final Property<Boolean> UPDATE_ACCESS_TOKEN_CLAIMS_ON_REFRESH =
      table.row(
          "updateAccessTokenClaimsOnRefresh",
          FLAG,
          false,
          "whether a refresh looks at the user's claims anew");
  public static final Property<RefreshTokenExpiration> REFRESH_TOKEN_EXPIRATION =
      table.row(
          "refreshTokenExpiration",
          Kind.choice(RefreshTokenExpiration.class),
          RefreshTokenExpiration.ABSOLUTE,
          "how refresh tokens expire");
  public static final Property<AccessTokenType> ACCESS_TOKEN_TYPE =
      table.row(
          "accessTokenType",
          Kind.choice(AccessTokenType.class),
          AccessTokenType.JWT,
          "form of access tokens");
  public static final Property<Boolean> ENABLE_LOCAL_LOGIN =
      table.row(
          "enableLocalLogin",
          FLAG,
          true,
          "whether users may sign in with a password of the provider itself");
  public static final Property<Boolean> INCLUDE_JWT_ID =
      table.row("includeJwtId", FLAG, true, "whether access tokens have an id");
  public static final Property<Boolean> REQUIRE_CLIENT_SECRET =
      table.row(
          "requireClientSecret",
          FLAG,
          true,
          "whether the client must authenticate; false for a public client");
  public static final Property<Boolean> REQUIRE_CONSENT =
      table.row("requireConsent", FLAG, false, "whether the user is asked");
  public static final Property<Boolean> ALLOW_REMEMBER_CONSENT =
      table.row("allowRememberConsent", FLAG, true, "whether the user's answer may be remembered");
  public static final Property<Boolean> REQUIRE_PKCE =
      table.row("requirePkce", FLAG, true, "whether codes need a proof key (RFC 7636)");
  public static final Property<Boolean> ALLOW_PLAIN_TEXT_PKCE =
      table.row("allowPlainTextPkce", FLAG, false, "whether the proof key may be sent in clear");
  public static final Property<Boolean> REQUIRE_REQUEST_OBJECT =
      table.row("requireRequestObject", FLAG, false, "whether requests must be signed (RFC 9101)");
  public static final Property<Boolean> ALLOW_ACCESS_TOKENS_VIA_BROWSER =
      table.row(
          "allowAccessTokensViaBrowser",
          FLAG,
          false,
          "whether access tokens may come through the front channel");
  public static final Property<Boolean> ALWAYS_SEND_CLIENT_CLAIMS =
      table.row(
          "alwaysSendClientClaims",
          FLAG,
          false,
          "whether client claims are in every access token, not in those of client credentials"
              + " alone");
  public static final Property<String> CLIENT_CLAIMS_PREFIX =
      table.row(
          "clientClaimsPrefix",
          TEXT,
          "put before each client claim's type; products differ in its default");
  public static final Property<Boolean> ALWAYS_INCLUDE_USER_CLAIMS_IN_ID_TOKEN =
      table.row(
          "alwaysIncludeUserClaimsInIdToken",
          FLAG,
          false,
          "whether the ID token has the claims that userinfo would give");
  public static final Property<Boolean> ALLOW_OFFLINE_ACCESS =
      table.row("allowOfflineAccess", FLAG, false, "whether the client may ask for refresh tokens");
  public static final Property<RegisteredUri> FRONT_CHANNEL_LOGOUT_URI =
      table.row("frontChannelLogoutUri", URI, "page that the provider loads in a frame at logout");
  public static final Property<Boolean> FRONT_CHANNEL_LOGOUT_SESSION_REQUIRED =
      table.row(
          "frontChannelLogoutSessionRequired",
          FLAG,
          true,
          "whether that request names the session");
  public static final Property<RegisteredUri> BACK_CHANNEL_LOGOUT_URI =
      table.row("backChannelLogoutUri", URI, "where the provider posts a logout token");
  public static final Property<Boolean> BACK_CHANNEL_LOGOUT_SESSION_REQUIRED =
      table.row(
          "backChannelLogoutSessionRequired", FLAG, true, "whether that token names the session");
  public static final Property<List<ClientSecret>> CLIENT_SECRETS =
      table.list("clientSecrets", ClientSecret.KIND, "what the client authenticates with");
  public static final Property<List<RegisteredUri>> REDIRECT_URIS =
      table.list("redirectUris", URI, "where codes and tokens may go");
  public static final Property<List<RegisteredUri>> POST_LOGOUT_REDIRECT_URIS =
      table.list("postLogoutRedirectUris", URI, "where a browser may go after logout");
  public static final Property<List<RegisteredUri>> ALLOWED_CORS_ORIGINS =
      table.list("allowedCorsOrigins", URI, "origins whose pages may call the provider");
  public static final Property<List<GrantType>> ALLOWED_GRANT_TYPES =
      table.list("allowedGrantTypes", GRANT, "ways to get tokens");
  public static final Property<List<String>> ALLOWED_SCOPES =
      table.list("allowedScopes", TEXT, "what the client may ask for");
  public static final Property<List<String>> ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS =
      table.list(
          "allowedIdentityTokenSigningAlgorithms",
          TEXT,
          "how ID tokens may be signed; empty for the server's choice");
  public static final Property<List<String>> IDENTITY_PROVIDER_RESTRICTIONS =
      table.list(
          "identityProviderRestrictions",
          TEXT,
          "external providers that users may come from; empty for all");
  public static final Property<List<ClientClaim>> CLAIMS =
      table.list(
          "claims", ClientClaim.KIND, "claims that the client itself brings into access tokens");
  public static final Property<Map<String, String>> PROPERTIES =
      table.row("properties", new Kind.TextMap(), Map.of(), "members of one's own");

  static final Shape SHAPE = new Shape("client", CLIENT_ID, true, table.rows());

  private ClientProperties() {}

  /** The format of access tokens. */
  public enum AccessTokenType {
    /** A signed JWT (RFC 9068), validated locally. */
    JWT,
    /** An opaque string, validated by introspection (RFC 7662). */
    REFERENCE
  }

  /** Whether a refresh token is rotated. */
  public enum RefreshTokenUsage {
    /** The refresh token stays the same. */
    REUSE,
    /** Each refresh issues a new refresh token and invalidates the old one. */
    ONE_TIME_ONLY
  }

  /** How refresh tokens expire. */
  public enum RefreshTokenExpiration {
    /** Each use extends the lifetime, up to the absolute lifetime. */
    SLIDING,
    /** The token expires at the end of the absolute lifetime. */
    ABSOLUTE
  }
}

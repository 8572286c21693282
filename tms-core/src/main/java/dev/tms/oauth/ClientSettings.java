package dev.tms.oauth;

import dev.tms.token.Scopes;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * How this service presents itself to its provider. Immutable.
 *
 * @param clientId the client id (RFC 6749 section 2.2)
 * @param authentication how it proves who it is
 * @param redirectUri the callback's absolute URL, exactly as registered
 * @param scopes what is asked for; {@code openid} among them
 * @param responseMode how answers come back; default QUERY
 * @param timeout for one call to the provider; default 10 s, at most 2 min
 * @param defaultTokenLifetime life of an access token that does not say; default 5 min
 * @param usePkce whether PKCE (RFC 7636) is used; default true; false for confidential clients only
 * @param userInfo whether userinfo is fetched at login; default false
 */
public record ClientSettings(
    String clientId,
    ClientAuthentication authentication,
    URI redirectUri,
    Scopes scopes,
    ResponseMode responseMode,
    Duration timeout,
    Duration defaultTokenLifetime,
    boolean usePkce,
    boolean userInfo) {
  private static final Duration MAX_TIMEOUT = Duration.ofMinutes(2);

  /**
   * Checks ranges and contradictions.
   *
   * @throws IllegalArgumentException if one is violated
   */
  public ClientSettings {
    Objects.requireNonNull(authentication, "authentication");
    Objects.requireNonNull(responseMode, "responseMode");
    if (!clientId.matches("[\\x20-\\x7E]{1,256}")) {
      // RFC 6749 A.1: client-id = *VSCHAR
      throw new IllegalArgumentException("a client id is 1 to 256 printable ASCII characters");
    }
    if (!redirectUri.isAbsolute() || redirectUri.getRawFragment() != null) {
      // RFC 6749 3.1.2: an absolute URI, MUST NOT include a fragment component
      throw new IllegalArgumentException(
          "a redirect URI is absolute and has no fragment: " + redirectUri);
    }
    if (!scopes.contains("openid")) {
      throw new IllegalArgumentException("the scopes must contain openid, got: " + scopes);
    }
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException("the timeout is above 0 and at most 2 min: " + timeout);
    }
    if (defaultTokenLifetime.isNegative() || defaultTokenLifetime.isZero()) {
      throw new IllegalArgumentException(
          "the default token lifetime must be positive: " + defaultTokenLifetime);
    }
    if (!usePkce && !authentication.isConfidential()) {
      throw new IllegalArgumentException(
          "a client without a secret needs PKCE: set a client secret or leave usePkce on");
    }
  }

  /** Settings with every default. */
  public static ClientSettings of(
      String clientId, ClientAuthentication authentication, URI redirectUri, Scopes scopes) {
    return new ClientSettings(
        clientId,
        authentication,
        redirectUri,
        scopes,
        ResponseMode.QUERY,
        Duration.ofSeconds(10),
        Duration.ofMinutes(5),
        true,
        false);
  }

  /** The same with this response mode. */
  public ClientSettings withResponseMode(ResponseMode mode) {
    return new ClientSettings(
        clientId,
        authentication,
        redirectUri,
        scopes,
        mode,
        timeout,
        defaultTokenLifetime,
        usePkce,
        userInfo);
  }

  /** The same with this timeout for a call. */
  public ClientSettings withTimeout(Duration other) {
    return new ClientSettings(
        clientId,
        authentication,
        redirectUri,
        scopes,
        responseMode,
        other,
        defaultTokenLifetime,
        usePkce,
        userInfo);
  }

  /** The same with this life for access tokens that do not say. */
  public ClientSettings withDefaultTokenLifetime(Duration lifetime) {
    return new ClientSettings(
        clientId,
        authentication,
        redirectUri,
        scopes,
        responseMode,
        timeout,
        lifetime,
        usePkce,
        userInfo);
  }

  /** The same without PKCE, for confidential clients of providers that do not know it. */
  public ClientSettings withoutPkce() {
    return new ClientSettings(
        clientId,
        authentication,
        redirectUri,
        scopes,
        responseMode,
        timeout,
        defaultTokenLifetime,
        false,
        userInfo);
  }

  /** The same, with userinfo fetched at login. */
  public ClientSettings withUserInfo() {
    return new ClientSettings(
        clientId,
        authentication,
        redirectUri,
        scopes,
        responseMode,
        timeout,
        defaultTokenLifetime,
        usePkce,
        true);
  }
}

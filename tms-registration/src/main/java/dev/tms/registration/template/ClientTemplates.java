package dev.tms.registration.template;

import dev.tms.config.TmsConfiguration;
import dev.tms.config.TmsConfiguration.ExpectedRegistration;
import dev.tms.http.Origin;
import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.ClientSecret;
import dev.tms.registration.GrantType;
import dev.tms.registration.RegisteredUri;
import dev.tms.registration.SecretHash;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Creates registrations of typical clients, in camelCase. Each passes the checks in {@code
 * docs/registrations/lint.md} without errors. Use {@link ClientRegistration#with} to extend them.
 */
public final class ClientTemplates {
  private static final List<String> IDENTITY = List.of("openid", "profile");
  private static final Duration REFRESH_IN_A_BROWSER = Duration.ofHours(24);

  private ClientTemplates() {}

  /**
   * A service without users (RFC 6749 section 4.4).
   *
   * @param scopes of the APIs that it calls
   * @throws IllegalArgumentException if the id is blank or there are no scopes
   */
  public static ClientRegistration clientCredentials(
      String clientId, String name, ClientSecret secret, List<String> scopes) {
    if (scopes.isEmpty()) {
      throw new IllegalArgumentException("a client without scopes can do nothing");
    }
    return named(clientId, name)
        .with(ClientProperties.ALLOWED_GRANT_TYPES, List.of(GrantType.CLIENT_CREDENTIALS))
        .with(ClientProperties.REQUIRE_CLIENT_SECRET, true)
        .with(ClientProperties.CLIENT_SECRETS, List.of(secret))
        .with(ClientProperties.ALLOWED_SCOPES, List.copyOf(scopes));
  }

  /**
   * A browser app without a back end: authorization code with PKCE, no secret, and CORS for the
   * origin of the redirect URI. Refresh tokens, if allowed, can be used once and expire after at
   * most 24 hours.
   *
   * @param scopes of the APIs that it calls; {@code openid profile} are added
   * @throws IllegalArgumentException if the id is blank, or the redirect URI is not an https URL
   *     (or http on a loopback host) or has a fragment
   */
  public static ClientRegistration browserApp(
      String clientId, String name, URI redirectUri, List<String> scopes) {
    Origin origin = webOrigin(redirectUri);
    return codeWithPkce(clientId, name, redirectUri, scopes)
        .with(ClientProperties.REQUIRE_CLIENT_SECRET, false)
        .with(ClientProperties.ALLOWED_CORS_ORIGINS, List.of(new RegisteredUri(origin.toString())))
        .with(ClientProperties.POST_LOGOUT_REDIRECT_URIS, uris(URI.create(origin + "/")))
        .with(ClientProperties.ABSOLUTE_REFRESH_TOKEN_LIFETIME, REFRESH_IN_A_BROWSER)
        .with(ClientProperties.SLIDING_REFRESH_TOKEN_LIFETIME, REFRESH_IN_A_BROWSER);
  }

  /**
   * A native app (RFC 8252): authorization code with PKCE in the system browser, no secret, and
   * refresh tokens that can be used once.
   *
   * @param redirectUri a private-use scheme such as {@code com.example.app:/callback}, a loopback
   *     address, or a claimed https URL
   * @param scopes of the APIs that it calls; {@code openid profile} are added
   * @throws IllegalArgumentException if the id is blank, or the redirect URI is relative, has a
   *     fragment, or is an http URL of a host other than loopback
   */
  public static ClientRegistration nativeApp(
      String clientId, String name, URI redirectUri, List<String> scopes) {
    requireAbsolute(redirectUri);
    RegisteredUri uri = new RegisteredUri(redirectUri.toString());
    if (uri.isWeb()) {
      webOrigin(redirectUri);
    }
    return codeWithPkce(clientId, name, redirectUri, scopes)
        .with(ClientProperties.REQUIRE_CLIENT_SECRET, false)
        .with(ClientProperties.ALLOW_OFFLINE_ACCESS, true)
        .with(ClientProperties.POST_LOGOUT_REDIRECT_URIS, List.of(uri));
  }

  /**
   * A server-side web application of the hybrid flow (OpenID Connect Core section 3.3), with access
   * tokens through the browser, as the providers document it. New applications should use the
   * authorization code flow.
   *
   * @param scopes of the APIs that it calls; {@code openid profile} are added
   * @throws IllegalArgumentException if the id is blank, or the redirect URI is not an https URL
   *     (or http on a loopback host) or has a fragment
   */
  public static ClientRegistration hybrid(
      String clientId, String name, URI redirectUri, ClientSecret secret, List<String> scopes) {
    Origin origin = webOrigin(redirectUri);
    return codeWithPkce(clientId, name, redirectUri, scopes)
        .with(ClientProperties.ALLOWED_GRANT_TYPES, List.of(GrantType.HYBRID))
        .with(ClientProperties.REQUIRE_CLIENT_SECRET, true)
        .with(ClientProperties.CLIENT_SECRETS, List.of(secret))
        .with(ClientProperties.ALLOW_ACCESS_TOKENS_VIA_BROWSER, true)
        .with(ClientProperties.POST_LOGOUT_REDIRECT_URIS, uris(URI.create(origin + "/")));
  }

  /**
   * TMS itself, as this configuration requires: redirect and logout URIs, scopes, PKCE, refresh
   * tokens, and the hash of the secret if the client is confidential.
   */
  public static ClientRegistration forTms(TmsConfiguration configuration, String name) {
    ExpectedRegistration expected = configuration.expectedRegistration();
    List<String> scopes =
        expected.scopes().stream().filter(scope -> !scope.equals("offline_access")).toList();
    ClientRegistration client =
        named(expected.clientId(), name)
            .with(ClientProperties.ALLOWED_GRANT_TYPES, List.of(GrantType.AUTHORIZATION_CODE))
            .with(ClientProperties.REQUIRE_PKCE, expected.usesPkce())
            .with(ClientProperties.REQUIRE_CLIENT_SECRET, expected.isConfidential())
            .with(ClientProperties.REDIRECT_URIS, uris(expected.redirectUri()))
            .with(
                ClientProperties.POST_LOGOUT_REDIRECT_URIS, uris(expected.postLogoutRedirectUri()))
            .with(
                ClientProperties.BACK_CHANNEL_LOGOUT_URI,
                registered(expected.backChannelLogoutUri()))
            .with(ClientProperties.ALLOWED_SCOPES, scopes)
            .with(
                ClientProperties.ALLOW_OFFLINE_ACCESS,
                expected.scopes().contains("offline_access"));
    ClientRegistration authenticated =
        expected
            .secret()
            .map(secret -> ClientSecret.shared("TMS", SecretHash.of(secret)))
            .map(secret -> client.with(ClientProperties.CLIENT_SECRETS, List.of(secret)))
            .orElse(client);
    return expected
        .frontChannelLogoutUri()
        .map(uri -> authenticated.with(ClientProperties.FRONT_CHANNEL_LOGOUT_URI, registered(uri)))
        .orElse(authenticated);
  }

  private static ClientRegistration codeWithPkce(
      String clientId, String name, URI redirectUri, List<String> scopes) {
    return named(clientId, name)
        .with(ClientProperties.ALLOWED_GRANT_TYPES, List.of(GrantType.AUTHORIZATION_CODE))
        .with(ClientProperties.REQUIRE_PKCE, true)
        .with(ClientProperties.REDIRECT_URIS, uris(redirectUri))
        .with(
            ClientProperties.ALLOWED_SCOPES,
            Stream.concat(IDENTITY.stream(), scopes.stream()).distinct().toList());
  }

  private static ClientRegistration named(String clientId, String name) {
    return ClientRegistration.named(clientId).with(ClientProperties.CLIENT_NAME, name);
  }

  private static RegisteredUri registered(URI uri) {
    return new RegisteredUri(uri.toString());
  }

  private static List<RegisteredUri> uris(URI uri) {
    return List.of(registered(uri));
  }

  private static void requireAbsolute(URI uri) {
    // RFC 6749 3.1.2: MUST be an absolute URI, MUST NOT include a fragment component
    if (!uri.isAbsolute() || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("must be absolute and without fragment: " + uri);
    }
  }

  private static Origin webOrigin(URI redirectUri) {
    requireAbsolute(redirectUri);
    Origin origin =
        registered(redirectUri)
            .origin()
            .orElseThrow(
                () -> new IllegalArgumentException("must be an https URL: " + redirectUri));
    if (!origin.scheme().equals("https") && !origin.isLoopback()) {
      throw new IllegalArgumentException("plain http is for loopback hosts only: " + redirectUri);
    }
    return origin;
  }
}

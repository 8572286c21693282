package dev.tms.testkit;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a provider appears to clients: its endpoints and its deviations from the specifications. All
 * profiles are equally strict. Immutable.
 */
public final class ProviderProfile {
  /** How clients request refresh tokens that outlive the sign-on. */
  enum Offline {
    /** {@code scope=offline_access} (OpenID Connect Core section 11). */
    SCOPE,
    /** {@code access_type=offline} in a login with {@code prompt=consent}. */
    ACCESS_TYPE,
    /** Every login issues one. */
    ALWAYS
  }

  private static final String NO_SPACES = "[A-Za-z0-9._~-]{1,100}";

  private final Map<RequestKind, String> paths;
  private final Set<RequestKind> unlisted;
  private final Offline offline;
  private final @Nullable String returnParameter;
  private final boolean idTokens;
  private final boolean rotation;

  private ProviderProfile(
      Map<RequestKind, String> paths,
      Set<RequestKind> unlisted,
      Offline offline,
      @Nullable String returnParameter,
      boolean idTokens,
      boolean rotation) {
    this.paths = Collections.unmodifiableMap(new EnumMap<>(paths));
    this.unlisted = Collections.unmodifiableSet(unlisted);
    this.offline = offline;
    this.returnParameter = returnParameter;
    this.idTokens = idTokens;
    this.rotation = rotation;
  }

  /** Returns the default profile: discovery and every endpoint, as specified. */
  public static ProviderProfile openIdConnect() {
    return new ProviderProfile(standard(), none(), Offline.SCOPE, null, true, true);
  }

  /**
   * Returns Google's profile: refresh tokens by {@code access_type=offline} and {@code
   * prompt=consent} instead of the scope {@code offline_access}, no refresh token rotation, and no
   * logout endpoint.
   */
  public static ProviderProfile google() {
    Map<RequestKind, String> paths = standard();
    paths.remove(RequestKind.END_SESSION);
    paths.remove(RequestKind.INTROSPECTION);
    return new ProviderProfile(paths, none(), Offline.ACCESS_TYPE, null, true, false);
  }

  /**
   * Returns Amazon Cognito's profile: refresh tokens from every login, no scope {@code
   * offline_access}, and logout by {@code /logout?client_id=…&logout_uri=…}, which discovery does
   * not list.
   */
  public static ProviderProfile cognito() {
    Map<RequestKind, String> paths = standard();
    paths.put(RequestKind.AUTHORIZATION, "/oauth2/authorize");
    paths.put(RequestKind.TOKEN_OTHER, "/oauth2/token");
    paths.put(RequestKind.USERINFO, "/oauth2/userInfo");
    paths.put(RequestKind.REVOCATION, "/oauth2/revoke");
    paths.remove(RequestKind.INTROSPECTION);
    return new ProviderProfile(
        paths, EnumSet.of(RequestKind.END_SESSION), Offline.ALWAYS, "logout_uri", true, false);
  }

  /**
   * Returns Auth0's profile without a logout endpoint in discovery: logout is {@code
   * /v2/logout?client_id=…&returnTo=…}.
   */
  public static ProviderProfile auth0() {
    Map<RequestKind, String> paths = standard();
    paths.put(RequestKind.TOKEN_OTHER, "/oauth/token");
    paths.put(RequestKind.REVOCATION, "/oauth/revoke");
    paths.put(RequestKind.END_SESSION, "/v2/logout");
    paths.remove(RequestKind.INTROSPECTION);
    return new ProviderProfile(
        paths, EnumSet.of(RequestKind.END_SESSION), Offline.SCOPE, "returnTo", true, true);
  }

  /**
   * Returns Centrify's profile: OAuth 2.0 without OpenID Connect. The authorization, token and
   * introspection endpoints are below {@code /oauth2} and end with the application's id; there is
   * no discovery, ID token, userinfo, revocation or logout. Refresh tokens are not rotated. Access
   * tokens are JWTs or opaque, see {@link TestProviderBuilder#accessTokenFormat}.
   *
   * @throws IllegalArgumentException if the application's id needs encoding in a path
   */
  public static ProviderProfile centrify(String applicationId) {
    if (!applicationId.matches(NO_SPACES)) {
      throw new IllegalArgumentException(
          "an application id has letters, digits and . _ ~ - only: " + applicationId);
    }
    Map<RequestKind, String> paths = new EnumMap<>(RequestKind.class);
    paths.put(RequestKind.AUTHORIZATION, "/oauth2/authorize/" + applicationId);
    paths.put(RequestKind.LOGIN, "/login");
    paths.put(RequestKind.TOKEN_OTHER, "/oauth2/token/" + applicationId);
    paths.put(RequestKind.INTROSPECTION, "/oauth2/introspect/" + applicationId);
    paths.put(RequestKind.API, "/api/me");
    return new ProviderProfile(paths, none(), Offline.ALWAYS, null, false, false);
  }

  private static Map<RequestKind, String> standard() {
    Map<RequestKind, String> paths = new EnumMap<>(RequestKind.class);
    paths.put(RequestKind.DISCOVERY, "/.well-known/openid-configuration");
    paths.put(RequestKind.JWKS, "/jwks");
    paths.put(RequestKind.AUTHORIZATION, "/authorize");
    paths.put(RequestKind.LOGIN, "/login");
    paths.put(RequestKind.TOKEN_OTHER, "/token");
    paths.put(RequestKind.USERINFO, "/userinfo");
    paths.put(RequestKind.REVOCATION, "/revoke");
    paths.put(RequestKind.INTROSPECTION, "/introspect");
    paths.put(RequestKind.END_SESSION, "/logout");
    paths.put(RequestKind.API, "/api/me");
    return paths;
  }

  private static Set<RequestKind> none() {
    return EnumSet.noneOf(RequestKind.class);
  }

  /** The path relative to the issuer; empty if there is no such endpoint. */
  Optional<String> path(RequestKind kind) {
    return Optional.ofNullable(paths.get(kind));
  }

  /** {@code TOKEN_OTHER} stands for the token endpoint. */
  RequestKind kind(String path) {
    return paths.entrySet().stream()
        .filter(entry -> entry.getValue().equals(path))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(RequestKind.OTHER);
  }

  /** Whether the discovery document lists it. */
  boolean lists(RequestKind kind) {
    return paths.containsKey(kind) && !unlisted.contains(kind);
  }

  Offline offline() {
    return offline;
  }

  /** The proprietary parameter for the address after the logout; null for OpenID Connect's. */
  @Nullable String returnParameter() {
    return returnParameter;
  }

  boolean hasIdTokens() {
    return idTokens;
  }

  boolean rotates() {
    return rotation;
  }
}

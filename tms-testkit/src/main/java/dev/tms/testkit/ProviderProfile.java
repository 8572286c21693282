package dev.tms.testkit;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a provider looks like from outside: where its endpoints are, which of them it has, and what
 * it does in a way of its own. The strictness is the same in every profile. Immutable.
 */
public final class ProviderProfile {
  /** How a client asks for refresh tokens that outlive the sign-on. */
  enum Offline {
    /** By the scope {@code offline_access} (OpenID Connect Core section 11). */
    SCOPE,
    /** By {@code access_type=offline}, at a login with {@code prompt=consent}. */
    ACCESS_TYPE,
    /** Every login has one. */
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

  /** By the specification: discovery and every endpoint. The default. */
  public static ProviderProfile openIdConnect() {
    return new ProviderProfile(standard(), none(), Offline.SCOPE, null, true, true);
  }

  /**
   * As Google: refresh tokens by {@code access_type=offline} and {@code prompt=consent}, {@code
   * offline_access} is an unknown scope, refresh tokens work again and again, and there is no
   * sign-out.
   */
  public static ProviderProfile google() {
    Map<RequestKind, String> paths = standard();
    paths.remove(RequestKind.END_SESSION);
    paths.remove(RequestKind.INTROSPECTION);
    return new ProviderProfile(paths, none(), Offline.ACCESS_TYPE, null, true, false);
  }

  /**
   * As Amazon Cognito: every login has a refresh token, {@code offline_access} is an unknown scope,
   * and signing out is {@code /logout?client_id=…&logout_uri=…}, which discovery does not list.
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
   * As Auth0 where its discovery lists no sign-out: that is {@code
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
   * As Centrify: OAuth 2.0 without OpenID Connect. Authorization, token and introspection endpoint
   * are below {@code /oauth2} and end with the application's id; there is no discovery, no ID
   * token, no userinfo, no revocation, no sign-out. Refresh tokens work again and again. Access
   * tokens are JWTs or opaque, see {@link TestProviderBuilder#accessTokenFormat}.
   *
   * @throws IllegalArgumentException if the application's id would not stand in a path as it is
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

  /** The path below the issuer; empty where it has no such endpoint. */
  Optional<String> path(RequestKind kind) {
    return Optional.ofNullable(paths.get(kind));
  }

  /** What lies at this path; {@code TOKEN_OTHER} stands for the token endpoint. */
  RequestKind kind(String path) {
    return paths.entrySet().stream()
        .filter(entry -> entry.getValue().equals(path))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(RequestKind.OTHER);
  }

  /** Whether the discovery document has it. */
  boolean lists(RequestKind kind) {
    return paths.containsKey(kind) && !unlisted.contains(kind);
  }

  Offline offline() {
    return offline;
  }

  /** The parameter of the address to return to after a sign-out; null for OpenID Connect's. */
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

package dev.tms.oauth;

import static dev.tms.problem.Checked.require;

import dev.tms.problem.Checked;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The settings of this client at its provider. Immutable.
 *
 * @param clientId the client id (RFC 6749 section 2.2)
 * @param authentication how the client authenticates
 * @param redirectUri the callback's absolute URL, exactly as registered
 * @param scopes the requested scopes; must include {@code openid} if the identity comes from the ID
 *     token
 * @param responseMode how authorization responses are returned; default QUERY
 * @param timeout for one call to the provider; default 10 s, at most 2 min
 * @param defaultTokenLifetime for an access token that does not state its own; default 5 min
 * @param usePkce whether PKCE (RFC 7636) is used; default true; only confidential clients may turn
 *     it off
 * @param userInfo whether userinfo is fetched at login; default false
 * @param identity where TMS learns who the user is; default ID_TOKEN
 * @param offlineAccessConsent whether logins that request {@code offline_access} also request
 *     consent ({@code prompt=consent}, OpenID Connect Core section 11), except silent ones; default
 *     false
 * @param idTokenSigningAlgorithm the only algorithm (RFC 7518 section 3.1) accepted for ID tokens
 *     and logout tokens; null accepts any asymmetric one. {@code HS256}, {@code HS384} and {@code
 *     HS512} are accepted only if named here; they need a confidential client, whose secret is the
 *     key
 * @param trustedAudiences the audiences that an ID token may have besides this client; null accepts
 *     any, because the nonce binds the token to its login
 * @param parameters additional, fixed parameters of authorization requests, such as {@code
 *     audience}; none that another setting controls
 * @param loginParameters additional parameters that a caller may set at BeginLogin, such as {@code
 *     kc_idp_hint}, with their allowed values; default none
 * @param resources the resources that access tokens are for (RFC 8707), sent with authorization,
 *     code and refresh requests; absolute URIs without a fragment; default none
 * @param subjectClaim the userinfo member that identifies the user; default {@code sub}; another
 *     requires {@link IdentitySource#USERINFO}
 * @param assumeBearer whether an access token without {@code token_type} counts as a bearer token;
 *     default false
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
    boolean userInfo,
    IdentitySource identity,
    boolean offlineAccessConsent,
    @Nullable String idTokenSigningAlgorithm,
    @Nullable Set<String> trustedAudiences,
    Map<String, String> parameters,
    Map<String, AllowedValues> loginParameters,
    List<URI> resources,
    String subjectClaim,
    boolean assumeBearer)
    implements Checked<ClientSettings> {
  /** The minimum key length in octets: the size of the hash output (RFC 7518 section 3.2). */
  private static final Map<String, Integer> HMAC_OCTETS =
      Map.of("HS256", 32, "HS384", 48, "HS512", 64);

  private static final String SUBJECT = "sub";
  private static final Set<String> OURS =
      names(
          "acr_values client_id client_secret code_challenge code_challenge_method id_token_hint",
          "login_hint max_age nonce redirect_uri request request_uri resource response_mode",
          "response_type scope state ui_locales");

  /** Copies the collections. */
  public ClientSettings {
    Objects.requireNonNull(authentication, "authentication");
    Objects.requireNonNull(responseMode, "responseMode");
    Objects.requireNonNull(identity, "identity");
    trustedAudiences = trustedAudiences == null ? null : Set.copyOf(trustedAudiences);
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    loginParameters = Collections.unmodifiableMap(new LinkedHashMap<>(loginParameters));
    resources = List.copyOf(resources);
  }

  /** Lists values out of range and settings that contradict each other. */
  @Override
  public List<String> problems() {
    List<String> found = new ArrayList<>(scopes.problems());
    authentication.sharedSecret().ifPresent(secret -> found.addAll(secret.problems()));
    found.addAll(ClientChecks.problems(clientId, timeout, defaultTokenLifetime));
    found.addAll(
        Checked.failures(
            () ->
                // RFC 6749 3.1.2: an absolute URI, MUST NOT include a fragment component
                require(
                    redirectUri.isAbsolute() && redirectUri.getRawFragment() == null,
                    "a redirect URI is absolute and has no fragment: " + redirectUri),
            () ->
                require(
                    usePkce || authentication.isConfidential(),
                    "a client without a secret needs PKCE: set a client secret or leave usePkce"
                        + " on"),
            () ->
                require(
                    identity != IdentitySource.ID_TOKEN
                        || scopes.contains("openid")
                        || !scopes.problems().isEmpty(),
                    "the scopes must contain openid, got: " + scopes),
            () ->
                // RFC 9700 2.1.1: PKCE or the ID token's nonce binds a code to its login
                require(
                    identity == IdentitySource.ID_TOKEN || usePkce,
                    "without an ID token there is no nonce, so PKCE has to stay on"),
            () ->
                // RFC 7662 2.1: the endpoint MUST also require some form of authorization
                require(
                    identity != IdentitySource.INTROSPECTION || authentication.isConfidential(),
                    "introspection needs a client with a secret"),
            this::checkAlgorithm,
            () ->
                require(
                    subjectClaim.matches("[\\x21-\\x7E]{1,100}"),
                    "the name of the claim is 1 to 100 printable ASCII characters without spaces"),
            () ->
                // Core 5.7: sub and iss are the only claims of an ID token that identify a user
                require(
                    subjectClaim.equals(SUBJECT) || identity == IdentitySource.USERINFO,
                    "another claim than sub names the user with the identity of userinfo only")));
    found.addAll(
        Checked.failures(
            parameters.entrySet(), one -> checkParameter(one.getKey(), one.getValue())));
    found.addAll(Checked.failures(loginParameters.keySet(), this::checkLoginParameter));
    new TreeMap<>(loginParameters)
        .forEach(
            (name, values) ->
                values
                    .problems()
                    .forEach(problem -> found.add("the login parameter " + name + ": " + problem)));
    found.addAll(ClientChecks.problems(resources));
    return List.copyOf(found);
  }

  private void checkLoginParameter(String name) {
    ReservedParameters.check(name);
    require(
        !parameters.containsKey(name),
        "the parameter " + name + " has a fixed value, and callers may set it, too: keep one");
  }

  private void checkAlgorithm() {
    String algorithm = idTokenSigningAlgorithm;
    if (algorithm == null || JwtVerifier.algorithms().contains(algorithm)) {
      return;
    }
    Integer octets = HMAC_OCTETS.get(algorithm);
    if (octets == null) {
      throw new IllegalArgumentException(
          "the algorithm is one of "
              + String.join(", ", new TreeSet<>(JwtVerifier.algorithms()))
              + ", or HS256, HS384 or HS512 with a client secret: "
              + algorithm);
    }
    ClientSecret secret = authentication.sharedSecret().orElse(null);
    if (secret == null) {
      throw new IllegalArgumentException(
          algorithm + " is made with the client secret, and this client has none");
    }
    // RFC 7518 3.2: a key of the same size as the hash output or larger MUST be used
    if (secret.problems().isEmpty() && octets(secret.value()).length < octets) {
      throw new IllegalArgumentException(
          algorithm
              + " needs a client secret of at least "
              + octets
              + " octets, and this one is shorter: have the provider make a new, random one");
    }
  }

  private static byte[] octets(Secret secret) {
    return secret.reveal().getBytes(StandardCharsets.UTF_8);
  }

  /** Whether ID tokens are verified with the client secret, so that no key set is needed. */
  public boolean verifiesWithSecret() {
    return idTokenSigningAlgorithm != null && HMAC_OCTETS.containsKey(idTokenSigningAlgorithm);
  }

  /** The client secrets that are long enough to verify HMACs of the algorithm. */
  List<byte[]> verifyingSecrets(String algorithm, Instant now) {
    int least = HMAC_OCTETS.getOrDefault(algorithm, Integer.MAX_VALUE);
    return authentication
        .sharedSecret()
        .map(secret -> secret.verifying(now))
        .orElse(List.of())
        .stream()
        .map(ClientSettings::octets)
        .filter(octets -> octets.length >= least)
        .toList();
  }

  private static void checkParameter(String name, String value) {
    require(
        name.matches("[A-Za-z0-9_.-]{1,100}") && value.matches("\\P{Cntrl}{1,1000}"),
        "a parameter has a name of letters, digits and _ . - and a value of at most 1000"
            + " characters: "
            + name);
    require(
        !OURS.contains(name),
        "the parameter " + name + " is set by settings or requests of its own");
  }

  private static Set<String> names(String... lines) {
    return Set.of(String.join(" ", lines).split(" "));
  }

  /** Settings with all defaults. */
  public static ClientSettings of(
      String clientId, ClientAuthentication authentication, URI redirectUri, Scopes scopes) {
    return of(clientId, authentication, redirectUri, scopes, IdentitySource.ID_TOKEN);
  }

  /** Settings with all other defaults. */
  public static ClientSettings of(
      String clientId,
      ClientAuthentication authentication,
      URI redirectUri,
      Scopes scopes,
      IdentitySource identity) {
    return new ClientSettings(
        clientId,
        authentication,
        redirectUri,
        scopes,
        ResponseMode.QUERY,
        Duration.ofSeconds(10),
        Duration.ofMinutes(5),
        true,
        false,
        identity,
        false,
        null,
        null,
        Map.of(),
        Map.of(),
        List.of(),
        SUBJECT,
        false);
  }

  /** Returns a copy with this redirect URI. */
  public ClientSettings withRedirectUri(URI other) {
    return changed(copy -> copy.redirectUri = other);
  }

  /** Returns a copy with these scopes. */
  public ClientSettings withScopes(Scopes other) {
    return changed(copy -> copy.scopes = other);
  }

  /** Returns a copy with this response mode. */
  public ClientSettings withResponseMode(ResponseMode mode) {
    return changed(copy -> copy.responseMode = mode);
  }

  /** Returns a copy with this timeout for a call to the provider. */
  public ClientSettings withTimeout(Duration other) {
    return changed(copy -> copy.timeout = other);
  }

  /** Returns a copy with this lifetime for access tokens that do not state their own. */
  public ClientSettings withDefaultTokenLifetime(Duration lifetime) {
    return changed(copy -> copy.defaultTokenLifetime = lifetime);
  }

  /** Returns a copy without PKCE, for confidential clients of providers that do not support it. */
  public ClientSettings withoutPkce() {
    return changed(copy -> copy.usePkce = false);
  }

  /** Returns a copy that fetches userinfo at login. */
  public ClientSettings withUserInfo() {
    return changed(copy -> copy.userInfo = true);
  }

  /**
   * Returns a copy with this identity source. All but the ID token are weaker, because only the
   * code binds them to the login; they are for providers without ID tokens.
   */
  public ClientSettings withIdentity(IdentitySource source) {
    return changed(copy -> copy.identity = source);
  }

  /**
   * Returns a copy that sends {@code prompt=consent} with logins that request {@code
   * offline_access}, for providers that issue no refresh token without it.
   */
  public ClientSettings withOfflineAccessConsent() {
    return changed(copy -> copy.offlineAccessConsent = true);
  }

  /**
   * Returns a copy that accepts only this algorithm for ID tokens and logout tokens. HS256, HS384
   * and HS512 need a client secret at least as long as the hash.
   */
  public ClientSettings withIdTokenSigningAlgorithm(String algorithm) {
    return changed(copy -> copy.idTokenSigningAlgorithm = algorithm);
  }

  /**
   * Returns a copy that accepts ID tokens with these audiences besides this client, and no others.
   */
  public ClientSettings withTrustedAudiences(Set<String> audiences) {
    return changed(copy -> copy.trustedAudiences = audiences);
  }

  /** Returns a copy with these fixed parameters in authorization requests. */
  public ClientSettings withParameters(Map<String, String> others) {
    return changed(copy -> copy.parameters = others);
  }

  /**
   * Returns a copy that lets callers set these parameters at BeginLogin, to these values.
   * Parameters that TMS sends itself, and those that callers must not control, such as {@code
   * redirect_uri} or {@code scope}, are refused.
   */
  public ClientSettings withLoginParameters(Map<String, AllowedValues> others) {
    return changed(copy -> copy.loginParameters = others);
  }

  /**
   * Returns a copy for these resources (RFC 8707), absolute URIs without a fragment, and no others.
   */
  public ClientSettings withResources(String... uris) {
    return changed(copy -> copy.resources = ClientChecks.resources(uris));
  }

  /**
   * Returns a copy that identifies the user by this userinfo member, a string or an integer. It
   * must never change and never be assigned to another user, such as {@code id}; e-mail addresses
   * do not qualify. Requires {@link IdentitySource#USERINFO}.
   */
  public ClientSettings withSubjectClaim(String claim) {
    return changed(copy -> copy.subjectClaim = claim);
  }

  /**
   * Returns a copy that takes an access token without {@code token_type} for a bearer token,
   * contrary to RFC 6749 section 5.1; for providers that never send it.
   */
  public ClientSettings withAssumedBearer() {
    return changed(copy -> copy.assumeBearer = true);
  }

  private ClientSettings changed(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return new ClientSettings(
        clientId,
        authentication,
        copy.redirectUri,
        copy.scopes,
        copy.responseMode,
        copy.timeout,
        copy.defaultTokenLifetime,
        copy.usePkce,
        copy.userInfo,
        copy.identity,
        copy.offlineAccessConsent,
        copy.idTokenSigningAlgorithm,
        copy.trustedAudiences,
        copy.parameters,
        copy.loginParameters,
        copy.resources,
        copy.subjectClaim,
        copy.assumeBearer);
  }

  private static final class Copy {
    URI redirectUri;
    Scopes scopes;
    ResponseMode responseMode;
    Duration timeout;
    Duration defaultTokenLifetime;
    boolean usePkce;
    boolean userInfo;
    IdentitySource identity;
    boolean offlineAccessConsent;
    @Nullable String idTokenSigningAlgorithm;
    @Nullable Set<String> trustedAudiences;
    Map<String, String> parameters;
    Map<String, AllowedValues> loginParameters;
    List<URI> resources;
    String subjectClaim;
    boolean assumeBearer;

    Copy(ClientSettings from) {
      redirectUri = from.redirectUri;
      scopes = from.scopes;
      responseMode = from.responseMode;
      timeout = from.timeout;
      defaultTokenLifetime = from.defaultTokenLifetime;
      usePkce = from.usePkce;
      userInfo = from.userInfo;
      identity = from.identity;
      offlineAccessConsent = from.offlineAccessConsent;
      idTokenSigningAlgorithm = from.idTokenSigningAlgorithm;
      trustedAudiences = from.trustedAudiences;
      parameters = from.parameters;
      loginParameters = from.loginParameters;
      resources = from.resources;
      subjectClaim = from.subjectClaim;
      assumeBearer = from.assumeBearer;
    }
  }

  /**
   * Authorization request parameters that no caller may set: those that TMS itself sends or reads,
   * and those that control the requester, the request, the destination of the response, or its
   * protection.
   */
  private static final class ReservedParameters {
    private static final Set<String> NAMES =
        names(
            // BeginLogin
            "returnurl customerdomain native_redirect_uri native_challenge native_state",
            // RFC 6749
            "client_id client_secret redirect_uri scope state code grant_type username",
            "password access_token refresh_token token_type expires_in",
            // OpenID Connect Core, Session Management, RP-Initiated Logout, Federation
            "nonce prompt max_age login_hint ui_locales acr_values claims id_token_hint",
            "id_token registration session_state post_logout_redirect_uri trust_chain",
            // RFC 7636, RFC 7521
            "code_verifier assertion",
            // RFC 8707, RFC 8693, RFC 9396, RFC 9449
            "resource audience authorization_details dpop_jkt",
            // RFC 9101, RFC 9126, RFC 9207, JARM
            "request request_uri response iss",
            // Grant Management for OAuth 2.0, OpenID4VP
            "grant_id grant_management_action client_metadata dcql_query",
            "presentation_definition");

    /** Prefixes, such as those of response_type, code_challenge_method and error_uri. */
    private static final Set<String> BEGINNINGS =
        Set.of("response_", "code_challenge", "client_assertion", "client_id_", "error");

    private ReservedParameters() {}

    /**
     * Checks the name of a parameter that callers may set.
     *
     * @throws IllegalArgumentException if it is malformed or reserved
     */
    static void check(String name) {
      if (!name.matches("[A-Za-z0-9_.-]{1,100}")) {
        throw new IllegalArgumentException(
            "a parameter has a name of at most 100 letters, digits and _ . -");
      }
      // some servers ignore case
      String lower = name.toLowerCase(Locale.ROOT);
      if (NAMES.contains(lower) || BEGINNINGS.stream().anyMatch(lower::startsWith)) {
        throw new IllegalArgumentException(
            "the parameter "
                + name
                + " is not for callers to set: this service sends it itself, or a specification has"
                + " it decide about the login's security. Use the setting of its own, or"
                + " Client.Parameters for a fixed value");
      }
    }
  }
}

package dev.tms.oauth;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What this service needs to know of a provider (OpenID Connect Discovery section 3). An endpoint
 * that is unusable counts as absent: what is missing decides only where it is needed. Immutable.
 *
 * @param issuer its issuer identifier
 * @param endpoints those that are known
 * @param issInAnswers whether it says that its authorization responses carry {@code iss} (RFC 9207)
 * @param signatureAlgorithms how it says that it signs ID tokens; empty where it does not say
 * @param unusable what is wrong with endpoints that are there and count as absent, such as "its
 *     jwks_uri is not a text"
 */
public record ProviderMetadata(
    String issuer,
    Map<Endpoint, URI> endpoints,
    boolean issInAnswers,
    Set<String> signatureAlgorithms,
    List<String> unusable) {
  /** An endpoint, by the name of its member in a discovery document. */
  enum Endpoint {
    AUTHORIZATION("authorization_endpoint", "authorizationEndpoint"),
    TOKEN("token_endpoint", "tokenEndpoint"),
    JWKS("jwks_uri", "jwksUri"),
    USER_INFO("userinfo_endpoint", "userInfoEndpoint"),
    /** RFC 7009. */
    REVOCATION("revocation_endpoint", "revocationEndpoint"),
    /** RFC 7662. */
    INTROSPECTION("introspection_endpoint", "introspectionEndpoint"),
    /** RP-Initiated Logout. */
    END_SESSION("end_session_endpoint", "endSessionEndpoint");

    private final String member;

    /** The name of the builder's method; the key of the configuration begins with a capital. */
    final String property;

    Endpoint(String member, String property) {
      this.member = member;
      this.property = property;
    }
  }

  /**
   * An endpoint that is missing and needed.
   *
   * @param setting the key that would give it by hand, such as {@code JwksUri}
   * @param what what is wrong, such as "its jwks_uri is missing"
   * @param because what it is needed for
   */
  public record Missing(String setting, String what, String because) {
    /** A sentence for operators, without a capital and a full stop. */
    public String inWords() {
      return what + ", and " + because;
    }
  }

  public ProviderMetadata {
    endpoints = Map.copyOf(endpoints);
    signatureAlgorithms = Set.copyOf(signatureAlgorithms);
    unusable = List.copyOf(unusable);
  }

  /** What is wrong with the issuer of a discovery document, for operators; or null. */
  static @Nullable String issuerProblem(String expected, Map<String, Object> document) {
    // Discovery 4.3: the issuer value returned MUST be identical to the one asked for
    if (expected.equals(document.get("issuer"))) {
      return null;
    }
    if (!(document.get("issuer") instanceof String other)) {
      return "it names no issuer";
    }
    return strip(other).equals(strip(expected))
        ? "its issuer differs from the configured one by a slash at the end: they must be identical"
        : "its issuer is not the configured one";
  }

  /** Metadata from the discovery document of this issuer. */
  static ProviderMetadata parse(String issuer, Map<String, Object> document) {
    List<String> unusable = new ArrayList<>();
    Map<Endpoint, URI> endpoints = new EnumMap<>(Endpoint.class);
    for (Endpoint endpoint : Endpoint.values()) {
      Object value = document.get(endpoint.member);
      String problem = value instanceof String url ? Endpoints.problem(url) : "is not a text";
      if (value != null && problem == null) {
        endpoints.put(endpoint, URI.create((String) value));
      } else if (value != null) {
        unusable.add("its " + endpoint.member + " " + (value.equals("") ? "is empty" : problem));
      }
    }
    return new ProviderMetadata(
        issuer,
        endpoints,
        Boolean.TRUE.equals(document.get("authorization_response_iss_parameter_supported")),
        texts(document.get("id_token_signing_alg_values_supported")),
        unusable);
  }

  public @Nullable URI authorizationEndpoint() {
    return endpoints.get(Endpoint.AUTHORIZATION);
  }

  public @Nullable URI tokenEndpoint() {
    return endpoints.get(Endpoint.TOKEN);
  }

  public @Nullable URI jwksUri() {
    return endpoints.get(Endpoint.JWKS);
  }

  public @Nullable URI userInfoEndpoint() {
    return endpoints.get(Endpoint.USER_INFO);
  }

  public @Nullable URI revocationEndpoint() {
    return endpoints.get(Endpoint.REVOCATION);
  }

  public @Nullable URI introspectionEndpoint() {
    return endpoints.get(Endpoint.INTROSPECTION);
  }

  public @Nullable URI endSessionEndpoint() {
    return endpoints.get(Endpoint.END_SESSION);
  }

  /** What is missing for a client of these settings. */
  public List<Missing> missing(ClientSettings settings) {
    List<Missing> missing = new ArrayList<>();
    need(missing, Endpoint.AUTHORIZATION, "users sign in there");
    missing.addAll(missingForTokens());
    IdentitySource identity = settings.identity();
    if (identity == IdentitySource.ID_TOKEN && !settings.verifiesWithSecret()) {
      need(missing, Endpoint.JWKS, "ID tokens cannot be verified without it");
    }
    if (identity == IdentitySource.USERINFO || settings.userInfo()) {
      need(missing, Endpoint.USER_INFO, "userinfo is to be asked");
    }
    if (identity == IdentitySource.INTROSPECTION) {
      need(missing, Endpoint.INTROSPECTION, "the identity is to come from introspection");
    }
    return missing;
  }

  /** What is missing for a client that asks for tokens and for nothing else. */
  public List<Missing> missingForTokens() {
    List<Missing> missing = new ArrayList<>();
    need(missing, Endpoint.TOKEN, "tokens come from there");
    return missing;
  }

  private void need(List<Missing> missing, Endpoint endpoint, String because) {
    if (!endpoints.containsKey(endpoint)) {
      String what =
          unusable.stream()
              .filter(one -> one.startsWith("its " + endpoint.member + " "))
              .findFirst()
              .orElse("its " + endpoint.member + " is missing");
      String setting =
          Character.toUpperCase(endpoint.property.charAt(0)) + endpoint.property.substring(1);
      missing.add(new Missing(setting, what, because));
    }
  }

  /** The authorization endpoint of metadata that were checked for logins. */
  public URI requireAuthorizationEndpoint() {
    return Objects.requireNonNull(endpoints.get(Endpoint.AUTHORIZATION), "authorization_endpoint");
  }

  /** The token endpoint of metadata that were checked for tokens. */
  public URI requireTokenEndpoint() {
    return Objects.requireNonNull(endpoints.get(Endpoint.TOKEN), "token_endpoint");
  }

  /** The same, with these in place of its own. */
  ProviderMetadata with(Map<Endpoint, URI> others) {
    Map<Endpoint, URI> all = new HashMap<>(endpoints);
    all.putAll(others);
    return new ProviderMetadata(issuer, all, issInAnswers, signatureAlgorithms, unusable);
  }

  private static Set<String> texts(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream()
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .collect(Collectors.toUnmodifiableSet())
        : Set.of();
  }

  private static String strip(String issuer) {
    return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
  }
}

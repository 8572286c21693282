package dev.tms.oauth;

import dev.tms.http.PublicUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Provider metadata (OpenID Connect Discovery section 3). An unusable endpoint counts as absent and
 * matters only to a client that needs it. Immutable.
 *
 * @param issInAnswers {@code authorization_response_iss_parameter_supported} (RFC 9207)
 * @param signatureAlgorithms {@code id_token_signing_alg_values_supported}; empty if not published
 * @param unusable why published endpoints count as absent, such as "its jwks_uri is not a text"
 */
public record ProviderMetadata(
    String issuer,
    Map<Endpoint, URI> endpoints,
    boolean issInAnswers,
    Set<String> signatureAlgorithms,
    List<String> unusable)
    implements MetadataSource.Outcome {
  enum Endpoint {
    AUTHORIZATION("authorization_endpoint", "authorizationEndpoint"),
    TOKEN("token_endpoint", "tokenEndpoint"),
    JWKS("jwks_uri", "jwksUri"),
    USER_INFO("userinfo_endpoint", "userInfoEndpoint"),
    REVOCATION("revocation_endpoint", "revocationEndpoint"),
    INTROSPECTION("introspection_endpoint", "introspectionEndpoint"),
    END_SESSION("end_session_endpoint", "endSessionEndpoint");

    private final String member;

    /**
     * The name of the {@link Provider.Builder} method. Its configuration key starts with a capital.
     */
    final String property;

    Endpoint(String member, String property) {
      this.member = member;
      this.property = property;
    }
  }

  /**
   * A required endpoint that the metadata lacks.
   *
   * @param setting the configuration key that would set it, such as {@code JwksUri}
   * @param what what is wrong, such as "its jwks_uri is missing"
   * @param because why the endpoint is required
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

  /** What is wrong with the {@code issuer} of a discovery document; null if nothing is. */
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

  static ProviderMetadata parse(String issuer, Map<String, Object> document) {
    List<String> unusable = new ArrayList<>();
    Map<Endpoint, URI> endpoints = new EnumMap<>(Endpoint.class);
    for (Endpoint endpoint : Endpoint.values()) {
      Object value = document.get(endpoint.member);
      String problem = value instanceof String url ? urlProblem(url) : "is not a text";
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

  /** The endpoints by their members, such as {@code token_endpoint}. */
  public Map<String, URI> byMember() {
    Map<String, URI> all = new HashMap<>();
    endpoints.forEach((endpoint, uri) -> all.put(endpoint.member, uri));
    return all;
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

  /** The endpoints that a client with these settings needs and the metadata lacks. */
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

  /** The endpoints that a client without users needs and the metadata lacks. */
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

  /** The authorization endpoint of metadata that {@link #missing} has passed. */
  public URI requireAuthorizationEndpoint() {
    return Objects.requireNonNull(endpoints.get(Endpoint.AUTHORIZATION), "authorization_endpoint");
  }

  /** The token endpoint of metadata that {@link #missingForTokens} has passed. */
  public URI requireTokenEndpoint() {
    return Objects.requireNonNull(endpoints.get(Endpoint.TOKEN), "token_endpoint");
  }

  /** Returns a copy in which these endpoints replace or extend the published ones. */
  ProviderMetadata with(Map<Endpoint, URI> others) {
    Map<Endpoint, URI> all = new HashMap<>(endpoints);
    all.putAll(others);
    return new ProviderMetadata(issuer, all, issInAnswers, signatureAlgorithms, unusable);
  }

  /** Why this URL cannot be an endpoint; null if it can. */
  private static @Nullable String urlProblem(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      return "is not a URL";
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
      return "is not an absolute https URL";
    }
    if (scheme.equals("http") && !PublicUrl.isLoopbackHost(uri.getHost())) {
      // RFC 6749 3.1 and 3.2: credentials and tokens travel here, TLS is required
      return "is plain http, which is for loopback hosts only";
    }
    if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      return "has a user or a fragment";
    }
    return null;
  }

  /**
   * Parses the URL of an endpoint.
   *
   * @throws IllegalArgumentException if it is not https (or http on a loopback host), or has user
   *     information or a fragment
   */
  public static URI checkUrl(String name, String url) {
    String problem = urlProblem(url);
    if (problem != null) {
      throw new IllegalArgumentException("the " + name + " " + problem + ": " + url);
    }
    return URI.create(url);
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

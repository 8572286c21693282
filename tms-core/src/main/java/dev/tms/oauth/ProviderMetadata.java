package dev.tms.oauth;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this service needs to know of a provider (OpenID Connect Discovery section 3). An endpoint
 * that is unusable counts as absent: what is missing decides only where it is needed. Immutable.
 *
 * @param issuer its issuer identifier
 * @param authorizationEndpoint where browsers are sent to sign in
 * @param tokenEndpoint where codes and refresh tokens are redeemed
 * @param jwksUri its signing keys
 * @param userInfoEndpoint claims of the user
 * @param revocationEndpoint RFC 7009
 * @param introspectionEndpoint RFC 7662
 * @param endSessionEndpoint RP-Initiated Logout
 * @param issInAnswers whether it says that its authorization responses carry {@code iss} (RFC 9207)
 * @param signatureAlgorithms how it says that it signs ID tokens; empty where it does not say
 * @param unusable what is wrong with endpoints that are there and count as absent, such as "its
 *     jwks_uri is not a text"
 */
public record ProviderMetadata(
    String issuer,
    @Nullable URI authorizationEndpoint,
    @Nullable URI tokenEndpoint,
    @Nullable URI jwksUri,
    @Nullable URI userInfoEndpoint,
    @Nullable URI revocationEndpoint,
    @Nullable URI introspectionEndpoint,
    @Nullable URI endSessionEndpoint,
    boolean issInAnswers,
    Set<String> signatureAlgorithms,
    List<String> unusable) {
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
    return new ProviderMetadata(
        issuer,
        endpoint(document, "authorization_endpoint", unusable),
        endpoint(document, "token_endpoint", unusable),
        endpoint(document, "jwks_uri", unusable),
        endpoint(document, "userinfo_endpoint", unusable),
        endpoint(document, "revocation_endpoint", unusable),
        endpoint(document, "introspection_endpoint", unusable),
        endpoint(document, "end_session_endpoint", unusable),
        Boolean.TRUE.equals(document.get("authorization_response_iss_parameter_supported")),
        texts(document.get("id_token_signing_alg_values_supported")),
        unusable);
  }

  public List<Missing> missing(ClientSettings settings) {
    List<Missing> missing = new ArrayList<>();
    need(
        missing,
        authorizationEndpoint,
        "authorization_endpoint",
        "AuthorizationEndpoint",
        "users sign in there");
    missing.addAll(missingForTokens());
    IdentitySource identity = settings.identity();
    if (identity == IdentitySource.ID_TOKEN && !settings.verifiesWithSecret()) {
      need(missing, jwksUri, "jwks_uri", "JwksUri", "ID tokens cannot be verified without it");
    }
    if (identity == IdentitySource.USERINFO || settings.userInfo()) {
      need(
          missing,
          userInfoEndpoint,
          "userinfo_endpoint",
          "UserInfoEndpoint",
          "userinfo is to be asked");
    }
    if (identity == IdentitySource.INTROSPECTION) {
      need(
          missing,
          introspectionEndpoint,
          "introspection_endpoint",
          "IntrospectionEndpoint",
          "the identity is to come from introspection");
    }
    return missing;
  }

  /** What is missing for a client that asks for tokens and for nothing else. */
  public List<Missing> missingForTokens() {
    List<Missing> missing = new ArrayList<>();
    need(missing, tokenEndpoint, "token_endpoint", "TokenEndpoint", "tokens come from there");
    return missing;
  }

  private void need(
      List<Missing> missing, @Nullable URI endpoint, String name, String setting, String because) {
    if (endpoint == null) {
      String what =
          unusable.stream()
              .filter(one -> one.startsWith("its " + name + " "))
              .findFirst()
              .orElse("its " + name + " is missing");
      missing.add(new Missing(setting, what, because));
    }
  }

  /** The authorization endpoint of metadata that were checked for logins. */
  public URI requireAuthorizationEndpoint() {
    return Objects.requireNonNull(authorizationEndpoint, "authorization_endpoint");
  }

  /** The token endpoint of metadata that were checked for tokens. */
  public URI requireTokenEndpoint() {
    return Objects.requireNonNull(tokenEndpoint, "token_endpoint");
  }

  ProviderMetadata withEndSessionEndpoint(URI endpoint) {
    return new ProviderMetadata(
        issuer,
        authorizationEndpoint,
        tokenEndpoint,
        jwksUri,
        userInfoEndpoint,
        revocationEndpoint,
        introspectionEndpoint,
        endpoint,
        issInAnswers,
        signatureAlgorithms,
        unusable);
  }

  private static Set<String> texts(@Nullable Object value) {
    Set<String> texts = new LinkedHashSet<>();
    if (value instanceof List<?> list) {
      for (Object entry : list) {
        if (entry instanceof String text) {
          texts.add(text);
        }
      }
    }
    return texts;
  }

  private static String strip(String issuer) {
    return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
  }

  private static @Nullable URI endpoint(
      Map<String, Object> document, String name, List<String> unusable) {
    Object value = document.get(name);
    if (value == null) {
      return null;
    }
    String problem = value instanceof String url ? Endpoints.problem(url) : "is not a text";
    if (problem == null) {
      return URI.create((String) value);
    }
    unusable.add("its " + name + " " + (value.equals("") ? "is empty" : problem));
    return null;
  }
}

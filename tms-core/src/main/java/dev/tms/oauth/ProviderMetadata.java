package dev.tms.oauth;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this service needs to know of a provider (OpenID Connect Discovery section 3). Immutable.
 *
 * @param issuer its issuer identifier
 * @param authorizationEndpoint where browsers are sent to sign in
 * @param tokenEndpoint where codes and refresh tokens are redeemed
 * @param jwksUri its signing keys; null only where it gives no ID tokens
 * @param userInfoEndpoint claims of the user, where it has one
 * @param revocationEndpoint RFC 7009, where it has one
 * @param introspectionEndpoint RFC 7662, where it has one
 * @param endSessionEndpoint RP-Initiated Logout, where it has one
 * @param issInAnswers whether it says that its authorization responses carry {@code iss} (RFC 9207)
 * @param signatureAlgorithms how it says that it signs ID tokens; empty where it does not say
 */
public record ProviderMetadata(
    String issuer,
    URI authorizationEndpoint,
    URI tokenEndpoint,
    @Nullable URI jwksUri,
    @Nullable URI userInfoEndpoint,
    @Nullable URI revocationEndpoint,
    @Nullable URI introspectionEndpoint,
    @Nullable URI endSessionEndpoint,
    boolean issInAnswers,
    Set<String> signatureAlgorithms) {
  /** Copies the set. */
  public ProviderMetadata {
    signatureAlgorithms = Set.copyOf(signatureAlgorithms);
  }

  /**
   * Metadata from a discovery document.
   *
   * @throws IllegalArgumentException with a sentence for operators, if the document is not for this
   *     issuer or lacks something
   */
  static ProviderMetadata parse(String expectedIssuer, Map<String, Object> document) {
    Object issuer = document.get("issuer");
    // Discovery 4.3: the issuer value returned MUST be identical to the one asked for
    if (!expectedIssuer.equals(issuer)) {
      throw new IllegalArgumentException(
          issuer instanceof String other && strip(other).equals(strip(expectedIssuer))
              ? "its issuer differs from the configured one by a slash at the end: they must be"
                  + " identical"
              : "its issuer is not the configured one");
    }
    return new ProviderMetadata(
        expectedIssuer,
        required(document, "authorization_endpoint"),
        required(document, "token_endpoint"),
        required(document, "jwks_uri"),
        optional(document, "userinfo_endpoint"),
        optional(document, "revocation_endpoint"),
        optional(document, "introspection_endpoint"),
        optional(document, "end_session_endpoint"),
        Boolean.TRUE.equals(document.get("authorization_response_iss_parameter_supported")),
        texts(document.get("id_token_signing_alg_values_supported")));
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
        signatureAlgorithms);
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

  private static URI required(Map<String, Object> document, String name) {
    URI uri = optional(document, name);
    if (uri == null) {
      throw new IllegalArgumentException("its " + name + " is missing");
    }
    return uri;
  }

  private static @Nullable URI optional(Map<String, Object> document, String name) {
    Object value = document.get(name);
    if (value == null) {
      return null;
    }
    String problem = value instanceof String url ? Endpoints.problem(url) : "is not a text";
    if (problem != null) {
      throw new IllegalArgumentException("its " + name + " " + problem);
    }
    return URI.create((String) value);
  }
}

package dev.tms.oauth;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Provider: its issuer, and where its endpoints come from. URLs must be https, except on
 * loopback hosts. Nothing is fetched before the first use. Immutable.
 */
public final class Provider {
  private final String issuer;
  private final @Nullable ProviderMetadata given;

  private Provider(String issuer, @Nullable ProviderMetadata given) {
    this.issuer = issuer;
    this.given = given;
  }

  /**
   * A provider that publishes its endpoints (OpenID Connect Discovery): fetched at first use from
   * {@code <issuer>/.well-known/openid-configuration} and kept for an hour. The document's issuer
   * must be identical to this one.
   *
   * @throws IllegalArgumentException if the issuer is not an https URL without query and fragment
   */
  public static Provider discover(String issuer) {
    return new Provider(checkIssuer(issuer), null);
  }

  /**
   * A provider whose endpoints are given by hand; nothing is discovered.
   *
   * @throws IllegalArgumentException if the issuer is not an https URL without query and fragment
   */
  public static Builder of(String issuer) {
    return new Builder(checkIssuer(issuer));
  }

  /** Its issuer identifier, compared exactly with {@code iss} wherever it occurs. */
  public String issuer() {
    return issuer;
  }

  /** Its metadata where they were given by hand. */
  Optional<ProviderMetadata> given() {
    return Optional.ofNullable(given);
  }

  /** Where its discovery document is. */
  URI discoveryUri() {
    // Discovery 4.1: any terminating / MUST be removed before appending
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return URI.create(base + "/.well-known/openid-configuration");
  }

  @Override
  public String toString() {
    return "Provider[" + issuer + "]";
  }

  private static String checkIssuer(String issuer) {
    Objects.requireNonNull(issuer, "issuer");
    URI uri = Endpoints.check("issuer", issuer);
    if (uri.getRawQuery() != null) {
      // Core 1.2: scheme, host, and optionally, port number and path components
      throw new IllegalArgumentException("the issuer has a query: " + issuer);
    }
    return issuer;
  }

  /** Collects the endpoints of a provider. Not thread-safe. */
  public static final class Builder {
    private final String issuer;
    private @Nullable URI authorizationEndpoint;
    private @Nullable URI tokenEndpoint;
    private @Nullable URI jwksUri;
    private @Nullable URI userInfoEndpoint;
    private @Nullable URI revocationEndpoint;
    private @Nullable URI endSessionEndpoint;

    private Builder(String issuer) {
      this.issuer = issuer;
    }

    /**
     * Where browsers are sent to sign in. Required.
     *
     * @throws IllegalArgumentException if it is not an https URL without fragment
     */
    public Builder authorizationEndpoint(String url) {
      authorizationEndpoint = Endpoints.check("authorization endpoint", url);
      return this;
    }

    /**
     * Where codes and refresh tokens are redeemed. Required.
     *
     * @throws IllegalArgumentException if it is not an https URL without fragment
     */
    public Builder tokenEndpoint(String url) {
      tokenEndpoint = Endpoints.check("token endpoint", url);
      return this;
    }

    /**
     * The provider's signing keys (RFC 7517). Required.
     *
     * @throws IllegalArgumentException if it is not an https URL without fragment
     */
    public Builder jwksUri(String url) {
      jwksUri = Endpoints.check("JWKS URI", url);
      return this;
    }

    /**
     * Claims of the user (Core section 5.3).
     *
     * @throws IllegalArgumentException if it is not an https URL without fragment
     */
    public Builder userInfoEndpoint(String url) {
      userInfoEndpoint = Endpoints.check("userinfo endpoint", url);
      return this;
    }

    /**
     * Where tokens are revoked (RFC 7009).
     *
     * @throws IllegalArgumentException if it is not an https URL without fragment
     */
    public Builder revocationEndpoint(String url) {
      revocationEndpoint = Endpoints.check("revocation endpoint", url);
      return this;
    }

    /**
     * Where browsers are sent to sign out (RP-Initiated Logout).
     *
     * @throws IllegalArgumentException if it is not an https URL without fragment
     */
    public Builder endSessionEndpoint(String url) {
      endSessionEndpoint = Endpoints.check("end-session endpoint", url);
      return this;
    }

    /**
     * The provider.
     *
     * @throws IllegalArgumentException if a required endpoint is missing
     */
    public Provider build() {
      if (authorizationEndpoint == null || tokenEndpoint == null || jwksUri == null) {
        throw new IllegalArgumentException(
            "endpoints given by hand need at least the authorization endpoint, the token endpoint"
                + " and the JWKS URI");
      }
      return new Provider(
          issuer,
          new ProviderMetadata(
              issuer,
              authorizationEndpoint,
              tokenEndpoint,
              jwksUri,
              userInfoEndpoint,
              revocationEndpoint,
              endSessionEndpoint,
              false,
              Set.of()));
    }
  }
}

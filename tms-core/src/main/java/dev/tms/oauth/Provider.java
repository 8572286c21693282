package dev.tms.oauth;

import dev.tms.oauth.ProviderMetadata.Endpoint;
import dev.tms.problem.Checked;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Provider or an OAuth 2.0 authorization server: its issuer, its endpoints and its
 * quirks. URLs must be https, except on loopback hosts. Nothing is fetched before first use.
 * Immutable.
 */
public final class Provider implements Checked<Provider> {
  private final String issuer;
  private final Map<Endpoint, URI> endpoints;
  private final @Nullable ProviderMetadata given;
  private final ProviderQuirks quirks;
  private final @Nullable URI metadataUrl;
  private final List<String> problems;

  private Provider(Builder builder, @Nullable ProviderMetadata given) {
    this.issuer = builder.issuer;
    this.endpoints = new EnumMap<>(builder.endpoints);
    this.given = given;
    this.quirks = builder.quirks;
    this.metadataUrl = builder.metadataUrl;
    this.problems = List.copyOf(builder.problems);
  }

  /**
   * A provider whose metadata is discovered (OpenID Connect Discovery): fetched on first use from
   * {@code <issuer>/.well-known/openid-configuration} and cached for an hour. The document must
   * name exactly this issuer. A missing issuer, or one that is not an https URL without query and
   * fragment, is listed among the {@link #problems}, which building a service reports.
   */
  public static Provider discover(@Nullable String issuer) {
    return new Builder(issuer).discoverOthers().build();
  }

  /**
   * A provider with configured endpoints. Nothing is discovered unless {@link
   * Builder#discoverOthers} is called. A missing issuer, or one that is not an https URL without
   * query and fragment, is listed among the {@link #problems}.
   */
  public static Builder of(@Nullable String issuer) {
    return new Builder(issuer);
  }

  @Override
  public List<String> problems() {
    return problems;
  }

  /** The issuer identifier. Every {@code iss} must match it exactly. */
  public String issuer() {
    return issuer;
  }

  /** How the provider deviates from the specifications. */
  public ProviderQuirks quirks() {
    return quirks;
  }

  /** Lists what is wrong with these settings at this provider, without any request. */
  public List<ProviderQuirks.Finding> check(ClientSettings settings) {
    List<ProviderQuirks.Finding> findings = new ArrayList<>();
    quirks.rules().forEach(rule -> rule.check(settings).ifPresent(findings::add));
    for (String name : quirks.offlineParameters().keySet()) {
      if (settings.loginParameters().containsKey(name)) {
        findings.add(
            new ProviderQuirks.Finding(
                "LoginParameters." + name, "is sent to this provider with every login"));
      }
    }
    if (given != null && findings.isEmpty()) {
      for (ProviderMetadata.Missing one : given.missing(settings)) {
        findings.add(
            new ProviderQuirks.Finding(
                one.setting(), "is missing: nothing is discovered, and " + one.because()));
      }
    }
    return findings;
  }

  /**
   * The URLs that use plain http, by the name of their builder method; {@code issuer} comes first.
   */
  public List<String> plainHttp() {
    Map<String, URI> urls = new LinkedHashMap<>();
    urls.put("issuer", URI.create(issuer));
    if (metadataUrl != null) {
      urls.put("metadataUrl", metadataUrl);
    }
    endpoints.forEach((endpoint, url) -> urls.put(endpoint.property, url));
    urls.values().removeIf(url -> !"http".equalsIgnoreCase(url.getScheme()));
    return List.copyOf(urls.keySet());
  }

  /** The configured metadata; empty if it is discovered. */
  Optional<ProviderMetadata> given() {
    return Optional.ofNullable(given);
  }

  /** The URL of the discovery document; empty if nothing is discovered. */
  public Optional<URI> discovery() {
    return given == null ? Optional.of(discoveryUri()) : Optional.empty();
  }

  URI discoveryUri() {
    if (metadataUrl != null) {
      return metadataUrl;
    }
    // Discovery 4.1: any terminating / MUST be removed before appending
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return URI.create(base + "/.well-known/openid-configuration");
  }

  /** Adds the configured endpoints, which take precedence, and the quirks. */
  ProviderMetadata complete(ProviderMetadata discovered) {
    return quirks.complete(discovered.with(endpoints));
  }

  @Override
  public String toString() {
    return "Provider[" + issuer + "]";
  }

  private static URI checkedIssuer(String issuer) {
    URI uri = ProviderMetadata.checkUrl("issuer", issuer);
    if (uri.getRawQuery() != null) {
      // Core 1.2: scheme, host, and optionally, port number and path components
      throw new IllegalArgumentException("the issuer has a query: " + issuer);
    }
    return uri;
  }

  /**
   * Builds a {@link Provider}. An endpoint that is not an https URL without fragment is listed
   * among the provider's {@link Provider#problems}. Not thread-safe.
   */
  public static final class Builder {
    private final String issuer;
    private @Nullable URI metadataUrl;
    private final Map<Endpoint, URI> endpoints = new EnumMap<>(Endpoint.class);
    private boolean discovers;
    private ProviderQuirks quirks = ProviderQuirks.NONE;

    private final List<String> problems = new ArrayList<>();

    private Builder(@Nullable String given) {
      issuer = given == null ? "" : given;
      attempt(() -> checkedIssuer(issuer));
    }

    private <T> @Nullable T attempt(Supplier<T> make) {
      try {
        return make.get();
      } catch (IllegalArgumentException e) {
        problems.add(String.valueOf(e.getMessage()));
        return null;
      }
    }

    private @Nullable URI checked(String name, String url) {
      return attempt(() -> ProviderMetadata.checkUrl(name, url));
    }

    private Builder at(Endpoint endpoint, String name, String url) {
      URI checked = checked(name, url);
      if (checked != null) {
        endpoints.put(endpoint, checked);
      }
      return this;
    }

    /** Where browsers sign in. Required unless discovered. */
    public Builder authorizationEndpoint(String url) {
      return at(Endpoint.AUTHORIZATION, "authorization endpoint", url);
    }

    /** Where codes and refresh tokens are redeemed. Required unless discovered. */
    public Builder tokenEndpoint(String url) {
      return at(Endpoint.TOKEN, "token endpoint", url);
    }

    /**
     * The provider's key set (RFC 7517). Required for {@link IdentitySource#ID_TOKEN} unless
     * discovered.
     */
    public Builder jwksUri(String url) {
      return at(Endpoint.JWKS, "JWKS URI", url);
    }

    /** The userinfo endpoint (OpenID Connect Core section 5.3). */
    public Builder userInfoEndpoint(String url) {
      return at(Endpoint.USER_INFO, "userinfo endpoint", url);
    }

    /** The revocation endpoint (RFC 7009). */
    public Builder revocationEndpoint(String url) {
      return at(Endpoint.REVOCATION, "revocation endpoint", url);
    }

    /** The introspection endpoint for access tokens (RFC 7662). */
    public Builder introspectionEndpoint(String url) {
      return at(Endpoint.INTROSPECTION, "introspection endpoint", url);
    }

    /** Where browsers sign out (RP-Initiated Logout). */
    public Builder endSessionEndpoint(String url) {
      return at(Endpoint.END_SESSION, "end-session endpoint", url);
    }

    /**
     * The URL of the metadata, if it is not {@code <issuer>/.well-known/openid-configuration}; for
     * example that of RFC 8414. The document must still name this issuer. Endpoints that are not
     * configured are discovered, as with {@link #discoverOthers}.
     */
    public Builder metadataUrl(String url) {
      metadataUrl = checked("metadata URL", url);
      return discoverOthers();
    }

    /** Discovers all endpoints that are not configured. None of them is required then. */
    public Builder discoverOthers() {
      discovers = true;
      return this;
    }

    /** Adds a problem to the provider's {@link Provider#problems}. */
    public Builder problem(String message) {
      problems.add(message);
      return this;
    }

    /** How the provider deviates from the specifications. Default {@link ProviderQuirks#NONE}. */
    public Builder quirks(ProviderQuirks own) {
      quirks = own;
      return this;
    }

    /** Builds the provider. A missing required endpoint is listed among its problems. */
    public Provider build() {
      ProviderMetadata given =
          discovers || !problems.isEmpty() ? null : attempt(() -> quirks.complete(metadata()));
      return new Provider(this, given);
    }

    private ProviderMetadata metadata() {
      if (!endpoints.containsKey(Endpoint.AUTHORIZATION)
          || !endpoints.containsKey(Endpoint.TOKEN)) {
        throw new IllegalArgumentException(
            "endpoints given by hand need at least the authorization endpoint and the token"
                + " endpoint");
      }
      return new ProviderMetadata(issuer, endpoints, false, Set.of(), List.of());
    }
  }
}

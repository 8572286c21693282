package dev.tms.oauth;

import dev.tms.oauth.ProviderMetadata.Endpoint;
import dev.tms.problem.Checked;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Provider, or a provider of OAuth 2.0 alone: its issuer, where its endpoints come from,
 * and its quirks. URLs must be https, except on loopback hosts. Nothing is fetched before the first
 * use. Immutable.
 */
public final class Provider implements Checked<Provider> {
  private final String issuer;
  private final Map<Endpoint, URI> endpoints;
  private final @Nullable ProviderMetadata given;
  private final ProviderQuirks quirks;
  private final @Nullable URI metadataUrl;
  private final List<String> problems;

  private Provider(
      String issuer,
      Map<Endpoint, URI> endpoints,
      @Nullable ProviderMetadata given,
      ProviderQuirks quirks,
      @Nullable URI metadataUrl,
      List<String> problems) {
    this.problems = List.copyOf(problems);
    this.metadataUrl = metadataUrl;
    this.issuer = issuer;
    this.endpoints = endpoints;
    this.given = given;
    this.quirks = quirks;
  }

  /**
   * A provider that publishes its endpoints (OpenID Connect Discovery): fetched at first use from
   * {@code <issuer>/.well-known/openid-configuration} and kept for an hour. The document's issuer
   * must be identical to this one. An issuer that is missing, or not an https URL without query and
   * fragment, is one of the {@link #problems}, which a service lists when it is built.
   */
  public static Provider discover(@Nullable String issuer) {
    return new Builder(issuer).discoverOthers().build();
  }

  /**
   * A provider whose endpoints are given by hand; nothing is discovered, unless {@link
   * Builder#discoverOthers} says so. An issuer that is missing, or not an https URL without query
   * and fragment, is one of the {@link #problems}.
   */
  public static Builder of(@Nullable String issuer) {
    return new Builder(issuer);
  }

  @Override
  public List<String> problems() {
    return problems;
  }

  /** Its issuer identifier, compared exactly with {@code iss} wherever it occurs. */
  public String issuer() {
    return issuer;
  }

  /** In what it differs from the book. */
  public ProviderQuirks quirks() {
    return quirks;
  }

  /**
   * What is wrong with a client of these settings at this provider, as far as that is known without
   * asking anyone.
   */
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
    ProviderMetadata known = given;
    if (known == null || !findings.isEmpty()) {
      return findings;
    }
    known
        .missing(settings)
        .forEach(
            one ->
                findings.add(
                    new ProviderQuirks.Finding(
                        one.setting(), "is missing: nothing is discovered, and " + one.because())));
    return findings;
  }

  /** Which of its URLs are plain http: the names of the builder's methods, {@code issuer} first. */
  public List<String> plainHttp() {
    List<String> names = new ArrayList<>();
    if (Endpoints.isPlainHttp(URI.create(issuer))) {
      names.add("issuer");
    }
    if (Endpoints.isPlainHttp(metadataUrl)) {
      names.add("metadataUrl");
    }
    endpoints.forEach(
        (endpoint, url) -> {
          if (Endpoints.isPlainHttp(url)) {
            names.add(endpoint.property);
          }
        });
    return names;
  }

  /** Its metadata where they were given by hand. */
  Optional<ProviderMetadata> given() {
    return Optional.ofNullable(given);
  }

  /** Where its discovery document is; empty where all that is known of it was given by hand. */
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

  /** What was discovered, with what was given by hand in its place. */
  ProviderMetadata complete(ProviderMetadata discovered) {
    return quirks.complete(discovered.with(endpoints));
  }

  @Override
  public String toString() {
    return "Provider[" + issuer + "]";
  }

  private static void checkIssuer(String issuer) {
    URI uri = Endpoints.check("issuer", issuer);
    if (uri.getRawQuery() != null) {
      // Core 1.2: scheme, host, and optionally, port number and path components
      throw new IllegalArgumentException("the issuer has a query: " + issuer);
    }
  }

  /**
   * Collects the endpoints of a provider. One that is not an https URL without fragment is one of
   * the provider's {@link Provider#problems}. Not thread-safe.
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
      attempt(
          () -> {
            checkIssuer(issuer);
            return issuer;
          });
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
      return attempt(() -> Endpoints.check(name, url));
    }

    private Builder at(Endpoint endpoint, String name, String url) {
      URI checked = checked(name, url);
      if (checked != null) {
        endpoints.put(endpoint, checked);
      }
      return this;
    }

    /** Where browsers are sent to sign in. Required. */
    public Builder authorizationEndpoint(String url) {
      return at(Endpoint.AUTHORIZATION, "authorization endpoint", url);
    }

    /** Where codes and refresh tokens are redeemed. Required. */
    public Builder tokenEndpoint(String url) {
      return at(Endpoint.TOKEN, "token endpoint", url);
    }

    /** The provider's signing keys (RFC 7517). Required where the identity is an ID token's. */
    public Builder jwksUri(String url) {
      return at(Endpoint.JWKS, "JWKS URI", url);
    }

    /** Claims of the user (Core section 5.3). */
    public Builder userInfoEndpoint(String url) {
      return at(Endpoint.USER_INFO, "userinfo endpoint", url);
    }

    /** Where tokens are revoked (RFC 7009). */
    public Builder revocationEndpoint(String url) {
      return at(Endpoint.REVOCATION, "revocation endpoint", url);
    }

    /** Where access tokens are asked about (RFC 7662). */
    public Builder introspectionEndpoint(String url) {
      return at(Endpoint.INTROSPECTION, "introspection endpoint", url);
    }

    /** Where browsers are sent to sign out (RP-Initiated Logout). */
    public Builder endSessionEndpoint(String url) {
      return at(Endpoint.END_SESSION, "end-session endpoint", url);
    }

    /**
     * Where the provider's metadata are, in place of {@code
     * <issuer>/.well-known/openid-configuration}: for one that publishes them elsewhere, or those
     * of RFC 8414. The issuer in them must be this one nevertheless. Endpoints that are not given
     * are discovered, as by {@link #discoverOthers}.
     */
    public Builder metadataUrl(String url) {
      metadataUrl = checked("metadata URL", url);
      return discoverOthers();
    }

    /** Endpoints that are not given are discovered; then none is required. */
    public Builder discoverOthers() {
      discovers = true;
      return this;
    }

    /** Makes this one of the provider's {@link Provider#problems}. */
    public Builder problem(String message) {
      problems.add(message);
      return this;
    }

    /** In what the provider differs from the book; default {@link ProviderQuirks#NONE}. */
    public Builder quirks(ProviderQuirks own) {
      quirks = own;
      return this;
    }

    /** The provider. A required endpoint that is missing is one of its problems. */
    public Provider build() {
      ProviderMetadata given =
          discovers || !problems.isEmpty() ? null : attempt(() -> quirks.complete(metadata()));
      return new Provider(issuer, new EnumMap<>(endpoints), given, quirks, metadataUrl, problems);
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

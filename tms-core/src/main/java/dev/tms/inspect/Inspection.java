package dev.tms.inspect;

import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.JwtVerifier;
import dev.tms.oauth.MetadataSource;
import dev.tms.oauth.Provider;
import dev.tms.oauth.ProviderCalls;
import dev.tms.oauth.ProviderMetadata;
import dev.tms.oauth.ProviderTrouble;
import dev.tms.outbound.HttpClientSender;
import dev.tms.text.Json;
import dev.tms.token.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a provider's metadata and keys as a service does, and rehearses logins, for tools that find
 * out why a login would fail. Thread-safe; blocks.
 *
 * @param http follows no redirects
 * @param timeout for one call, unless the client's own is shorter
 */
public record Inspection(
    Provider provider,
    ClientSettings client,
    HttpClient http,
    Duration timeout,
    InstantSource clock,
    SecureRandom random) {
  // optional for providers (Discovery section 3, RFC 7662)
  private static final Set<String> OPTIONAL = Set.of("UserInfoEndpoint", "IntrospectionEndpoint");

  /** Reads a JSON object; empty if it is malformed or repeats a member. */
  public static Optional<Map<String, Object>> json(byte[] body) {
    return Json.read(body);
  }

  /** The accepted signature algorithms (RFC 7518 section 3.1), all of them asymmetric. */
  public static Set<String> algorithms() {
    return JwtVerifier.algorithms();
  }

  /** Reads a JWK set (RFC 7517 section 5); empty if it has no key list. */
  public static Optional<Keys> keys(Map<String, Object> jwks) {
    return JwtVerifier.inspect(jwks)
        .map(set -> new Keys(set.algorithms(), set.leftOut(), set.unusable()));
  }

  /**
   * The keys of a key set that verify signatures, and why the others do not.
   *
   * @param algorithms the accepted algorithms that have a key
   * @param leftOut the unusable keys, each with the reason
   * @param unusable those of them that are not meant for encryption
   */
  public record Keys(Set<String> algorithms, List<String> leftOut, List<String> unusable) {}

  /**
   * Provider metadata (OpenID Connect Discovery section 3).
   *
   * @param endpoints the usable ones by member, such as {@code token_endpoint}
   * @param algorithms {@code id_token_signing_alg_values_supported}; empty if not published
   * @param missing why endpoints that the client needs and every provider has are not usable
   * @param notOffered why endpoints that the client needs and not every provider has are not usable
   * @param unusable why published endpoints that the client does not need are not usable
   */
  public record Metadata(
      Map<String, URI> endpoints,
      Set<String> algorithms,
      List<String> missing,
      List<String> notOffered,
      List<String> unusable) {
    /** The token endpoint, which metadata without {@link #missing} endpoints have. */
    public URI tokenEndpoint() {
      return Objects.requireNonNull(endpoint("token_endpoint"), "token_endpoint");
    }

    /** The endpoint of this member; null if there is none. */
    public @Nullable URI endpoint(String member) {
      return endpoints.get(member);
    }
  }

  /**
   * The metadata, discovered now or configured.
   *
   * @throws TroubleException if there are none or they contradict the configuration
   */
  public Metadata metadata() throws TroubleException {
    MetadataSource.Outcome outcome =
        new MetadataSource(
                provider,
                known -> List.of(), // all that is missing is reported
                new ProviderCalls(new HttpClientSender(http), event -> {}, clock),
                timeout,
                clock,
                random)
            .get();
    if (outcome instanceof ProviderTrouble trouble) {
      throw new TroubleException(trouble.reason());
    }
    ProviderMetadata metadata = (ProviderMetadata) outcome;
    List<String> missing = new ArrayList<>();
    List<String> notOffered = new ArrayList<>();
    List<String> unusable = new ArrayList<>(metadata.unusable());
    for (ProviderMetadata.Missing one : metadata.missing(client)) {
      (OPTIONAL.contains(one.setting()) ? notOffered : missing).add(one.inWords());
      unusable.remove(one.what());
    }
    return new Metadata(
        metadata.byMember(), metadata.signatureAlgorithms(), missing, notOffered, unusable);
  }

  /**
   * Prepares the rehearsal of a login.
   *
   * @param metadata of the provider
   * @param secrets gets each code and token as soon as the provider issues it
   */
  public Rehearsal rehearse(Metadata metadata, Consumer<Secret> secrets) {
    return new Rehearsal(this, metadata, secrets);
  }

  /** Why the provider brings a service no further. The message is a sentence for operators. */
  public static final class TroubleException extends Exception {
    private static final long serialVersionUID = 1L;

    TroubleException(String reason) {
      super(reason);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}

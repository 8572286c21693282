package dev.tms.machine;

import dev.tms.oauth.ClientAuthentication;
import dev.tms.oauth.ClientChecks;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.Provider;
import dev.tms.oauth.ProviderMetadata;
import dev.tms.oauth.TokenEndpoint.Grant;
import dev.tms.problem.Checked;
import dev.tms.token.Scopes;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A client that uses the client credentials grant (RFC 6749 section 4.4). Immutable.
 *
 * @param source where the token endpoint is found
 * @param clientId client id at the provider (RFC 6749 section 2.2)
 * @param authentication client authentication; not {@code none}
 * @param scopes requested scopes; default none, which leaves the choice to the provider
 * @param resources target resources (RFC 8707): absolute URIs without a fragment; default none
 * @param parameters additional request parameters, such as {@code audience}; default none
 * @param timeout per call to the provider; above 0, at most 2 min, default 10 s
 * @param defaultTokenLifetime token lifetime if neither the response nor the token states one;
 *     positive, default 5 min
 * @param assumeBearer whether a token without {@code token_type} is treated as a bearer token;
 *     default false
 */
public record MachineClient(
    Source source,
    String clientId,
    ClientAuthentication authentication,
    Scopes scopes,
    List<URI> resources,
    Map<String, String> parameters,
    Duration timeout,
    Duration defaultTokenLifetime,
    boolean assumeBearer)
    implements Checked<MachineClient> {
  /** Where the token endpoint is found. */
  public sealed interface Source extends Checked<Source> {}

  /**
   * Discovers the endpoint from this issuer's metadata (OpenID Connect Discovery section 4),
   * fetched on first use and cached for an hour. An https URL without query or fragment; http is
   * allowed for loopback hosts.
   */
  public record Discovery(String issuer) implements Source {
    @Override
    public List<String> problems() {
      return Provider.discover(issuer).problems();
    }
  }

  /** An endpoint at this https URL without a fragment; http is allowed for loopback hosts. */
  public record TokenEndpoint(String url) implements Source {
    @Override
    public List<String> problems() {
      return Checked.failures(() -> ProviderMetadata.checkUrl("token endpoint", url));
    }
  }

  public MachineClient {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(scopes, "scopes");
    resources = List.copyOf(resources);
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
  }

  /**
   * Reports a client id that is empty or not printable ASCII, missing client authentication, an
   * invalid source URL, a resource that is not absolute, a parameter that is empty or reserved for
   * another setting, and a duration out of range.
   */
  @Override
  public List<String> problems() {
    List<String> found = new ArrayList<>(source.problems());
    found.addAll(ClientChecks.problems(clientId, timeout, defaultTokenLifetime));
    if (!authentication.isConfidential()) {
      // RFC 6749 4.4: MUST only be used by confidential clients
      found.add("client credentials are for clients that authenticate: give a client secret");
    }
    authentication.sharedSecret().ifPresent(secret -> found.addAll(secret.problems()));
    found.addAll(grant().problems());
    return List.copyOf(found);
  }

  /** Returns a client of this issuer's provider, authenticating by {@code client_secret_basic}. */
  public static MachineClient discover(String issuer, String clientId, ClientSecret secret) {
    return of(new Discovery(issuer), clientId, ClientAuthentication.basic(secret));
  }

  /** Returns a client of this token endpoint, authenticating by {@code client_secret_basic}. */
  public static MachineClient at(String tokenEndpoint, String clientId, ClientSecret secret) {
    return of(new TokenEndpoint(tokenEndpoint), clientId, ClientAuthentication.basic(secret));
  }

  /** Returns a client with default settings. */
  public static MachineClient of(
      Source source, String clientId, ClientAuthentication authentication) {
    return new MachineClient(
        source,
        clientId,
        authentication,
        Scopes.NONE,
        List.of(),
        Map.of(),
        Duration.ofSeconds(10),
        Duration.ofMinutes(5),
        false);
  }

  /** Returns a copy with this client authentication. */
  public MachineClient withAuthentication(ClientAuthentication other) {
    return changed(copy -> copy.authentication = other);
  }

  /** Returns a copy that requests exactly these scopes. */
  public MachineClient withScopes(String... values) {
    return changed(copy -> copy.scopes = Scopes.of(values));
  }

  /** Returns a copy with exactly these resources (RFC 8707), absolute URIs without a fragment. */
  public MachineClient withResources(String... uris) {
    return changed(copy -> copy.resources = ClientChecks.resources(uris));
  }

  /** Returns a copy with this request parameter, replacing one of the same name. */
  public MachineClient withParameter(String name, String value) {
    return changed(
        copy -> {
          copy.parameters = new TreeMap<>(parameters);
          copy.parameters.put(name, value);
        });
  }

  /** Returns a copy with this timeout per call to the provider. */
  public MachineClient withTimeout(Duration other) {
    return changed(copy -> copy.timeout = other);
  }

  /** Returns a copy with this token lifetime, which applies if none is stated. */
  public MachineClient withDefaultTokenLifetime(Duration lifetime) {
    return changed(copy -> copy.defaultTokenLifetime = lifetime);
  }

  /**
   * Returns a copy that treats a token without {@code token_type} as a bearer token, for providers
   * that violate RFC 6749 section 5.1 by omitting it.
   */
  public MachineClient withAssumedBearer() {
    return changed(copy -> copy.assumeBearer = true);
  }

  private MachineClient changed(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return new MachineClient(
        source,
        clientId,
        copy.authentication,
        copy.scopes,
        copy.resources,
        copy.parameters,
        copy.timeout,
        copy.defaultTokenLifetime,
        copy.assumeBearer);
  }

  private static final class Copy {
    ClientAuthentication authentication;
    Scopes scopes;
    List<URI> resources;
    Map<String, String> parameters;
    Duration timeout;
    Duration defaultTokenLifetime;
    boolean assumeBearer;

    Copy(MachineClient from) {
      authentication = from.authentication;
      scopes = from.scopes;
      resources = from.resources;
      parameters = from.parameters;
      timeout = from.timeout;
      defaultTokenLifetime = from.defaultTokenLifetime;
      assumeBearer = from.assumeBearer;
    }
  }

  /** Shows the client id and the source only: parameters may be secret. */
  @Override
  public String toString() {
    return "MachineClient[" + clientId + ", " + source + "]";
  }

  Grant.ClientCredentials grant() {
    return new Grant.ClientCredentials(scopes, resources, parameters);
  }

  String destination() {
    return source instanceof Discovery discovery
        ? "issuer " + discovery.issuer()
        : "endpoint " + ((TokenEndpoint) source).url();
  }
}

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
 * A client that fetches tokens in its own name, and what it asks for. Immutable.
 *
 * @param source where its tokens come from
 * @param clientId its id at the provider (RFC 6749 section 2.2)
 * @param authentication how it proves who it is; not {@code none}
 * @param scopes what is asked for; default none, which leaves it to the provider
 * @param resources what the token is for (RFC 8707): absolute URIs without a fragment; default none
 * @param parameters sent besides, such as {@code audience}; default none
 * @param timeout for one call to the provider; above 0, at most 2 min, default 10 s
 * @param defaultTokenLifetime life of a token where neither the answer nor the token says;
 *     positive, default 5 min
 * @param assumeBearer whether a token that comes without {@code token_type} is taken for a bearer
 *     token; default false
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
  /** Where the token endpoint is. */
  public sealed interface Source extends Checked<Source> {}

  /**
   * In the discovery document of this issuer (OpenID Connect Discovery section 4), which is fetched
   * at first use and kept for an hour. An https URL without query and fragment; http is for
   * loopback hosts.
   */
  public record Discovery(String issuer) implements Source {
    @Override
    public List<String> problems() {
      return Provider.discover(issuer).problems();
    }
  }

  /** At this https URL without fragment; http is for loopback hosts. */
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
   * Why it cannot be used: the client id is empty or not printable ASCII, the client does not
   * authenticate, the source has no sound URL, a resource is not absolute, a parameter is empty or
   * one that other settings stand for, or a duration is out of range.
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

  /**
   * A client of the provider with this issuer, which authenticates by {@code client_secret_basic}.
   */
  public static MachineClient discover(String issuer, String clientId, ClientSecret secret) {
    return of(new Discovery(issuer), clientId, ClientAuthentication.basic(secret));
  }

  /** A client at this token endpoint, which authenticates by {@code client_secret_basic}. */
  public static MachineClient at(String tokenEndpoint, String clientId, ClientSecret secret) {
    return of(new TokenEndpoint(tokenEndpoint), clientId, ClientAuthentication.basic(secret));
  }

  /** A client with every default. */
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

  /** The same, which authenticates so. */
  public MachineClient withAuthentication(ClientAuthentication other) {
    return changed(copy -> copy.authentication = other);
  }

  /** The same, which asks for these scopes and no others. */
  public MachineClient withScopes(String... values) {
    return changed(copy -> copy.scopes = Scopes.of(values));
  }

  /** The same for these resources (RFC 8707), absolute URIs without a fragment, and no others. */
  public MachineClient withResources(String... uris) {
    return changed(copy -> copy.resources = ClientChecks.resources(uris));
  }

  /** The same, which sends this parameter too; one of the same name is replaced. */
  public MachineClient withParameter(String name, String value) {
    return changed(
        copy -> {
          copy.parameters = new TreeMap<>(parameters);
          copy.parameters.put(name, value);
        });
  }

  /** The same with this time for one call to the provider. */
  public MachineClient withTimeout(Duration other) {
    return changed(copy -> copy.timeout = other);
  }

  /** The same with this life for tokens where nothing says. */
  public MachineClient withDefaultTokenLifetime(Duration lifetime) {
    return changed(copy -> copy.defaultTokenLifetime = lifetime);
  }

  /**
   * The same, where a token that comes without {@code token_type} is taken for a bearer token,
   * against RFC 6749 section 5.1; for providers that never send it.
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

  /** Its id, and where its tokens come from: parameters may be secret. */
  @Override
  public String toString() {
    return "MachineClient[" + clientId + ", " + source + "]";
  }

  Grant.ClientCredentials grant() {
    return new Grant.ClientCredentials(scopes, resources, parameters);
  }

  /** The issuer, or the token endpoint's URL. */
  String destination() {
    return source instanceof Discovery discovery
        ? "issuer " + discovery.issuer()
        : "endpoint " + ((TokenEndpoint) source).url();
  }
}

package dev.tms.oauth;

import dev.tms.token.Scopes;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a provider deviates from the specifications, and what its errors mean. No quirk weakens a
 * check. Immutable.
 *
 * @param provider its display name
 * @param knowsOfflineAccess whether the scope {@code offline_access} requests refresh tokens
 *     (OpenID Connect Core section 11)
 * @param offlineParameters the parameters sent instead if the provider does not know that scope
 * @param signOut its own sign-out request; null for RP-Initiated Logout
 * @param errors explanations of its errors
 * @param rules its requirements for the settings of a client
 */
public record ProviderQuirks(
    String provider,
    boolean knowsOfflineAccess,
    Map<String, String> offlineParameters,
    @Nullable SignOut signOut,
    List<KnownError> errors,
    List<Rule> rules) {
  /** No quirks: a provider that follows the specifications. */
  public static final ProviderQuirks NONE =
      new ProviderQuirks("", true, Map.of(), null, List.of(), List.of());

  private static final String OFFLINE_ACCESS = "offline_access";
  private static final int LONGEST_DESCRIPTION = 2000;

  /** Copies the collections. */
  public ProviderQuirks {
    Objects.requireNonNull(provider, "provider");
    offlineParameters = Collections.unmodifiableMap(new LinkedHashMap<>(offlineParameters));
    errors = List.copyOf(errors);
    rules = List.copyOf(rules);
  }

  /** A provider of this name without quirks. */
  public static ProviderQuirks of(String provider) {
    return new ProviderQuirks(provider, true, Map.of(), null, List.of(), List.of());
  }

  /**
   * A sign-out request that takes only the client id and a return address.
   *
   * @param path its path on the host of the authorization endpoint; an end-session endpoint with
   *     this path works the same way
   * @param returnParameter the parameter for the return address
   */
  public record SignOut(String path, String returnParameter) {
    /**
     * Checks the path.
     *
     * @throws IllegalArgumentException if the path does not begin with a slash
     */
    public SignOut {
      Objects.requireNonNull(returnParameter, "returnParameter");
      if (!path.startsWith("/")) {
        throw new IllegalArgumentException("a path begins with a slash: " + path);
      }
    }
  }

  /**
   * The explanation of one of the provider's errors.
   *
   * @param error the error code (RFC 6749 sections 4.1.2.1 and 5.2)
   * @param description a part of the error description in lower case; empty matches any description
   * @param explanation the cause and the remedy: a sentence for operators without a capital and a
   *     full stop
   */
  public record KnownError(String error, String description, String explanation) {}

  /** A requirement for the settings of a client. */
  @FunctionalInterface
  public interface Rule {
    /** Returns what is wrong with the settings; empty if nothing is. */
    Optional<Finding> check(ClientSettings settings);
  }

  /**
   * A setting that violates a rule.
   *
   * @param setting the configuration key, such as {@code ClientSecret}
   * @param message the rest of the sentence, such as "is missing"
   */
  public record Finding(String setting, String message) {}

  /**
   * Returns a copy for a provider that does not know {@code offline_access}.
   *
   * @param parametersInstead the parameters that request refresh tokens; may be empty
   */
  public ProviderQuirks withoutOfflineAccess(Map<String, String> parametersInstead) {
    return new ProviderQuirks(provider, false, parametersInstead, signOut, errors, rules);
  }

  /** Returns a copy with this sign-out request. */
  public ProviderQuirks withSignOut(SignOut way) {
    return new ProviderQuirks(provider, knowsOfflineAccess, offlineParameters, way, errors, rules);
  }

  /** Returns a copy with these errors added; they take precedence. */
  public ProviderQuirks withErrors(KnownError... more) {
    List<KnownError> all = new ArrayList<>(List.of(more));
    all.addAll(errors);
    return new ProviderQuirks(provider, knowsOfflineAccess, offlineParameters, signOut, all, rules);
  }

  /** Returns a copy with these rules added. */
  public ProviderQuirks withRules(Rule... more) {
    List<Rule> all = new ArrayList<>(rules);
    all.addAll(List.of(more));
    return new ProviderQuirks(
        provider, knowsOfflineAccess, offlineParameters, signOut, errors, all);
  }

  /**
   * Adapts the settings to the way in which the provider takes requests for refresh tokens.
   * Parameters of the settings take precedence.
   */
  public ClientSettings adapt(ClientSettings settings) {
    if (knowsOfflineAccess || !settings.scopes().contains(OFFLINE_ACCESS)) {
      return settings;
    }
    Map<String, String> parameters = new LinkedHashMap<>(offlineParameters);
    parameters.putAll(settings.parameters());
    return settings
        .withScopes(
            Scopes.of(
                settings.scopes().values().stream()
                    .filter(scope -> !scope.equals(OFFLINE_ACCESS))
                    .toList()))
        .withParameters(parameters);
  }

  /** Returns what this error means, without quoting the description; empty if unknown. */
  public Optional<String> explain(String error, @Nullable Object description) {
    String text = description instanceof String given ? given : "";
    String begin = text.substring(0, Math.min(text.length(), LONGEST_DESCRIPTION));
    String lower = begin.toLowerCase(Locale.ROOT);
    return errors.stream()
        .filter(known -> known.error.equals(error) && lower.contains(known.description))
        .map(KnownError::explanation)
        .findFirst();
  }

  /**
   * Returns the parameter for the return address if this endpoint takes the provider's own sign-out
   * request; otherwise empty.
   */
  public Optional<String> returnParameterOf(URI endSessionEndpoint) {
    SignOut own = signOut;
    return own != null && own.path.equals(endSessionEndpoint.getPath())
        ? Optional.of(own.returnParameter)
        : Optional.empty();
  }

  /** Adds the provider's own sign-out endpoint if the metadata has no end-session endpoint. */
  ProviderMetadata complete(ProviderMetadata metadata) {
    SignOut own = signOut;
    URI base = metadata.authorizationEndpoint();
    return own == null || base == null || metadata.endSessionEndpoint() != null
        ? metadata
        : metadata.with(Map.of(ProviderMetadata.Endpoint.END_SESSION, base.resolve(own.path)));
  }

  @Override
  public String toString() {
    return "ProviderQuirks[" + provider + "]";
  }
}

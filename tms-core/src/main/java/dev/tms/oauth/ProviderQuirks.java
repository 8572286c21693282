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
 * In what a provider differs from the book, and what is known of its errors. None of it weakens a
 * check. Immutable.
 *
 * @param provider its name, for people
 * @param knowsOfflineAccess whether refresh tokens are asked for by the scope {@code
 *     offline_access} (OpenID Connect Core section 11)
 * @param offlineParameters what is sent in place of that scope, where it is not known
 * @param signOut how users are signed out there, where that is not RP-Initiated Logout
 * @param errors its errors in plain words
 * @param rules what it demands of a client
 */
public record ProviderQuirks(
    String provider,
    boolean knowsOfflineAccess,
    Map<String, String> offlineParameters,
    @Nullable SignOut signOut,
    List<KnownError> errors,
    List<Rule> rules) {
  /** None: a provider by the specification. */
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

  /** No quirk yet, of the provider of this name. */
  public static ProviderQuirks of(String provider) {
    return new ProviderQuirks(provider, true, Map.of(), null, List.of(), List.of());
  }

  /**
   * A sign-out that takes the client's id and an address to return to, and nothing else.
   *
   * @param path where it is, on the host of the authorization endpoint; an end-session endpoint
   *     with this path is it as well, under any name
   * @param returnParameter the parameter of the address
   */
  public record SignOut(String path, String returnParameter) {
    /** Checks that nothing is missing. */
    public SignOut {
      Objects.requireNonNull(returnParameter, "returnParameter");
      if (!path.startsWith("/")) {
        throw new IllegalArgumentException("a path begins with a slash: " + path);
      }
    }
  }

  /**
   * An error of the provider.
   *
   * @param error its code (RFC 6749 sections 4.1.2.1 and 5.2)
   * @param description a part of its description, in lower case; empty for any
   * @param explanation what it means and what to do, a sentence for operators without a capital and
   *     a full stop
   */
  public record KnownError(String error, String description, String explanation) {}

  /** Something that the provider demands of a client. */
  @FunctionalInterface
  public interface Rule {
    /** What is wrong with the settings; empty where nothing is. */
    Optional<Finding> check(ClientSettings settings);
  }

  /**
   * What is wrong.
   *
   * @param setting the name of the setting, as configuration files have it, such as {@code
   *     ClientSecret}
   * @param message how it goes on, such as "is missing"
   */
  public record Finding(String setting, String message) {}

  /** The same for a provider that gives refresh tokens without that scope, or by parameters. */
  public ProviderQuirks withoutOfflineAccess(Map<String, String> parametersInstead) {
    return new ProviderQuirks(provider, false, parametersInstead, signOut, errors, rules);
  }

  /** The same with this way to sign out. */
  public ProviderQuirks withSignOut(SignOut way) {
    return new ProviderQuirks(provider, knowsOfflineAccess, offlineParameters, way, errors, rules);
  }

  /** The same with these errors, which are looked at first. */
  public ProviderQuirks withErrors(KnownError... more) {
    List<KnownError> all = new ArrayList<>(List.of(more));
    all.addAll(errors);
    return new ProviderQuirks(provider, knowsOfflineAccess, offlineParameters, signOut, all, rules);
  }

  /** The same with these rules as well. */
  public ProviderQuirks withRules(Rule... more) {
    List<Rule> all = new ArrayList<>(rules);
    all.addAll(List.of(more));
    return new ProviderQuirks(
        provider, knowsOfflineAccess, offlineParameters, signOut, errors, all);
  }

  /**
   * The settings as the provider understands them: refresh tokens are asked for in its way. What
   * the settings say themselves stays.
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

  /**
   * What an error of this provider means; empty where that is not known. Nothing of the description
   * is in it.
   */
  public Optional<String> explain(String error, @Nullable Object description) {
    String text = description instanceof String given ? given : "";
    String begin = text.substring(0, Math.min(text.length(), LONGEST_DESCRIPTION));
    String lower = begin.toLowerCase(Locale.ROOT);
    return errors.stream()
        .filter(known -> known.error.equals(error) && lower.contains(known.description))
        .map(KnownError::explanation)
        .findFirst();
  }

  /** The parameter for the address to return to, where this endpoint is the provider's own way. */
  public Optional<String> returnParameterOf(URI endSessionEndpoint) {
    SignOut own = signOut;
    return own != null && own.path.equals(endSessionEndpoint.getPath())
        ? Optional.of(own.returnParameter)
        : Optional.empty();
  }

  /** With whatever belongs to the provider's own way to sign out. */
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

package dev.tms.registration;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What clients may ask for: APIs, their scopes, and what is known of users. Immutable.
 *
 * @param <S> the type itself
 */
public abstract sealed class Resource<S extends Resource<S>> extends Described<S>
    implements Registration permits ApiResource, ApiScope, IdentityResource {
  Resource(Shape shape, Map<?, ?> members) {
    super(shape, members);
  }

  /** Its name, as clients ask for it. */
  @Override
  public final String name() {
    return get(ScopeProperties.NAME);
  }

  /** The name that people see; empty for the name itself. */
  public final Optional<String> displayName() {
    return find(ScopeProperties.DISPLAY_NAME);
  }

  /** Whether it is in use; default true. */
  @Override
  public final boolean enabled() {
    return get(ScopeProperties.ENABLED);
  }

  /** What it is for. */
  public final Optional<String> description() {
    return find(ScopeProperties.DESCRIPTION);
  }

  /** Whether the provider's metadata name it; default true. */
  public final boolean showInDiscoveryDocument() {
    return get(ScopeProperties.SHOW_IN_DISCOVERY_DOCUMENT);
  }

  /** The user's claims that come with it: names, or objects in older documents. */
  public final List<NameOr<ClientClaim>> userClaims() {
    return get(ScopeProperties.USER_CLAIMS);
  }

  /** Members of one's own. */
  public final Map<String, String> additionalProperties() {
    return get(ScopeProperties.PROPERTIES);
  }
}

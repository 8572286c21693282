package dev.tms.registration;

import java.util.List;
import java.util.Map;

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

  @Override
  public final String name() {
    return get(ScopeProperties.NAME);
  }

  @Override
  public final boolean enabled() {
    return get(ScopeProperties.ENABLED);
  }

  /** The user's claims that come with it: names, or objects in older documents. */
  public final List<NameOr<ClientClaim>> userClaims() {
    return get(ScopeProperties.USER_CLAIMS);
  }
}

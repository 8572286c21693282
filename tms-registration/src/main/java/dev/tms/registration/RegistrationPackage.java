package dev.tms.registration;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A set of registrations, each list in document order. Immutable. */
public record RegistrationPackage(
    List<ApiScope> apiScopes,
    List<IdentityResource> identityResources,
    List<ApiResource> apiResources,
    List<ClientRegistration> clients) {
  public RegistrationPackage {
    apiScopes = List.copyOf(apiScopes);
    identityResources = List.copyOf(identityResources);
    apiResources = List.copyOf(apiResources);
    clients = List.copyOf(clients);
  }

  public static RegistrationPackage of(Collection<? extends Registration> registrations) {
    return new RegistrationPackage(
        only(ApiScope.class, registrations),
        only(IdentityResource.class, registrations),
        only(ApiResource.class, registrations),
        only(ClientRegistration.class, registrations));
  }

  private static <R> List<R> only(Class<R> type, Collection<? extends Registration> all) {
    return all.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** All registrations, in the order in which they must be created: scopes, resources, clients. */
  public List<Registration> all() {
    List<Registration> all = new ArrayList<>(apiScopes);
    all.addAll(identityResources);
    all.addAll(apiResources);
    all.addAll(clients);
    return List.copyOf(all);
  }

  public Optional<Registration> find(RegistrationKind kind, String name) {
    return all().stream().filter(one -> one.kind() == kind && one.name().equals(name)).findFirst();
  }

  /** The names of all defined scopes, including identity resources and inline API scopes. */
  public Set<String> scopeNames() {
    Set<String> names = new LinkedHashSet<>();
    apiScopes.forEach(scope -> names.add(scope.name()));
    identityResources.forEach(resource -> names.add(resource.name()));
    for (ApiResource resource : apiResources) {
      for (NameOr<ApiScope> scope : resource.scopes()) {
        if (scope.inline().isPresent()) {
          names.add(scope.name());
        }
      }
    }
    return names;
  }
}

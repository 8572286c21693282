package dev.tms.registration;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A set of registrations. Immutable.
 *
 * @param all in the order in which they must be created: scopes, resources, clients; those of a
 *     kind in document order
 */
public record RegistrationPackage(List<Registration> all) {
  /** Sorts the registrations by kind. */
  public RegistrationPackage {
    all = all.stream().sorted(Comparator.comparing(Registration::kind)).toList();
  }

  public List<ClientRegistration> clients() {
    return only(ClientRegistration.class);
  }

  public List<Resource> resources() {
    return only(Resource.class);
  }

  private <R> List<R> only(Class<R> type) {
    return all.stream().filter(type::isInstance).map(type::cast).toList();
  }

  public Optional<Registration> find(RegistrationKind kind, String name) {
    return all.stream().filter(one -> one.kind() == kind && one.name().equals(name)).findFirst();
  }

  /** The names of all defined scopes, including identity resources and inline API scopes. */
  public Set<String> scopeNames() {
    Set<String> names = new LinkedHashSet<>();
    for (Resource resource : resources()) {
      if (resource.kind() != RegistrationKind.API_RESOURCE) {
        names.add(resource.name());
      }
      resource.scopes().stream()
          .filter(scope -> scope.inline().isPresent())
          .forEach(scope -> names.add(scope.name()));
    }
    return names;
  }
}

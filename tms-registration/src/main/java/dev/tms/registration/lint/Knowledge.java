package dev.tms.registration.lint;

import dev.tms.registration.ApiResource;
import dev.tms.registration.ApiScope;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.IdentityResource;
import dev.tms.registration.NameOr;
import dev.tms.registration.Registration;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.document.RegistrationDocument.Entry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What rules look up in the whole document, gathered once: documents have thousands of entries. */
final class Knowledge {
  private final Map<List<Object>, String> firstPaths = new HashMap<>();
  final Set<String> apiScopes = new HashSet<>();
  final Set<String> identityResources = new HashSet<>();

  /** Scopes and resources of these names are defined here. */
  final Set<String> defined = new TreeSet<>();

  /** Defined by an API resource, and by another one as well. */
  final Set<String> definedTwice = new HashSet<>();

  /** An API resource has them. */
  final Set<String> listedScopes = new HashSet<>();

  final Set<String> disabled = new HashSet<>();
  boolean hasApiResources;

  Knowledge(RegistrationDocument document) {
    Set<String> inline = new HashSet<>();
    for (Entry entry : document.entries()) {
      Registration registration = entry.registration();
      firstPaths.putIfAbsent(key(registration), entry.path());
      if (registration instanceof ApiResource api) {
        learn(api, inline);
      } else if (registration instanceof ApiScope) {
        apiScopes.add(registration.name());
      } else if (registration instanceof IdentityResource) {
        identityResources.add(registration.name());
      }
      if (!registration.enabled() && !(registration instanceof ClientRegistration)) {
        disabled.add(registration.name());
      }
    }
    defined.addAll(apiScopes);
    defined.addAll(identityResources);
    defined.addAll(inline);
  }

  private void learn(ApiResource api, Set<String> inline) {
    hasApiResources = true;
    for (NameOr<ApiScope> scope : api.scopes()) {
      listedScopes.add(scope.name());
      if (scope.inline().isPresent() && !inline.add(scope.name())) {
        definedTwice.add(scope.name());
      }
      if (!api.enabled() || scope.inline().filter(one -> !one.enabled()).isPresent()) {
        disabled.add(scope.name());
      }
    }
  }

  private static List<Object> key(Registration registration) {
    return List.of(registration.kind(), registration.name());
  }

  /** Whether another registration of the same kind and name stands before this path. */
  boolean isSecond(Registration registration, String path) {
    return !path.equals(firstPaths.get(key(registration)));
  }

  /** Says that a scope is not defined, and which one is likely to be meant. */
  String notDefined(String scope) {
    String said = "scope " + Texts.quote(scope) + " is not defined";
    return Similar.among(scope, defined)
        .map(near -> said + "; is " + Texts.quote(near) + " meant?")
        .orElse(said);
  }
}

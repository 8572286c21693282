package dev.tms.registration.lint;

import dev.tms.registration.ApiResource;
import dev.tms.registration.ApiScope;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.IdentityResource;
import dev.tms.registration.NameOr;
import dev.tms.registration.Registration;
import dev.tms.registration.document.DocumentEntry;
import dev.tms.registration.document.RegistrationDocument;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What rules look up in the whole document, gathered once: documents have thousands of entries. */
final class Knowledge {
  private final Map<List<Object>, String> firstPaths = new HashMap<>();
  private final Set<String> apiScopes = new HashSet<>();
  private final Set<String> identityResources = new HashSet<>();
  private final Set<String> inlineScopes = new HashSet<>();
  private final Set<String> defined = new TreeSet<>();
  private final Set<String> definedTwice = new HashSet<>();
  private final Set<String> listedScopes = new HashSet<>();
  private final Set<String> disabled = new HashSet<>();
  private boolean hasApiResources;

  Knowledge(RegistrationDocument document) {
    for (DocumentEntry entry : document.entries()) {
      Registration registration = entry.registration();
      firstPaths.putIfAbsent(key(registration), entry.path());
      learn(registration);
    }
    defined.addAll(apiScopes);
    defined.addAll(identityResources);
    defined.addAll(inlineScopes);
  }

  private static List<Object> key(Registration registration) {
    return List.of(registration.kind(), registration.name());
  }

  private void learn(Registration registration) {
    if (registration instanceof ApiResource api) {
      learnApi(api);
    } else if (registration instanceof ApiScope) {
      apiScopes.add(registration.name());
    } else if (registration instanceof IdentityResource) {
      identityResources.add(registration.name());
    }
    if (!registration.enabled() && !(registration instanceof ClientRegistration)) {
      disabled.add(registration.name());
    }
  }

  private void learnApi(ApiResource api) {
    hasApiResources = true;
    for (NameOr<ApiScope> scope : api.scopes()) {
      listedScopes.add(scope.name());
      if (scope.inline().isPresent() && !inlineScopes.add(scope.name())) {
        definedTwice.add(scope.name());
      }
      if (!api.enabled() || scope.inline().filter(inline -> !inline.enabled()).isPresent()) {
        disabled.add(scope.name());
      }
    }
  }

  /** Whether another registration of the same kind and name stands before this path. */
  boolean isSecond(Registration registration, String path) {
    return !path.equals(firstPaths.get(key(registration)));
  }

  boolean hasApiResources() {
    return hasApiResources;
  }

  boolean hasApiScopes() {
    return !apiScopes.isEmpty();
  }

  boolean hasIdentityResources() {
    return !identityResources.isEmpty();
  }

  boolean isApiScope(String name) {
    return apiScopes.contains(name);
  }

  boolean isIdentityResource(String name) {
    return identityResources.contains(name);
  }

  /** Whether a scope or resource of this name is defined here. */
  boolean defines(String scope) {
    return apiScopes.contains(scope)
        || identityResources.contains(scope)
        || inlineScopes.contains(scope);
  }

  /** Says that a scope is not defined, and which one is likely to be meant. */
  String notDefined(String scope) {
    String said = "scope " + Texts.quote(scope) + " is not defined";
    return Similar.among(scope, defined)
        .map(near -> said + "; is " + Texts.quote(near) + " meant?")
        .orElse(said);
  }

  /** Whether the scope is defined by an API resource, and by another one or as a scope as well. */
  boolean isDefinedTwice(String scope) {
    return definedTwice.contains(scope);
  }

  /** Whether an API resource has the scope. */
  boolean isListed(String scope) {
    return listedScopes.contains(scope);
  }

  boolean isDisabled(String scope) {
    return disabled.contains(scope);
  }
}

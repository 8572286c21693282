package dev.tms.registration.lint;

import static dev.tms.registration.lint.Check.quote;

import dev.tms.registration.ClientRegistration;
import dev.tms.registration.NameOr;
import dev.tms.registration.Registration;
import dev.tms.registration.Resource;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.document.RegistrationDocument.Entry;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** An index for the rules, built once because documents have thousands of entries. */
final class Knowledge {
  private final Map<List<Object>, String> firstPaths = new HashMap<>();
  final Set<String> apiScopes = new HashSet<>();
  final Set<String> identityResources = new HashSet<>();

  final Set<String> defined = new TreeSet<>();

  /** Scopes that more than one API resource defines. */
  final Set<String> definedTwice = new HashSet<>();

  /** Scopes that an API resource lists. */
  final Set<String> listedScopes = new HashSet<>();

  final Set<String> disabled = new HashSet<>();
  boolean hasApiResources;

  Knowledge(RegistrationDocument document) {
    Set<String> inline = new HashSet<>();
    for (Entry entry : document.entries()) {
      Registration registration = entry.registration();
      firstPaths.putIfAbsent(key(registration), entry.path());
      if (registration instanceof Resource resource) {
        switch (resource.kind()) {
          case API_SCOPE -> apiScopes.add(resource.name());
          case IDENTITY_RESOURCE -> identityResources.add(resource.name());
          default -> learn(resource, inline);
        }
      }
      if (!registration.enabled() && !(registration instanceof ClientRegistration)) {
        disabled.add(registration.name());
      }
    }
    defined.addAll(apiScopes);
    defined.addAll(identityResources);
    defined.addAll(inline);
  }

  private void learn(Resource api, Set<String> inline) {
    hasApiResources = true;
    for (NameOr<Resource> scope : api.scopes()) {
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

  /** Whether an earlier registration has the same kind and name. */
  boolean isSecond(Registration registration, String path) {
    return !path.equals(firstPaths.get(key(registration)));
  }

  /** The message for an undefined scope, with the scope that was probably meant. */
  String notDefined(String scope) {
    String said = "scope " + quote(scope) + " is not defined";
    return Similar.among(scope, defined)
        .map(near -> said + "; is " + quote(near) + " meant?")
        .orElse(said);
  }

  static final class Similar {
    private static final int FAR = 3;
    // all pairs are compared, and documents have thousands of names
    private static final int MANY = 200;
    // quadratic time, and longer names are not mistyped by hand
    private static final int LONGEST = 100;

    private Similar() {}

    /** Empty if none is close. */
    static Optional<String> among(String name, Collection<String> names) {
      if (names.size() > MANY) {
        return Optional.empty();
      }
      String written = plain(name);
      Optional<String> best = Optional.empty();
      int nearest = Math.min(FAR, Math.max(1, written.length() / 4) + 1);
      for (String candidate : names) {
        int distance = distance(written, plain(candidate), nearest);
        if (distance < nearest) {
          nearest = distance;
          best = Optional.of(candidate);
        }
      }
      return best;
    }

    private static String plain(String name) {
      return name.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
    }

    /** The edit distance, at most the bound. */
    private static int distance(String one, String other, int bound) {
      if (one.length() > LONGEST || Math.abs(one.length() - other.length()) >= bound) {
        return bound;
      }
      int[] row = new int[other.length() + 1];
      for (int j = 0; j < row.length; j++) {
        row[j] = j;
      }
      for (int i = 1; i <= one.length(); i++) {
        int diagonal = row[0];
        row[0] = i;
        for (int j = 1; j <= other.length(); j++) {
          int above = row[j];
          int same = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
          row[j] = Math.min(Math.min(row[j - 1], above) + 1, diagonal + same);
          diagonal = above;
        }
      }
      return Math.min(row[other.length()], bound);
    }
  }
}

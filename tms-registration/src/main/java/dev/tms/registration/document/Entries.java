package dev.tms.registration.document;

import dev.tms.registration.JsonPath;
import dev.tms.registration.Registration;
import dev.tms.registration.RegistrationKind;
import dev.tms.registration.Spelling;
import dev.tms.registration.document.RegistrationDocument.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

final class Entries {
  private static final int MAX_DEPTH = 4;
  // OpenID Connect Core 5.4
  private static final Set<String> IDENTITY =
      Set.of("openid", "profile", "email", "address", "phone");
  private static final Set<String> OF_API_RESOURCES =
      Set.of("scopes", "apisecrets", "allowedaccesstokensigningalgorithms");

  private final @Nullable RegistrationKind expected;
  private final BiConsumer<String, String> complaints;
  private final List<Entry> found = new ArrayList<>();

  private Entries(@Nullable RegistrationKind expected, BiConsumer<String, String> complaints) {
    this.expected = expected;
    this.complaints = complaints;
  }

  static List<Entry> in(
      @Nullable Object root,
      @Nullable RegistrationKind expected,
      BiConsumer<String, String> complaints) {
    Entries entries = new Entries(expected, complaints);
    entries.visit(root, JsonPath.ROOT);
    return List.copyOf(entries.found);
  }

  private void visit(@Nullable Object value, String path) {
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        String at = JsonPath.item(path, i);
        if (list.get(i) instanceof Map<?, ?> map) {
          visitObject(strings(map), at);
        } else {
          complaints.accept(at, "must be an object");
        }
      }
    } else if (value instanceof Map<?, ?> map) {
      visitObject(strings(map), path);
    } else {
      complaints.accept(path, "must be an object or a list of objects");
    }
  }

  private void visitObject(Map<String, ?> members, String path) {
    RegistrationKind kind = kindOf(members);
    if (kind != null) {
      add(kind, members, path);
    } else if (!visitPackage(members, path, 0)) {
      if (expected != null) {
        add(expected, members, path);
      } else if (!members.isEmpty()) {
        complaints.accept(
            path,
            "is neither a client (no clientId), nor a resource (no name), nor a package of them"
                + " (no clients, apiResources, apiScopes or identityResources)");
      } else {
        complaints.accept(path, "is empty");
      }
    }
  }

  private boolean visitPackage(Map<String, ?> members, String path, int depth) {
    boolean any = false;
    for (Map.Entry<String, ?> member : members.entrySet()) {
      RegistrationKind kind = RegistrationKind.ofCollection(member.getKey()).orElse(null);
      String at = JsonPath.member(path, member.getKey());
      if (kind != null) {
        any = true;
        visitCollection(kind, member.getValue(), at);
      } else if (member.getValue() instanceof Map<?, ?> inner && depth < MAX_DEPTH) {
        any |= visitPackage(strings(inner), at, depth + 1);
      }
    }
    return any;
  }

  private void visitCollection(RegistrationKind kind, @Nullable Object value, String path) {
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        visitItem(kind, list.get(i), JsonPath.item(path, i));
      }
    } else if (value instanceof Map<?, ?> map) {
      Map<String, ?> members = strings(map);
      if (has(members, kind.key().name())) {
        add(kind, members, path);
      } else {
        // by name: { "clients": { "shop": { … } } }
        members.forEach(
            (name, item) -> {
              String at = JsonPath.member(path, name);
              if (item instanceof Map<?, ?> one) {
                add(kind, ByName.members(kind, name, strings(one)), at);
              } else {
                complaints.accept(at, "must be an object");
              }
            });
      }
    } else if (value != null) {
      complaints.accept(path, "must be a list of objects");
    }
  }

  private void visitItem(RegistrationKind kind, @Nullable Object item, String path) {
    if (item instanceof Map<?, ?> map) {
      add(kind, strings(map), path);
    } else {
      complaints.accept(path, "must be an object");
    }
  }

  private void add(RegistrationKind kind, Map<String, ?> members, String path) {
    int[] problems = {0};
    kind.check(
        members,
        path,
        (at, message) -> {
          problems[0]++;
          complaints.accept(at, message);
        });
    if (problems[0] == 0) {
      Registration registration = kind.of(members);
      found.add(new Entry(path, registration));
    }
  }

  private @Nullable RegistrationKind kindOf(Map<String, ?> members) {
    if (expected != null) {
      return has(members, expected.key().name()) ? expected : null;
    }
    if (has(members, "clientId")) {
      return RegistrationKind.CLIENT;
    }
    if (!has(members, "name") || members.keySet().stream().anyMatch(Entries::isCollection)) {
      return null;
    }
    if (members.keySet().stream().anyMatch(name -> OF_API_RESOURCES.contains(lower(name)))) {
      return RegistrationKind.API_RESOURCE;
    }
    boolean identity = members.values().stream().anyMatch(value -> isIdentity(members, value));
    return identity ? RegistrationKind.IDENTITY_RESOURCE : RegistrationKind.API_SCOPE;
  }

  private static boolean isIdentity(Map<String, ?> members, @Nullable Object value) {
    return value instanceof String text
        && IDENTITY.contains(text)
        && members.entrySet().stream()
            .anyMatch(e -> lower(e.getKey()).equals("name") && text.equals(e.getValue()));
  }

  private static boolean isCollection(String name) {
    return RegistrationKind.ofCollection(name).isPresent();
  }

  private static boolean has(Map<String, ?> members, String name) {
    return members.keySet().stream().anyMatch(name::equalsIgnoreCase);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  @SuppressWarnings("unchecked") // JSON names are strings
  static Map<String, ?> strings(Map<?, ?> map) {
    return (Map<String, ?>) map;
  }

  /** Reads registrations keyed by name, as in ASP.NET Core templates: the name becomes the id. */
  private static final class ByName {
    private static final String ALONE = "IdentityServerSPA";
    private static final String NATIVE = "NativeApp";
    // where the provider's own pages send browsers, relative to its address
    private static final String SIGNED_IN = "/authentication/login-callback";
    private static final String SIGNED_OUT = "/authentication/logout-callback";
    // marks an app that reads the response from a page
    private static final String OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob";

    private final Map<String, @Nullable Object> members;
    private final Spelling spelling;

    private ByName(Map<String, ?> members) {
      this.members = new LinkedHashMap<>(members);
      boolean isCamel =
          members.keySet().stream()
              .anyMatch(name -> !name.isEmpty() && Character.isLowerCase(name.charAt(0)));
      this.spelling = isCamel ? Spelling.CAMEL : Spelling.PASCAL;
    }

    static Map<String, ?> members(RegistrationKind kind, String name, Map<String, ?> item) {
      ByName completed = new ByName(item);
      completed.add(kind.key().name(), name);
      if (kind == RegistrationKind.CLIENT && completed.value("profile") instanceof String profile) {
        completed.profile(profile);
      }
      return completed.members;
    }

    /** All profiles are public clients of the code flow (RFC 6749 section 2.1) with PKCE. */
    private void profile(String profile) {
      if (!profile.equalsIgnoreCase(ALONE)
          && !profile.equalsIgnoreCase("SPA")
          && !profile.equalsIgnoreCase(NATIVE)) {
        return;
      }
      add("allowedGrantTypes", List.of("authorization_code"));
      add("requireClientSecret", false);
      add("requirePkce", true);
      add("allowedScopes", List.of("openid", "profile"));
      boolean isNative = profile.equalsIgnoreCase(NATIVE);
      boolean isAlone = profile.equalsIgnoreCase(ALONE);
      String signedIn = isNative ? OUT_OF_BAND : isAlone ? SIGNED_IN : null;
      String signedOut = isNative ? OUT_OF_BAND : isAlone ? SIGNED_OUT : null;
      addUri("redirectUris", "redirectUri", signedIn);
      addUri("postLogoutRedirectUris", "logoutUri", signedOut);
    }

    /** The list takes the place of the template's single member. */
    private void addUri(String list, String single, @Nullable String standard) {
      String uri = value(single) instanceof String text ? text : standard;
      members.keySet().removeIf(single::equalsIgnoreCase);
      if (uri != null) {
        add(list, List.of(uri));
      }
    }

    /** Adds a member unless it is present. */
    private void add(String name, Object value) {
      if (members.keySet().stream().noneMatch(name::equalsIgnoreCase)) {
        members.put(spelling.of(name), value);
      }
    }

    private @Nullable Object value(String name) {
      return members.entrySet().stream()
          .filter(member -> member.getKey().equalsIgnoreCase(name) && member.getValue() != null)
          .map(Map.Entry::getValue)
          .findFirst()
          .orElse(null);
    }
  }
}

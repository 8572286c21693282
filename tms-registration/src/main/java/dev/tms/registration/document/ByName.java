package dev.tms.registration.document;

import dev.tms.registration.RegistrationKind;
import dev.tms.registration.Spelling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A registration in an object of registrations by their names, as the templates of ASP.NET Core
 * write it: the name is its id, and a profile says what the client is.
 */
final class ByName {
  private static final String ALONE = "IdentityServerSPA";
  private static final String NATIVE = "NativeApp";
  // where the provider's own pages send their browsers, relative to its address
  private static final String SIGNED_IN = "/authentication/login-callback";
  private static final String SIGNED_OUT = "/authentication/logout-callback";
  // how the provider knows that an app reads the answer off a page
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

  /** The members of an item, with what its name and its profile add to them. */
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

  private void addUri(String list, String single, @Nullable String standard) {
    String uri = value(single) instanceof String text ? text : standard;
    if (uri != null) {
      add(list, List.of(uri));
    }
  }

  /** What is written stays as it is. */
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

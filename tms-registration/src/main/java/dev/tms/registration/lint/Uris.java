package dev.tms.registration.lint;

import dev.tms.browser.Origin;
import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.Placeholder;
import dev.tms.registration.Property;
import dev.tms.registration.RegisteredUri;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be said of registered URIs, placeholders and mistakes included. */
final class Uris {
  private Uris() {}

  /** The same without its fragment. */
  static RegisteredUri base(RegisteredUri uri) {
    int hash = uri.text().indexOf('#');
    return hash < 0 ? uri : new RegisteredUri(uri.text().substring(0, hash));
  }

  /**
   * What stands for the origin: the origin itself, or the placeholder that the text begins with
   * where nothing but a path follows.
   */
  static Optional<String> originKey(RegisteredUri uri) {
    Optional<String> origin = base(uri).origin().map(Origin::toString);
    if (origin.isPresent()) {
      return origin;
    }
    return Placeholder.atStartOf(uri.text())
        .map(Placeholder::toString)
        .filter(start -> uri.text().substring(start.length()).matches("([/?#].*)?"));
  }

  /** The origins of a client's redirect URIs, each with the first of its URIs. */
  static Map<String, Integer> redirectOrigins(ClientRegistration client) {
    Map<String, Integer> origins = new LinkedHashMap<>();
    for (int i = 0; i < client.redirectUris().size(); i++) {
      int index = i;
      originKey(client.redirectUris().get(i))
          .ifPresent(origin -> origins.putIfAbsent(origin, index));
    }
    return origins;
  }

  /** Whether it is clear http to a host that is not the user's own machine. */
  static boolean isPlainHttp(RegisteredUri uri) {
    return uri.scheme().filter("http"::equals).isPresent() && !base(uri).isLoopback();
  }

  /** Whether it is no absolute URI, whatever its placeholders and wildcards become. */
  static boolean isBroken(RegisteredUri uri) {
    RegisteredUri base = base(uri);
    if (base.hasPlaceholder()) {
      return Placeholder.atStartOf(base.text()).isEmpty() && base.scheme().isEmpty();
    }
    if (base.hasWildcard()) {
      return base.scheme().isEmpty();
    }
    boolean lacksHost =
        base.isWeb() && base.uri().filter(parsed -> parsed.getHost() != null).isEmpty();
    return base.uri().isEmpty() || lacksHost;
  }

  /** The host that the client's URIs are compared with: its page's, or its first redirect URI's. */
  static Optional<Origin> home(ClientRegistration client) {
    Optional<Origin> page = client.find(ClientProperties.CLIENT_URI).flatMap(RegisteredUri::origin);
    return page.isPresent()
        ? page
        : client.redirectUris().stream()
            .flatMap(uri -> base(uri).origin().stream())
            .filter(origin -> !origin.isLoopback())
            .findFirst();
  }

  /** Says which URIs lead to a host that is none of the client's. */
  static void foreign(
      Spots spots,
      ClientRegistration client,
      Property<List<RegisteredUri>> property,
      List<RegisteredUri> uris) {
    Set<String> hosts = spots.options().hosts();
    Origin home = home(client).orElse(null);
    if (hosts.isEmpty() && home == null) {
      return;
    }
    String own =
        hosts.isEmpty()
            ? String.valueOf(home)
            : String.join(", ", hosts.stream().sorted().toList());
    spots.each(
        property,
        uris,
        uri ->
            base(uri)
                .origin()
                .filter(origin -> !origin.isLoopback() && !isOwn(origin, hosts, home))
                .isPresent(),
        uri -> "%s is on another site than %s".formatted(Texts.quote(uri), own));
  }

  private static boolean isOwn(Origin origin, Set<String> hosts, @Nullable Origin home) {
    return hosts.isEmpty() ? home != null && sameSite(origin, home) : isBelow(origin.host(), hosts);
  }

  private static boolean isBelow(String host, Set<String> own) {
    return own.stream().anyMatch(name -> host.equals(name) || host.endsWith("." + name));
  }

  private static boolean sameSite(Origin one, Origin other) {
    return new Origin("https", one.host(), 443).isSameSite(new Origin("https", other.host(), 443));
  }
}

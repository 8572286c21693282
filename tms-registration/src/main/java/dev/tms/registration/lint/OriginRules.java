package dev.tms.registration.lint;

import static dev.tms.registration.ClientProperties.ALLOWED_CORS_ORIGINS;
import static dev.tms.registration.lint.Severity.ERROR;
import static dev.tms.registration.lint.Severity.NOTE;
import static dev.tms.registration.lint.Severity.WARNING;

import dev.tms.browser.Origin;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.RegisteredUri;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Pages that may call the provider. */
final class OriginRules {
  static final List<Rule> RULES =
      List.of(
          Draft.client("cors-url", ERROR)
              .says("a CORS entry is a URL, and not an origin")
              .because(
                  "browsers send scheme, host and port only, so that the entry never matches",
                  "Fetch standard, CORS protocol")
              .mend("leave scheme, host and port: no path, and no slash at the end")
              .fixedBy(OriginRules::toOrigins)
              .looks(
                  (client, spots) ->
                      Lists.each(
                          spots,
                          ALLOWED_CORS_ORIGINS,
                          client.allowedCorsOrigins(),
                          OriginRules::isUrl,
                          uri -> Texts.quote(uri) + " is no origin")),
          Draft.client("cors-wildcard", ERROR)
              .says("a CORS entry has a wildcard")
              .because(
                  "pages of any site may then call with a user's tokens; these providers no longer take it",
                  "Fetch standard, CORS protocol")
              .mend("list the origins of the client's own pages")
              .looks(
                  (client, spots) ->
                      Lists.each(
                          spots,
                          ALLOWED_CORS_ORIGINS,
                          client.allowedCorsOrigins(),
                          RegisteredUri::hasWildcard,
                          uri -> Texts.quote(uri) + " allows every page")),
          Draft.client("cors-http", ERROR)
              .says("a CORS entry is plain http, and not the user's own machine")
              .because(
                  "whoever is on the way can put a script into such a page and call with the user's tokens",
                  "RFC 9700 section 2.6")
              .mend("use https")
              .looks(
                  (client, spots) ->
                      Lists.each(
                          spots,
                          ALLOWED_CORS_ORIGINS,
                          client.allowedCorsOrigins(),
                          Uris::isPlainHttp,
                          uri -> Texts.quote(uri) + " is plain http")),
          Draft.client("cors-invalid", ERROR)
              .says("a CORS entry is no origin at all")
              .because("no browser ever sends it", "RFC 6454 section 7.1")
              .mend("write scheme, host and port, for example https://app.example")
              .looks(
                  (client, spots) ->
                      Lists.each(
                          spots,
                          ALLOWED_CORS_ORIGINS,
                          client.allowedCorsOrigins(),
                          OriginRules::isNoOrigin,
                          uri -> Texts.quote(uri) + " is no origin")),
          Draft.client("cors-missing", NOTE)
              .says("no page may call the provider, and the client is a public one with pages")
              .because(
                  "an app in a browser gets no tokens: its calls of the token endpoint are blocked",
                  "Fetch standard, CORS protocol")
              .mend("list the origins of the app's pages; a native app needs none")
              .at(
                  ALLOWED_CORS_ORIGINS,
                  client ->
                      isInBrowser(client)
                          && client.allowedCorsOrigins().isEmpty()
                          && client.redirectUris().stream().noneMatch(RegisteredUri::isLoopback)),
          Draft.client("cors-incomplete", WARNING)
              .says("an origin of a redirect URI is missing among the CORS origins")
              .because(
                  "pages there finish a login and cannot fetch or renew tokens",
                  "Fetch standard, CORS protocol")
              .mend("add the origin")
              .looks(
                  (client, spots) -> {
                    if (isInBrowser(client) && !client.allowedCorsOrigins().isEmpty()) {
                      Set<String> allowed = allowed(client);
                      Uris.redirectOrigins(client).keySet().stream()
                          .filter(origin -> !allowed.contains(origin))
                          .forEach(
                              origin ->
                                  spots.at(
                                      ALLOWED_CORS_ORIGINS,
                                      Texts.quote(origin) + " has redirect URIs and may not call"));
                    }
                  }),
          Draft.client("cors-without-page", NOTE)
              .says("a CORS entry belongs to no redirect URI")
              .because(
                  "no login ends on such a page, so that it has nothing to call with: a leftover, or the API's own"
                      + " address by mistake",
                  "RFC 9700 section 4.1")
              .mend("remove it, unless pages there get tokens in another way")
              .looks(
                  (client, spots) -> {
                    Set<String> origins = Uris.redirectOrigins(client).keySet();
                    Lists.each(
                        spots,
                        ALLOWED_CORS_ORIGINS,
                        client.allowedCorsOrigins(),
                        uri ->
                            !origins.isEmpty()
                                && Uris.originKey(uri)
                                    .filter(key -> !origins.contains(key))
                                    .isPresent(),
                        uri -> Texts.quote(uri) + " has no redirect URI");
                  }),
          Draft.client("cors-unused", NOTE)
              .says("there are CORS origins, and no browser takes part in any grant")
              .because("what is not needed cannot be abused", "Fetch standard, CORS protocol")
              .mend("remove allowedCorsOrigins")
              .at(
                  ALLOWED_CORS_ORIGINS,
                  client ->
                      !client.allowedCorsOrigins().isEmpty()
                          && !client.allowedGrantTypes().isEmpty()
                          && !client.isInteractive()));

  private OriginRules() {}

  private static boolean isInBrowser(ClientRegistration client) {
    return client.redirects()
        && !client.requireClientSecret()
        && !Uris.redirectOrigins(client).isEmpty();
  }

  private static Set<String> allowed(ClientRegistration client) {
    Set<String> allowed = new LinkedHashSet<>();
    client.allowedCorsOrigins().forEach(uri -> Uris.originKey(uri).ifPresent(allowed::add));
    return allowed;
  }

  /** A URL with an origin, and more than it, or spelled in another way. */
  private static boolean isUrl(RegisteredUri uri) {
    return Uris.base(uri)
        .origin()
        .filter(origin -> !origin.toString().equals(uri.text()))
        .isPresent();
  }

  private static boolean isNoOrigin(RegisteredUri uri) {
    return !uri.hasWildcard() && !uri.hasPlaceholder() && Uris.base(uri).origin().isEmpty();
  }

  private static ClientRegistration toOrigins(ClientRegistration client) {
    return client.with(
        ALLOWED_CORS_ORIGINS,
        client.allowedCorsOrigins().stream()
            .map(
                uri ->
                    isUrl(uri)
                        ? Uris.base(uri)
                            .origin()
                            .map(Origin::toString)
                            .map(RegisteredUri::new)
                            .orElse(uri)
                        : uri)
            .distinct()
            .toList());
  }
}

package dev.tms.registration.lint;

import static dev.tms.registration.ClientProperties.ALLOWED_CORS_ORIGINS;
import static dev.tms.registration.ClientProperties.BACK_CHANNEL_LOGOUT_URI;
import static dev.tms.registration.ClientProperties.FRONT_CHANNEL_LOGOUT_URI;
import static dev.tms.registration.ClientProperties.POST_LOGOUT_REDIRECT_URIS;
import static dev.tms.registration.ClientProperties.REDIRECT_URIS;
import static dev.tms.registration.lint.Severity.ERROR;
import static dev.tms.registration.lint.Severity.WARNING;

import dev.tms.browser.Origin;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.Property;
import dev.tms.registration.RegisteredUri;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Where browsers may be sent, which pages may call the provider, and where it sends logouts. */
final class UriRules {
  private static final Set<String> DANGEROUS =
      Set.of("javascript", "data", "file", "vbscript", "blob", "about", "ftp");

  static final List<Rule> RULES =
      List.of(
          Draft.client("redirect-missing", ERROR)
              .says("users sign in through this client, and it has no redirect URI")
              .because(
                  "the provider has nowhere to send the code to, and answers invalid_client or"
                      + " invalid_request",
                  "RFC 6749 section 3.1.2.2")
              .advice(
                  "register the client's redirect URI; for TMS the public URL with"
                      + " Client.CallbackPath")
              .at(REDIRECT_URIS, client -> client.redirects() && client.redirectUris().isEmpty()),
          Draft.client("redirect-foreign-host", WARNING)
              .says("a redirect URI leads to another site than the client's")
              .because(
                  "anyone who owns that host gets codes of this client's users",
                  "RFC 9700 section 4.1")
              .advice("remove it, or register a client of its own for that site")
              .looks(
                  (client, spots) ->
                      Uris.foreign(spots, client, REDIRECT_URIS, client.redirectUris())),
          redirect(
              "redirect-wildcard",
              "a redirect URI has a wildcard",
              "codes can be sent to pages that an attacker controls; providers compare redirect"
                  + " URIs exactly",
              "RFC 9700 section 2.1",
              "register each redirect URI in full",
              RegisteredUri::hasWildcard,
              "has a wildcard"),
          redirect(
              "redirect-fragment",
              "a redirect URI has a fragment",
              "providers refuse it, or the answer is lost: a redirect URI must not have one",
              "RFC 6749 section 3.1.2",
              "register a page without #; the app can route from there",
              RegisteredUri::hasFragment,
              "has a fragment"),
          redirect(
              "redirect-http",
              "a redirect URI is plain http, and not on the user's own machine",
              "codes and tokens can be read on the way",
              "RFC 9700 section 2.6",
              "use https",
              Uris::isPlainHttp,
              "is plain http"),
          redirect(
              "redirect-invalid",
              "a redirect URI is no absolute URI",
              "no request can match it, so that logins fail with invalid_client or invalid_request",
              "RFC 6749 section 3.1.2",
              "write the whole URI, with scheme and host",
              Uris::isBroken,
              "is no absolute URI"),
          redirect(
              "redirect-scheme",
              "a redirect URI has a scheme that runs or reads things",
              "an answer of the provider becomes a script or a file in the browser",
              "RFC 9700 section 2.1",
              "use https, or for a native app a private-use scheme of its own",
              uri -> uri.scheme().filter(DANGEROUS::contains).isPresent(),
              "has a dangerous scheme"),
          redirect(
              "redirect-user",
              "a redirect URI has a user or password in it",
              "browsers hide or drop it, and it ends up in logs",
              "RFC 3986 section 3.2.1",
              "remove what stands before the @",
              uri -> Uris.base(uri).text().matches("[A-Za-z][A-Za-z0-9+.-]*://[^/?]*@.*"),
              "has a user in it"),
          Draft.client("redirect-ambiguous", WARNING)
              .says("a redirect URI is not written as browsers write it")
              .because(
                  "it is compared as a text, so that a client that writes it in the usual form does"
                      + " not match",
                  "RFC 3986 section 6.2.1")
              .advice(
                  "write scheme and host in lower case, without the usual port, dot segments and"
                      + " backslashes")
              .each(
                  REDIRECT_URIS,
                  UriRules::isAmbiguous,
                  uri -> Texts.quote(uri) + " is not in the usual form"),
          Draft.client("post-logout-invalid", ERROR)
              .says(
                  "a return page after logout is no absolute URI, or has a wildcard, or is plain"
                      + " http")
              .because(
                  "providers compare it exactly and refuse what does not match; an open pattern"
                      + " makes them redirect anywhere",
                  "OpenID Connect RP-Initiated Logout section 3.1")
              .advice("register each page in full, with https")
              .each(
                  POST_LOGOUT_REDIRECT_URIS,
                  uri -> uri.hasWildcard() || Uris.isBroken(uri) || Uris.isPlainHttp(uri),
                  uri -> Texts.quote(uri) + " is " + fault(uri)),
          Draft.client("cors-url", ERROR)
              .says("a CORS entry is a URL, and not an origin")
              .because(
                  "browsers send scheme, host and port only, so that the entry never matches",
                  "Fetch standard, CORS protocol")
              .advice("leave scheme, host and port: no path, and no slash at the end")
              .fixedBy(UriRules::toOrigins)
              .each(
                  ALLOWED_CORS_ORIGINS, UriRules::isUrl, uri -> Texts.quote(uri) + " is no origin"),
          Draft.client("cors-wildcard", ERROR)
              .says("a CORS entry has a wildcard")
              .because(
                  "pages of any site may then call with a user's tokens; these providers no longer"
                      + " take it",
                  "Fetch standard, CORS protocol")
              .advice("list the origins of the client's own pages")
              .each(
                  ALLOWED_CORS_ORIGINS,
                  RegisteredUri::hasWildcard,
                  uri -> Texts.quote(uri) + " allows every page"),
          Draft.client("cors-http", ERROR)
              .says("a CORS entry is plain http, and not the user's own machine")
              .because(
                  "anyone who is on the way can put a script into such a page and call with the"
                      + " user's tokens",
                  "RFC 9700 section 2.6")
              .advice("use https")
              .each(
                  ALLOWED_CORS_ORIGINS,
                  Uris::isPlainHttp,
                  uri -> Texts.quote(uri) + " is plain http"),
          Draft.client("cors-invalid", ERROR)
              .says("a CORS entry is no origin at all")
              .because("no browser ever sends it", "RFC 6454 section 7.1")
              .advice("write scheme, host and port, for example https://app.example")
              .each(
                  ALLOWED_CORS_ORIGINS,
                  UriRules::isNoOrigin,
                  uri -> Texts.quote(uri) + " is no origin"),
          Draft.client("logout-uri-invalid", ERROR)
              .says("a logout URI is no https URL without fragment and wildcard")
              .because(
                  "the provider refuses it, or its message can be read and suppressed on the way",
                  "OpenID Connect Back-Channel Logout section 2.2")
              .advice("write the whole https URL")
              .looks(
                  (client, spots) -> {
                    check(client.find(BACK_CHANNEL_LOGOUT_URI), BACK_CHANNEL_LOGOUT_URI, spots);
                    check(client.find(FRONT_CHANNEL_LOGOUT_URI), FRONT_CHANNEL_LOGOUT_URI, spots);
                  }),
          Draft.client("front-channel-origin", ERROR)
              .says("the front-channel logout URI is of another origin than all redirect URIs")
              .because(
                  "domain, port and scheme must be those of a registered redirect URI; providers"
                      + " refuse others",
                  "OpenID Connect Front-Channel Logout section 2")
              .advice("use the origin of a redirect URI")
              .looks(
                  (client, spots) ->
                      set(client.find(FRONT_CHANNEL_LOGOUT_URI))
                          .flatMap(Uris::originKey)
                          .filter(origin -> !Uris.redirectOrigins(client).isEmpty())
                          .filter(origin -> !Uris.redirectOrigins(client).containsKey(origin))
                          .ifPresent(
                              origin ->
                                  spots.at(
                                      FRONT_CHANNEL_LOGOUT_URI,
                                      Texts.quote(origin) + " is no origin of a redirect URI"))));

  private UriRules() {}

  private static Rule redirect(
      String id,
      String says,
      String because,
      String section,
      String fix,
      Predicate<RegisteredUri> broken,
      String message) {
    return Draft.client(id, ERROR)
        .says(says)
        .because(because, section)
        .advice(fix)
        .each(REDIRECT_URIS, broken, uri -> Texts.quote(uri) + " " + message);
  }

  private static String fault(RegisteredUri uri) {
    return uri.hasWildcard()
        ? "a pattern"
        : Uris.isPlainHttp(uri) ? "plain http" : "no absolute URI";
  }

  private static boolean isAmbiguous(RegisteredUri uri) {
    String text = Uris.base(uri).text();
    if (text.indexOf('\\') >= 0 || text.matches(".*/\\.{1,2}(/.*|\\?.*)?")) {
      return true;
    }
    int slashes = text.indexOf("://");
    if (!uri.isWeb() || slashes < 0 || uri.hasPlaceholder()) {
      return false;
    }
    String[] parts = text.substring(slashes + 3).split("[/?]", 2);
    String head = text.substring(0, slashes + 3) + parts[0];
    return !head.equals(head.toLowerCase(Locale.ROOT))
        || head.matches("https://.*:443|http://.*:80");
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

  private static Optional<RegisteredUri> set(Optional<RegisteredUri> uri) {
    return uri.filter(one -> !one.text().isBlank());
  }

  private static void check(Optional<RegisteredUri> given, Property<?> property, Spots spots) {
    RegisteredUri uri = set(given).orElse(null);
    if (uri == null) {
      return;
    }
    boolean otherScheme = uri.scheme().isPresent() && !uri.isWeb();
    if (uri.hasFragment()
        || uri.hasWildcard()
        || otherScheme
        || Uris.isBroken(uri)
        || Uris.isPlainHttp(uri)) {
      spots.at(property, Texts.quote(uri) + " is no https URL without fragment and wildcard");
    }
  }
}

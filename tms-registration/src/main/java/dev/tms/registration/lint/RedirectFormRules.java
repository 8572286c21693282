package dev.tms.registration.lint;

import static dev.tms.registration.ClientProperties.POST_LOGOUT_REDIRECT_URIS;
import static dev.tms.registration.ClientProperties.REDIRECT_URIS;
import static dev.tms.registration.lint.Severity.ERROR;
import static dev.tms.registration.lint.Severity.WARNING;

import dev.tms.registration.ClientRegistration;
import dev.tms.registration.RegisteredUri;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** Where browsers may be sent: how it is written. */
final class RedirectFormRules {
  private static final Set<String> DANGEROUS =
      Set.of("javascript", "data", "file", "vbscript", "blob", "about", "ftp");

  static final List<Rule> RULES =
      List.of(
          redirect(
              "redirect-wildcard",
              "a redirect URI has a wildcard",
              "codes can be sent to pages that an attacker controls; providers compare redirect URIs exactly",
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
          Draft.client("redirect-private-scheme", WARNING)
              .says("a private-use scheme is no reversed domain name")
              .because(
                  "another app can claim the same short name and get the codes",
                  "RFC 8252 section 7.1")
              .mend(
                  "use a scheme such as com.example.app, or an https URL that the app has claimed")
              .looks(
                  (client, spots) ->
                      Lists.each(
                          spots,
                          REDIRECT_URIS,
                          client.redirectUris(),
                          RedirectFormRules::isShortScheme,
                          uri -> Texts.quote(uri) + " has a scheme without a dot")),
          Draft.client("redirect-ambiguous", WARNING)
              .says("a redirect URI is not written as browsers write it")
              .because(
                  "it is compared as a text, so that a client that writes it in the usual form does not match",
                  "RFC 3986 section 6.2.1")
              .mend(
                  "write scheme and host in lower case, without the usual port, dot segments and backslashes")
              .looks(
                  (client, spots) ->
                      Lists.each(
                          spots,
                          REDIRECT_URIS,
                          client.redirectUris(),
                          RedirectFormRules::isAmbiguous,
                          uri -> Texts.quote(uri) + " is not in the usual form")),
          Draft.client("post-logout-invalid", ERROR)
              .says(
                  "a return page after logout is no absolute URI, or has a wildcard, or is plain http")
              .because(
                  "providers compare it exactly and refuse what does not match; an open pattern makes them redirect"
                      + " anywhere",
                  "OpenID Connect RP-Initiated Logout section 3.1")
              .mend("register each page in full, with https")
              .looks(
                  (client, spots) ->
                      Lists.each(
                          spots,
                          POST_LOGOUT_REDIRECT_URIS,
                          client.postLogoutRedirectUris(),
                          uri -> uri.hasWildcard() || Uris.isBroken(uri) || Uris.isPlainHttp(uri),
                          uri -> Texts.quote(uri) + " is " + fault(uri))));

  private RedirectFormRules() {}

  private static Rule redirect(
      String id,
      String says,
      String because,
      String section,
      String mend,
      Predicate<RegisteredUri> broken,
      String message) {
    return Draft.client(id, ERROR)
        .says(says)
        .because(because, section)
        .mend(mend)
        .looks(
            (ClientRegistration client, Spots spots) ->
                Lists.each(
                    spots,
                    REDIRECT_URIS,
                    client.redirectUris(),
                    broken,
                    uri -> Texts.quote(uri) + " " + message));
  }

  private static String fault(RegisteredUri uri) {
    return uri.hasWildcard()
        ? "a pattern"
        : Uris.isPlainHttp(uri) ? "plain http" : "no absolute URI";
  }

  private static boolean isShortScheme(RegisteredUri uri) {
    return uri.scheme()
        .filter(scheme -> !scheme.equals("https") && !scheme.equals("http"))
        .filter(scheme -> !DANGEROUS.contains(scheme) && scheme.indexOf('.') < 0)
        .isPresent();
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
}

package dev.tms.registration.lint;

import static dev.tms.registration.ClientProperties.CLIENT_URI;
import static dev.tms.registration.ClientProperties.LOGO_URI;
import static dev.tms.registration.ClientProperties.POST_LOGOUT_REDIRECT_URIS;
import static dev.tms.registration.ClientProperties.REDIRECT_URIS;
import static dev.tms.registration.lint.Severity.ERROR;
import static dev.tms.registration.lint.Severity.NOTE;
import static dev.tms.registration.lint.Severity.WARNING;

import dev.tms.browser.Origin;
import dev.tms.http.PublicUrl;
import dev.tms.registration.RegisteredUri;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where browsers may be sent: which places. */
final class RedirectRules {
  static final List<Rule> RULES =
      List.of(
          Draft.client("redirect-missing", ERROR)
              .says("users sign in through this client, and it has no redirect URI")
              .because(
                  "the provider has nowhere to send the code to, and answers invalid_client or invalid_request",
                  "RFC 6749 section 3.1.2.2")
              .mend(
                  "register the client's redirect URI; for TMS the public URL with Client.CallbackPath")
              .at(REDIRECT_URIS, client -> client.redirects() && client.redirectUris().isEmpty()),
          Draft.client("redirect-unused", NOTE)
              .says("there are redirect URIs, and no grant that uses them")
              .because("what is not needed cannot be abused", "RFC 6749 section 3.1.2")
              .mend("remove redirectUris, or allow authorization_code")
              .at(
                  REDIRECT_URIS,
                  client ->
                      !client.redirectUris().isEmpty()
                          && !client.redirects()
                          && !client.allowedGrantTypes().isEmpty()),
          Draft.client("redirect-foreign-host", WARNING)
              .says("a redirect URI leads to another site than the client's")
              .because(
                  "whoever owns that host gets codes of this client's users",
                  "RFC 9700 section 4.1")
              .mend("remove it, or register a client of its own for that site")
              .looks(
                  (client, spots) ->
                      Uris.foreign(spots, client, REDIRECT_URIS, client.redirectUris())),
          Draft.client("redirect-to-development", WARNING)
              .says("a redirect URI leads to the user's own machine, beside others that do not")
              .because(
                  "any program on a user's machine can then take part in logins of the production client",
                  "RFC 8252 section 8.3")
              .mend("register a client of its own for development")
              .looks(
                  (client, spots) -> {
                    boolean elsewhere =
                        client.redirectUris().stream().anyMatch(RedirectRules::isElsewhere);
                    Lists.each(
                        spots,
                        REDIRECT_URIS,
                        client.redirectUris(),
                        uri -> elsewhere && Uris.base(uri).isLoopback(),
                        uri -> Texts.quote(uri) + " is for development");
                  }),
          Draft.client("redirect-localhost", NOTE)
              .says("a native app is redirected to localhost by name")
              .because(
                  "the name can be made to mean another address, and a firewall may ask; 127.0.0.1 and [::1] cannot",
                  "RFC 8252 section 8.3")
              .mend("register http://127.0.0.1 and http://[::1] instead")
              .looks(
                  (client, spots) ->
                      Lists.each(
                          spots,
                          REDIRECT_URIS,
                          client.redirectUris(),
                          uri ->
                              !client.requireClientSecret()
                                  && client.allowedCorsOrigins().isEmpty()
                                  && hostOf(uri).filter("localhost"::equals).isPresent(),
                          uri -> Texts.quote(uri) + " names localhost")),
          Draft.client("redirect-silent-refresh", NOTE)
              .says("tokens are renewed in a hidden frame")
              .because(
                  "browsers keep the provider's cookies from frames of other sites, so that the renewal fails and users"
                      + " are signed out",
                  "OpenID Connect Session Management section 5.1")
              .mend(
                  "renew with refresh tokens, or through a back end such as TMS, and remove the page")
              .looks(
                  (client, spots) ->
                      Lists.each(
                          spots,
                          REDIRECT_URIS,
                          client.redirectUris(),
                          uri ->
                              uri.text()
                                  .toLowerCase(Locale.ROOT)
                                  .matches(
                                      ".*silent[-_]?(refresh|renew|signin|callback|check|login).*|.*/silent([.#?/].*)?"),
                          uri -> Texts.quote(uri) + " is the page of a silent renewal")),
          Draft.client("post-logout-missing", NOTE)
              .says("no page is registered for the return after a logout")
              .because(
                  "users end on the provider's page, and a logout that names a return page is refused",
                  "OpenID Connect RP-Initiated Logout section 3")
              .mend(
                  "register postLogoutRedirectUris; for TMS the public URL with Client.SignedOutCallbackPath")
              .at(
                  POST_LOGOUT_REDIRECT_URIS,
                  client -> client.redirects() && client.postLogoutRedirectUris().isEmpty()),
          Draft.client("post-logout-foreign-host", WARNING)
              .says("users may be sent to another site after logout")
              .because(
                  "the provider becomes an open redirector to that site", "RFC 9700 section 4.11")
              .mend("remove it")
              .looks(
                  (client, spots) ->
                      Uris.foreign(
                          spots,
                          client,
                          POST_LOGOUT_REDIRECT_URIS,
                          client.postLogoutRedirectUris())),
          Draft.client("host-unqualified", NOTE)
              .says("a host has no domain")
              .because(
                  "the name means another machine in another network, and no public certificate is given for it",
                  "RFC 9700 section 4.1")
              .mend("use the full name")
              .looks(
                  (client, spots) ->
                      client.redirectUris().stream()
                          .flatMap(uri -> Uris.base(uri).origin().stream())
                          .map(Origin::host)
                          .filter(RedirectRules::isUnqualified)
                          .distinct()
                          .forEach(
                              host ->
                                  spots.at(
                                      REDIRECT_URIS,
                                      "host " + Texts.quote(host) + " has no domain"))),
          Draft.client("display-uri", NOTE)
              .says("a page or picture for the consent screen is no https URL")
              .because(
                  "the provider's page is https, and browsers block or mark the rest",
                  "RFC 7591 section 2")
              .mend("use an https URL")
              .looks(
                  (client, spots) -> {
                    if (client.clientUri().filter(RedirectRules::isBadDisplay).isPresent()) {
                      spots.at(CLIENT_URI, "clientUri is no https URL");
                    }
                    if (client.logoUri().filter(RedirectRules::isBadDisplay).isPresent()) {
                      spots.at(LOGO_URI, "logoUri is no https URL");
                    }
                  }));

  private RedirectRules() {}

  private static boolean isElsewhere(RegisteredUri uri) {
    return (uri.isWeb() || uri.hasPlaceholder()) && !Uris.base(uri).isLoopback();
  }

  private static Optional<String> hostOf(RegisteredUri uri) {
    return Uris.base(uri).origin().map(Origin::host);
  }

  private static boolean isUnqualified(String host) {
    return host.indexOf('.') < 0 && !host.startsWith("[") && !PublicUrl.isLoopbackHost(host);
  }

  private static boolean isBadDisplay(RegisteredUri uri) {
    return !uri.hasPlaceholder()
        && !uri.text().isBlank()
        && (uri.origin().isEmpty() || Uris.isPlainHttp(uri));
  }
}

package dev.tms.registration.lint;

import static dev.tms.registration.ClientProperties.BACK_CHANNEL_LOGOUT_SESSION_REQUIRED;
import static dev.tms.registration.ClientProperties.BACK_CHANNEL_LOGOUT_URI;
import static dev.tms.registration.ClientProperties.FRONT_CHANNEL_LOGOUT_SESSION_REQUIRED;
import static dev.tms.registration.ClientProperties.FRONT_CHANNEL_LOGOUT_URI;
import static dev.tms.registration.lint.Severity.ERROR;
import static dev.tms.registration.lint.Severity.NOTE;
import static dev.tms.registration.lint.Severity.WARNING;

import dev.tms.registration.Property;
import dev.tms.registration.RegisteredUri;
import java.util.List;
import java.util.Optional;

/** How a client learns that its user has signed out at the provider. */
final class LogoutRules {
  static final List<Rule> RULES =
      List.of(
          Draft.client("logout-untold", NOTE)
              .says("the provider tells this client of no logout")
              .because(
                  "who signs out elsewhere stays signed in here, until a refresh is refused",
                  "OpenID Connect Back-Channel Logout section 2.2")
              .mend("set backChannelLogoutUri; for TMS the public URL with /Auth/BackChannelLogout")
              .at(
                  BACK_CHANNEL_LOGOUT_URI,
                  client ->
                      client.redirects()
                          && set(client.backChannelLogoutUri()).isEmpty()
                          && set(client.frontChannelLogoutUri()).isEmpty()),
          Draft.client("front-channel-without-session", WARNING)
              .says("the front-channel logout does not name the session")
              .because(
                  "the client cannot tell whose session ends, and any page can sign its users out",
                  "OpenID Connect Front-Channel Logout section 2")
              .mend("set frontChannelLogoutSessionRequired to true")
              .fixedBy(client -> client.with(FRONT_CHANNEL_LOGOUT_SESSION_REQUIRED, true))
              .at(
                  FRONT_CHANNEL_LOGOUT_SESSION_REQUIRED,
                  client ->
                      set(client.frontChannelLogoutUri()).isPresent()
                          && !client.frontChannelLogoutSessionRequired()),
          Draft.client("back-channel-without-session", WARNING)
              .says("the back-channel logout does not name the session")
              .because(
                  "a logout on one device ends the user's sessions on all of them",
                  "OpenID Connect Back-Channel Logout section 2.4")
              .mend("set backChannelLogoutSessionRequired to true")
              .fixedBy(client -> client.with(BACK_CHANNEL_LOGOUT_SESSION_REQUIRED, true))
              .at(
                  BACK_CHANNEL_LOGOUT_SESSION_REQUIRED,
                  client ->
                      set(client.backChannelLogoutUri()).isPresent()
                          && !client.backChannelLogoutSessionRequired()),
          Draft.client("logout-uri-invalid", ERROR)
              .says("a logout URI is no https URL without fragment and wildcard")
              .because(
                  "the provider refuses it, or its message can be read and suppressed on the way",
                  "OpenID Connect Back-Channel Logout section 2.2")
              .mend("write the whole https URL")
              .looks(
                  (client, spots) -> {
                    check(client.backChannelLogoutUri(), BACK_CHANNEL_LOGOUT_URI, spots);
                    check(client.frontChannelLogoutUri(), FRONT_CHANNEL_LOGOUT_URI, spots);
                  }),
          Draft.client("front-channel-origin", ERROR)
              .says("the front-channel logout URI is of another origin than all redirect URIs")
              .because(
                  "domain, port and scheme must be those of a registered redirect URI; providers refuse others",
                  "OpenID Connect Front-Channel Logout section 2")
              .mend("use the origin of a redirect URI")
              .looks(
                  (client, spots) ->
                      set(client.frontChannelLogoutUri())
                          .flatMap(Uris::originKey)
                          .filter(origin -> !Uris.redirectOrigins(client).isEmpty())
                          .filter(origin -> !Uris.redirectOrigins(client).containsKey(origin))
                          .ifPresent(
                              origin ->
                                  spots.at(
                                      FRONT_CHANNEL_LOGOUT_URI,
                                      Texts.quote(origin) + " is no origin of a redirect URI"))),
          Draft.client("front-channel-cookies", NOTE)
              .says("logouts come through a frame of the provider's page only")
              .because(
                  "browsers keep cookies from frames of other sites, so that the message arrives without a session",
                  "OpenID Connect Front-Channel Logout section 4.1")
              .mend("set backChannelLogoutUri as well")
              .at(
                  FRONT_CHANNEL_LOGOUT_URI,
                  client ->
                      set(client.frontChannelLogoutUri()).isPresent()
                          && set(client.backChannelLogoutUri()).isEmpty()));

  private LogoutRules() {}

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

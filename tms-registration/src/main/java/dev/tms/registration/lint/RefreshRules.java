package dev.tms.registration.lint;

import static dev.tms.registration.ClientProperties.ABSOLUTE_REFRESH_TOKEN_LIFETIME;
import static dev.tms.registration.ClientProperties.REFRESH_TOKEN_USAGE;
import static dev.tms.registration.ClientProperties.SLIDING_REFRESH_TOKEN_LIFETIME;
import static dev.tms.registration.ClientProperties.UPDATE_ACCESS_TOKEN_CLAIMS_ON_REFRESH;
import static dev.tms.registration.lint.Severity.ERROR;
import static dev.tms.registration.lint.Severity.NOTE;
import static dev.tms.registration.lint.Severity.WARNING;

import dev.tms.registration.ClientRegistration;
import dev.tms.registration.RefreshTokenExpiration;
import dev.tms.registration.RefreshTokenUsage;
import java.time.Duration;
import java.util.List;

/** Refresh tokens. */
final class RefreshRules {
  private static final Duration LONGEST = Duration.ofDays(90);
  private static final Duration LONGEST_PUBLIC = Duration.ofDays(7);

  static final List<Rule> RULES =
      List.of(
          Draft.client("sliding-longer-than-absolute", WARNING)
              .says("the sliding lifetime of refresh tokens is longer than the absolute one")
              .because(
                  "the absolute one ends a session first, which nobody expects who reads the other",
                  "RFC 9700 section 4.14.2")
              .mend("set slidingRefreshTokenLifetime to the absolute lifetime or less")
              .fixedBy(
                  client ->
                      client.with(
                          SLIDING_REFRESH_TOKEN_LIFETIME, client.absoluteRefreshTokenLifetime()))
              .looks(
                  (client, spots) -> {
                    Duration absolute = client.absoluteRefreshTokenLifetime();
                    if (absolute.toSeconds() > 0
                        && client.slidingRefreshTokenLifetime().compareTo(absolute) > 0
                        && (client.isWritten(SLIDING_REFRESH_TOKEN_LIFETIME)
                            || client.refreshTokenExpiration() == RefreshTokenExpiration.SLIDING)) {
                      spots.at(
                          SLIDING_REFRESH_TOKEN_LIFETIME,
                          "sliding lifetime %s, absolute lifetime %s"
                              .formatted(
                                  Texts.life(client.slidingRefreshTokenLifetime()),
                                  Texts.life(absolute)));
                    }
                  }),
          Draft.client("sliding-without-effect", NOTE)
              .says("a sliding lifetime is set, and refresh tokens do not slide")
              .because(
                  "refreshTokenExpiration is absolute, so that the number means nothing",
                  "RFC 9700 section 4.14.2")
              .mend("set refreshTokenExpiration to 0, or remove slidingRefreshTokenLifetime")
              .at(
                  SLIDING_REFRESH_TOKEN_LIFETIME,
                  client ->
                      client.allowOfflineAccess()
                          && client.refreshTokenExpiration() == RefreshTokenExpiration.ABSOLUTE
                          && client.isWritten(SLIDING_REFRESH_TOKEN_LIFETIME)
                          && !SLIDING_REFRESH_TOKEN_LIFETIME
                              .standard()
                              .equals(client.find(SLIDING_REFRESH_TOKEN_LIFETIME))
                          && !client
                              .slidingRefreshTokenLifetime()
                              .equals(client.absoluteRefreshTokenLifetime())),
          Draft.client("refresh-never-ends", WARNING)
              .says("refresh tokens can be renewed for ever")
              .because(
                  "a stolen one keeps working as long as its thief uses it",
                  "RFC 9700 section 4.14.2")
              .mend("set absoluteRefreshTokenLifetime")
              .at(
                  ABSOLUTE_REFRESH_TOKEN_LIFETIME,
                  client ->
                      client.allowOfflineAccess()
                          && client.absoluteRefreshTokenLifetime().isZero()),
          Draft.client("refresh-token-long", WARNING)
              .says("refresh tokens live for longer than 90 days")
              .because(
                  "an account that was closed, or a device that was lost, keeps its access",
                  "RFC 9700 section 4.14.2")
              .mend("set absoluteRefreshTokenLifetime to 30 days")
              .looks(
                  (client, spots) -> {
                    if (client.allowOfflineAccess()
                        && client.absoluteRefreshTokenLifetime().compareTo(LONGEST) > 0) {
                      spots.at(
                          ABSOLUTE_REFRESH_TOKEN_LIFETIME,
                          "refresh tokens live for "
                              + Texts.life(client.absoluteRefreshTokenLifetime()));
                    }
                  }),
          Draft.client("refresh-token-long-in-browser", NOTE)
              .says("refresh tokens of an app in a browser live for longer than a week")
              .because("they lie where scripts of the page reach them", "RFC 9700 section 4.14.2")
              .mend(
                  "set absoluteRefreshTokenLifetime to a day, or keep tokens in a back end such as TMS")
              .at(
                  ABSOLUTE_REFRESH_TOKEN_LIFETIME,
                  client ->
                      client.allowOfflineAccess()
                          && !client.requireClientSecret()
                          && !client.allowedCorsOrigins().isEmpty()
                          && client.absoluteRefreshTokenLifetime().compareTo(LONGEST_PUBLIC) > 0
                          && client.absoluteRefreshTokenLifetime().compareTo(LONGEST) <= 0),
          Draft.client("refresh-reuse-public", ERROR)
              .says("a public client may use a refresh token again and again")
              .because(
                  "without a secret nothing but one-time use shows that a refresh token was stolen",
                  "RFC 9700 section 2.2.2")
              .mend("set refreshTokenUsage to 1 (one time only)")
              .fixedBy(client -> client.with(REFRESH_TOKEN_USAGE, RefreshTokenUsage.ONE_TIME_ONLY))
              .at(
                  REFRESH_TOKEN_USAGE,
                  client ->
                      client.allowOfflineAccess()
                          && !client.requireClientSecret()
                          && client.refreshTokenUsage() == RefreshTokenUsage.REUSE),
          Draft.client("refresh-shorter-than-access", WARNING)
              .says("refresh tokens expire before access tokens do")
              .because(
                  "when there is something to renew, nothing is left to renew it with",
                  "RFC 6749 section 1.5")
              .mend("shorten accessTokenLifetime, or lengthen the refresh token")
              .looks(
                  (client, spots) -> {
                    Duration life = refreshLife(client);
                    if (client.allowOfflineAccess()
                        && life.toSeconds() > 0
                        && life.compareTo(client.accessTokenLifetime()) <= 0) {
                      spots.at(
                          client.refreshTokenExpiration() == RefreshTokenExpiration.SLIDING
                              ? SLIDING_REFRESH_TOKEN_LIFETIME
                              : ABSOLUTE_REFRESH_TOKEN_LIFETIME,
                          "refresh token %s, access token %s"
                              .formatted(
                                  Texts.life(life), Texts.life(client.accessTokenLifetime())));
                    }
                  }),
          Draft.client("refresh-settings-unused", NOTE)
              .says("claims are to be updated at a refresh, and refresh tokens are not allowed")
              .because("the setting has no effect", "OpenID Connect Core section 11")
              .mend("remove updateAccessTokenClaimsOnRefresh, or allow offline access")
              .at(
                  UPDATE_ACCESS_TOKEN_CLAIMS_ON_REFRESH,
                  client ->
                      client.updateAccessTokenClaimsOnRefresh() && !client.allowOfflineAccess()));

  private RefreshRules() {}

  private static Duration refreshLife(ClientRegistration client) {
    return client.refreshTokenExpiration() == RefreshTokenExpiration.SLIDING
        ? client.slidingRefreshTokenLifetime()
        : client.absoluteRefreshTokenLifetime();
  }
}

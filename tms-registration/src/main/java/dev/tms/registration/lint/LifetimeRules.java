package dev.tms.registration.lint;

import static dev.tms.registration.ClientProperties.ABSOLUTE_REFRESH_TOKEN_LIFETIME;
import static dev.tms.registration.ClientProperties.ACCESS_TOKEN_LIFETIME;
import static dev.tms.registration.ClientProperties.AUTHORIZATION_CODE_LIFETIME;
import static dev.tms.registration.ClientProperties.CONSENT_LIFETIME;
import static dev.tms.registration.ClientProperties.DEVICE_CODE_LIFETIME;
import static dev.tms.registration.ClientProperties.IDENTITY_TOKEN_LIFETIME;
import static dev.tms.registration.ClientProperties.SLIDING_REFRESH_TOKEN_LIFETIME;
import static dev.tms.registration.ClientProperties.USER_SSO_LIFETIME;
import static dev.tms.registration.lint.Severity.ERROR;
import static dev.tms.registration.lint.Severity.NOTE;
import static dev.tms.registration.lint.Severity.WARNING;

import dev.tms.registration.AccessTokenType;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.GrantType;
import dev.tms.registration.Property;
import java.time.Duration;
import java.util.List;

/** How long codes and tokens live; refresh tokens have rules of their own. */
final class LifetimeRules {
  private static final Duration CODE = Duration.ofMinutes(10);
  private static final Duration ACCESS = Duration.ofHours(1);
  private static final Duration MACHINE_ACCESS = Duration.ofHours(24);
  private static final Duration SHORTEST_ACCESS = Duration.ofMinutes(1);
  private static final Duration ID_TOKEN = Duration.ofMinutes(15);
  private static final Duration DEVICE = Duration.ofMinutes(30);
  private static final Duration LARGEST = Duration.ofSeconds(Integer.MAX_VALUE);

  private static final List<Property<Duration>> ALL =
      List.of(
          IDENTITY_TOKEN_LIFETIME,
          ACCESS_TOKEN_LIFETIME,
          AUTHORIZATION_CODE_LIFETIME,
          ABSOLUTE_REFRESH_TOKEN_LIFETIME,
          SLIDING_REFRESH_TOKEN_LIFETIME,
          CONSENT_LIFETIME,
          USER_SSO_LIFETIME,
          DEVICE_CODE_LIFETIME);

  static final List<Rule> RULES =
      List.of(
          Draft.client("lifetime-out-of-range", ERROR)
              .says("a lifetime is not positive, or does not fit into 32 bits")
              .because(
                  "what it protects is dead at once, or the provider refuses the document",
                  "RFC 6749 section 5.1")
              .mend("set a number of seconds, or remove it for the default")
              .looks(
                  (client, spots) -> {
                    for (Property<Duration> property : ALL) {
                      client
                          .find(property)
                          .filter(life -> isOutOfRange(property, life))
                          .ifPresent(
                              life ->
                                  spots.at(
                                      property,
                                      "%s is %s s".formatted(property, life.toSeconds())));
                    }
                  }),
          Draft.client("code-lifetime", WARNING)
              .says("authorization codes live for longer than ten minutes")
              .because(
                  "a code is redeemed within seconds; the rest of its life serves whoever finds it in a log",
                  "RFC 6749 section 4.1.2")
              .mend("set authorizationCodeLifetime to 300 or less")
              .fixedBy(client -> client.with(AUTHORIZATION_CODE_LIFETIME, Duration.ofMinutes(5)))
              .looks(
                  (client, spots) ->
                      longer(
                          spots,
                          AUTHORIZATION_CODE_LIFETIME,
                          client.authorizationCodeLifetime(),
                          CODE)),
          Draft.client("access-token-long", WARNING)
              .says("access tokens of users live for longer than an hour")
              .because(
                  "a JWT cannot be taken back: a stolen one works, and a user who lost a right keeps it, until it expires",
                  "RFC 9700 section 4.10")
              .mend("set accessTokenLifetime to 3600 or less, and let the client refresh")
              .looks(
                  (client, spots) -> {
                    if (client.accessTokenType() == AccessTokenType.JWT && !isMachine(client)) {
                      longer(spots, ACCESS_TOKEN_LIFETIME, client.accessTokenLifetime(), ACCESS);
                    }
                  }),
          Draft.client("machine-token-long", WARNING)
              .says("access tokens of a program live for longer than a day")
              .because(
                  "a new one costs one request; a stolen one works until it expires",
                  "RFC 9700 section 4.10")
              .mend("set accessTokenLifetime to 3600")
              .looks(
                  (client, spots) -> {
                    if (isMachine(client)) {
                      longer(
                          spots,
                          ACCESS_TOKEN_LIFETIME,
                          client.accessTokenLifetime(),
                          MACHINE_ACCESS);
                    }
                  }),
          Draft.client("access-token-short", WARNING)
              .says("access tokens live for less than a minute")
              .because(
                  "clocks differ by seconds and calls take some, so that tokens arrive expired",
                  "RFC 7519 section 4.1.4")
              .mend("set accessTokenLifetime to 300 or more")
              .looks(
                  (client, spots) -> {
                    Duration life = client.accessTokenLifetime();
                    if (life.compareTo(SHORTEST_ACCESS) < 0 && life.toSeconds() > 0) {
                      spots.at(ACCESS_TOKEN_LIFETIME, "accessTokenLifetime is " + Texts.life(life));
                    }
                  }),
          Draft.client("id-token-long", NOTE)
              .says("ID tokens live for longer than a quarter of an hour")
              .because(
                  "an ID token proves a login that has just happened, and is looked at once",
                  "OpenID Connect Core section 2")
              .mend("set identityTokenLifetime to 300")
              .looks(
                  (client, spots) -> {
                    if (client.isInteractive()) {
                      longer(
                          spots, IDENTITY_TOKEN_LIFETIME, client.identityTokenLifetime(), ID_TOKEN);
                    }
                  }),
          Draft.client("device-code-long", NOTE)
              .says("device codes live for longer than half an hour")
              .because(
                  "a short code that people type can be guessed, or sent to somebody else to confirm",
                  "RFC 8628 section 5.1")
              .mend("set deviceCodeLifetime to 300")
              .looks(
                  (client, spots) -> {
                    if (client.allows(GrantType.DEVICE_CODE)) {
                      longer(spots, DEVICE_CODE_LIFETIME, client.deviceCodeLifetime(), DEVICE);
                    }
                  }),
          Draft.client("sso-shorter-than-token", NOTE)
              .says("a user must sign in again sooner than the access token expires")
              .because(
                  "the token outlives what the setting is meant to bound",
                  "OpenID Connect Core section 3.1.2.1")
              .mend("set userSsoLifetime to accessTokenLifetime or more, or shorten the token")
              .looks(
                  (client, spots) ->
                      client
                          .userSsoLifetime()
                          .filter(
                              life ->
                                  life.toSeconds() > 0
                                      && life.compareTo(client.accessTokenLifetime()) < 0)
                          .ifPresent(
                              life ->
                                  spots.at(
                                      USER_SSO_LIFETIME,
                                      "%s is shorter than the access token's %s"
                                          .formatted(
                                              Texts.life(life),
                                              Texts.life(client.accessTokenLifetime()))))));

  private LifetimeRules() {}

  private static boolean isMachine(ClientRegistration client) {
    return client.allows(GrantType.CLIENT_CREDENTIALS) && !client.isInteractive();
  }

  /** An absolute lifetime of 0 is no bound at all, which is another rule's matter. */
  private static boolean isOutOfRange(Property<Duration> property, Duration life) {
    boolean zeroMeansForever = property == ABSOLUTE_REFRESH_TOKEN_LIFETIME && life.isZero();
    return life.compareTo(LARGEST) > 0 || life.isNegative() || (life.isZero() && !zeroMeansForever);
  }

  private static void longer(Spots spots, Property<?> property, Duration life, Duration bound) {
    if (life.compareTo(bound) > 0) {
      spots.at(
          property,
          "%s is %s, longer than %s".formatted(property, Texts.life(life), Texts.life(bound)));
    }
  }
}

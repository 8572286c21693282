package dev.tms.registration.lint;

import static dev.tms.registration.ClientProperties.ALLOW_REMEMBER_CONSENT;
import static dev.tms.registration.ClientProperties.CLIENT_NAME;
import static dev.tms.registration.ClientProperties.CONSENT_LIFETIME;
import static dev.tms.registration.ClientProperties.REQUIRE_CONSENT;
import static dev.tms.registration.lint.Severity.NOTE;
import static dev.tms.registration.lint.Severity.WARNING;

import java.util.List;

/** What users are asked. */
final class ConsentRules {
  static final List<Rule> RULES =
      List.of(
          Draft.client("consent-lifetime-unused", NOTE)
              .says("a life of consent is set, and no consent is asked")
              .because("the setting has no effect", "OpenID Connect Core section 3.1.2.4")
              .mend("remove consentLifetime, or set requireConsent to true")
              .fixedBy(client -> client.without(CONSENT_LIFETIME))
              .at(
                  CONSENT_LIFETIME,
                  client -> client.consentLifetime().isPresent() && !client.requireConsent()),
          Draft.client("consent-contradiction", WARNING)
              .says("consent has a life, and must not be remembered")
              .because(
                  "one setting says how long the answer counts, the other that it never does",
                  "OpenID Connect Core section 3.1.2.4")
              .mend("set allowRememberConsent to true, or remove consentLifetime")
              .at(
                  ALLOW_REMEMBER_CONSENT,
                  client ->
                      client.requireConsent()
                          && !client.allowRememberConsent()
                          && client.consentLifetime().isPresent()),
          Draft.client("consent-forgotten", NOTE)
              .says("users are asked at every single login")
              .because(
                  "people who are always asked always agree", "OpenID Connect Core section 3.1.2.4")
              .mend("set allowRememberConsent to true")
              .at(
                  ALLOW_REMEMBER_CONSENT,
                  client ->
                      client.requireConsent()
                          && client.isInteractive()
                          && !client.allowRememberConsent()
                          && client.consentLifetime().isEmpty()),
          Draft.client("consent-without-user", WARNING)
              .says("consent is required, and there is no user to ask")
              .because("no allowed grant shows a page", "RFC 6749 section 4.4")
              .mend("set requireConsent to false")
              .fixedBy(client -> client.with(REQUIRE_CONSENT, false))
              .at(
                  REQUIRE_CONSENT,
                  client ->
                      client.requireConsent()
                          && !client.allowedGrantTypes().isEmpty()
                          && !client.isInteractive()),
          Draft.client("consent-without-name", NOTE)
              .says("users are asked to trust a client without a name")
              .because("the consent screen shows the client id", "RFC 7591 section 2")
              .mend("set clientName")
              .at(
                  CLIENT_NAME,
                  client -> client.requireConsent() && client.clientName().orElse("").isBlank()));

  private ConsentRules() {}
}

package dev.tms.registration.lint;

import dev.tms.registration.ClientRegistration;
import dev.tms.registration.document.RegistrationDocument;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Registrations without a fault, to be spoiled. */
final class Bases {
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  /** SHA-256 of 43 random characters. */
  static final String HASH = "4fY0qPGdZyHVRC0m1tT5xB0oWcJ3bC8h9Kq1pS2eW7A=";

  /** Another one. */
  static final String OTHER = HASH.replace('f', 'g');

  static final String WEB =
      """
      'clientId': 'shop.web', 'clientName': 'Shop', 'allowedGrantTypes': ['authorization_code'],
      'clientSecrets': [{'description': 'web', 'value': '%s', 'expiration': '2027-11-01T00:00:00Z'}],
      'redirectUris': ['https://shop.example/callback'],
      'postLogoutRedirectUris': ['https://shop.example/signed-out'],
      'backChannelLogoutUri': 'https://shop.example/back-channel-logout',
      'allowedScopes': ['openid', 'profile', 'shop.orders'], 'allowOfflineAccess': true
      """
          .formatted(HASH);

  static final String SPA =
      """
      'clientId': 'shop.spa', 'clientName': 'Shop', 'allowedGrantTypes': ['authorization_code'],
      'requireClientSecret': false, 'redirectUris': ['https://shop.example/callback'],
      'postLogoutRedirectUris': ['https://shop.example/'],
      'backChannelLogoutUri': 'https://shop.example/back-channel-logout',
      'allowedCorsOrigins': ['https://shop.example'],
      'allowedScopes': ['openid', 'profile', 'shop.orders']
      """;

  static final String MACHINE =
      """
      'clientId': 'shop.job', 'clientName': 'Nightly job', 'allowedGrantTypes': ['client_credentials'],
      'clientSecrets': [{'description': 'job', 'value': '%s', 'expiration': '2027-11-01T00:00:00Z'}],
      'allowedScopes': ['shop.orders']
      """
          .formatted(HASH);

  private Bases() {}

  /** The client of these members, with some of them replaced. */
  static RegistrationDocument client(String base, String changed) {
    Map<String, Object> members = new LinkedHashMap<>(members(base));
    members.putAll(members(changed.contains("'clientId'") ? changed : base(base) + changed));
    // read again, so that there are positions
    return RegistrationDocument.parse(
        RegistrationDocument.of(ClientRegistration.of(members)).toJson());
  }

  private static String base(String base) {
    return base.substring(0, base.indexOf(',') + 1);
  }

  private static Map<String, Object> members(String json) {
    return document("{" + json + "}").client().members();
  }

  static RegistrationDocument document(String json) {
    return RegistrationDocument.parse(json.replace('\'', '"'));
  }

  static Linter linter() {
    return Linter.of(() -> NOW);
  }
}

package dev.tms.registration.lint;

import static dev.tms.registration.lint.Bases.HASH;
import static dev.tms.registration.lint.Bases.MACHINE;
import static dev.tms.registration.lint.Bases.SPA;
import static dev.tms.registration.lint.Bases.WEB;
import static dev.tms.registration.lint.Case.in;
import static dev.tms.registration.lint.Case.on;

import java.util.List;

/** Secrets, scopes and lifetimes. */
final class LifeCases {
  static final List<Case> ALL =
      List.of(
          // secrets
          on(
              WEB,
              "secret-missing",
              "clientSecrets",
              "'clientSecrets': []",
              "'clientSecrets': [], 'requireClientSecret': false"),
          on(
              WEB,
              "secret-missing",
              "clientSecrets",
              "'clientSecrets': [{'value': ''}]",
              "'clientSecrets': [{'value': '__Hash__'}]"),
          on(
              WEB,
              "secret-missing",
              "clientSecrets",
              "'clientSecrets': [], 'allowedGrantTypes': ['implicit', 'client_credentials']",
              "'clientSecrets': [], 'allowedGrantTypes': ['implicit']"),
          on(
              WEB,
              "secret-empty",
              "clientSecrets[0].value",
              "'clientSecrets': [{'value': '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='}]",
              "'clientSecrets': [{'value': '57DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='}]"),
          on(
              WEB,
              "secret-clear",
              "clientSecrets[0].value",
              "'clientSecrets': [{'value': 'a secret in clear'}]",
              "'clientSecrets': [{'value': '(hidden)'}]"),
          in(
              "secret-private-key",
              "$.clientSecrets[0].value",
              "{'clientId': 'a', 'clientSecrets': [{'type': 'JsonWebKey', 'value':"
                  + " '{\\'kty\\': \\'RSA\\', \\'n\\': \\'AQ\\', \\'d\\' : \\'AQ\\'}'}]}",
              "{'clientId': 'a', 'clientSecrets': [{'type': 'JsonWebKey', 'value':"
                  + " '{\\'kty\\': \\'RSA\\', \\'n\\': \\'AQ\\', \\'e\\': \\'AQAB\\'}'}]}"),
          in(
              "secret-private-key",
              "$.apiSecrets[0].value",
              "{'name': 'a', 'apiSecrets': [{'type': 'X509CertificateBase64', 'value':"
                  + " '-----BEGIN PRIVATE KEY-----'}]}",
              "{'name': 'a', 'apiSecrets': [{'type': 'X509CertificateBase64', 'value':"
                  + " '-----BEGIN CERTIFICATE-----'}]}"),
          on(WEB, "secret-empty", "clientSecrets[0].value", "'clientSecrets': [{'value': ''}]", ""),
          on(
              WEB,
              "secret-expired",
              "clientSecrets[0].expiration",
              secret("2026-11-22T12:00:00Z"),
              secret("2026-11-22T12:00:01Z")),
          on(
              WEB,
              "secret-expiring",
              "clientSecrets[0].expiration",
              secret("2026-12-22T12:00:00Z"),
              secret("2026-12-22T12:00:01Z")),
          on(
              WEB,
              "secret-clear",
              "clientSecrets[0].value",
              "'clientSecrets': [{'value': 'Xk29-vvQ-clear'}]",
              "'clientSecrets': [{'value': 'AB12', 'type': 'X509Thumbprint'}]"),
          on(
              WEB,
              "secret-hex",
              "clientSecrets[0].value",
              "'clientSecrets': [{'value': '" + "ab".repeat(32) + "'}]",
              "'clientSecrets': [{'value': '" + "ab".repeat(31) + "'}]"),
          // echo -n secret | openssl dgst -sha256 -binary | base64
          on(
              WEB,
              "secret-guessable",
              "clientSecrets[0].value",
              "'clientSecrets': [{'value': 'K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols='}]",
              ""),
          on(
              WEB,
              "secret-guessable",
              "clientSecrets[0].value",
              "'clientSecrets': [{'value': 'shop.web-secret'}]",
              "'clientSecrets': [{'value': 'shop.web-sacret'}]"),
          // scopes
          on(WEB, "scopes-missing", "allowedScopes", "'allowedScopes': null", ""),
          on(
              WEB,
              "openid-missing",
              "allowedScopes",
              "'allowedScopes': ['shop.orders']",
              "'allowedScopes': ['openid']"),
          in(
              "scope-undefined",
              "$.clients[0].allowedScopes[0]",
              "{'clients': [{" + MACHINE + "}], 'apiScopes': [{'name': 'other'}]}",
              "{'clients': [{" + MACHINE + "}], 'apiScopes': [{'name': 'shop.orders'}]}"),
          in(
              "scope-undefined",
              "$.clients[0].allowedScopes[1]",
              "{'clients': [{" + WEB + "}], 'identityResources': [{'name': 'openid'}]}",
              "{'clients': [{"
                  + WEB
                  + "}], 'apiResources': [{'name': 'shop', 'scopes': ['shop.orders']}]}"),
          in(
              "scope-disabled",
              "$.clients[0].allowedScopes[0]",
              "{'clients': [{"
                  + MACHINE
                  + "}], 'apiScopes': [{'name': 'shop.orders', 'enabled': false}]}",
              "{'clients': [{"
                  + MACHINE
                  + "}], 'apiScopes': [{'name': 'shop.orders', 'enabled': true}]}"),
          on(
              WEB,
              "scope-syntax",
              "allowedScopes[0]",
              "'allowedScopes': ['openid profile']",
              "'allowedScopes': ['openid']"),
          on(
              WEB,
              "scope-characters",
              "allowedScopes[1]",
              "'allowedScopes': ['openid', '\u043Epenid']",
              "'allowedScopes': ['openid', '__Scope__', 'urn:shop/orders.read']"),
          on(
              WEB,
              "scope-characters",
              "allowedScopes[1]",
              "'allowedScopes': ['openid', 'profile\u200B']",
              "'allowedScopes': ['openid', 'profile']"),
          on(
              WEB,
              "offline-scope-without-permission",
              "allowedScopes",
              "'allowedScopes': ['openid', 'offline_access'], 'allowOfflineAccess': false",
              "'allowedScopes': ['openid'], 'allowOfflineAccess': false"),
          in(
              "scope-name-clash",
              "$.apiScopes[0]",
              "{'apiScopes': [{'name': 'email'}], 'identityResources': [{'name': 'email'}]}",
              "{'apiScopes': [{'name': 'mail'}], 'identityResources': [{'name': 'email'}]}"),
          in(
              "scope-name-clash",
              "$.apiResources[1].scopes[0]",
              "{'apiResources': [{'name': 'a', 'scopes': [{'name': 's'}]}, {'name': 'b', 'scopes':"
                  + " [{'name': 's'}]}]}",
              "{'apiResources': [{'name': 'a', 'scopes': [{'name': 's'}]}, {'name': 'b', 'scopes':"
                  + " ['s']}]}"),
          in(
              "scope-name-clash",
              "$.apiResources[0].scopes[0]",
              "{'apiResources': [{'name': 'a', 'scopes': [{'name': 's'}]}], 'apiScopes': [{'name':"
                  + " 's'}]}",
              "{'apiResources': [{'name': 'a', 'scopes': ['s']}], 'apiScopes': [{'name': 's'}]}"),
          // lifetimes
          on(
              WEB,
              "lifetime-out-of-range",
              "accessTokenLifetime",
              "'accessTokenLifetime': 0",
              "'accessTokenLifetime': 1"),
          on(
              WEB,
              "lifetime-out-of-range",
              "consentLifetime",
              "'consentLifetime': 2147483648",
              "'consentLifetime': 2147483647"),
          on(
              WEB,
              "refresh-never-ends",
              "absoluteRefreshTokenLifetime",
              "'absoluteRefreshTokenLifetime': 0",
              "'absoluteRefreshTokenLifetime': 86400"),
          on(
              SPA,
              "refresh-reuse-public",
              "refreshTokenUsage",
              "'allowOfflineAccess': true, 'refreshTokenUsage': 0",
              "'allowOfflineAccess': true, 'refreshTokenUsage': 1"));

  private LifeCases() {}

  private static String secret(String expiration) {
    return "'clientSecrets': [{'value': '" + HASH + "', 'expiration': '" + expiration + "'}]";
  }
}

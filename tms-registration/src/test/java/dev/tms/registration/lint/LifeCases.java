package dev.tms.registration.lint;

import static dev.tms.registration.lint.Bases.HASH;
import static dev.tms.registration.lint.Bases.MACHINE;
import static dev.tms.registration.lint.Bases.OTHER;
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
              "secret-masked",
              "clientSecrets[0].value",
              "'clientSecrets': [{'value': '********'}]",
              ""),
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
          on(
              SPA,
              "secret-on-public-client",
              "clientSecrets",
              "'clientSecrets': [{'value': '" + HASH + "'}]",
              "'clientSecrets': []"),
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
              "secret-never-expires",
              "clientSecrets[0].expiration",
              "'clientSecrets': [{'value': '" + HASH + "', 'expiration': null}]",
              ""),
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
          on(
              WEB,
              "secret-shared",
              "clientSecrets[1].value",
              "'clientSecrets': [{'value': '" + HASH + "'}, {'value': '" + HASH + "'}]",
              "'clientSecrets': [{'value': '" + HASH + "'}, {'value': '" + OTHER + "'}]"),
          on(
              WEB,
              "secret-shared",
              "clientSecrets[1].value",
              "'clientSecrets': [{'value': 'one word'}, {'value': 'one word'}]",
              "'clientSecrets': [{'value': '***'}, {'value': '***'}]"),
          in(
              "secret-shared",
              "$[1].apiSecrets[0].value",
              "[{"
                  + MACHINE
                  + "}, {'name': 'a', 'scopes': ['a'], 'apiSecrets': [{'value': '"
                  + HASH
                  + "'}]}]",
              "[{"
                  + MACHINE
                  + "}, {'name': 'a', 'scopes': ['a'], 'apiSecrets': [{'value': '"
                  + OTHER
                  + "'}]}]"),
          on(
              WEB,
              "secret-type",
              "clientSecrets[0].type",
              "'clientSecrets': [{'value': 'x', 'type': 'Shared'}]",
              "'clientSecrets': [{'value': 'x', 'type': 'JWK'}]"),
          // scopes
          on(WEB, "scopes-missing", "allowedScopes", "'allowedScopes': null", ""),
          on(
              WEB,
              "openid-missing",
              "allowedScopes",
              "'allowedScopes': ['shop.orders']",
              "'allowedScopes': ['openid']"),
          on(
              MACHINE,
              "identity-scope-for-machine",
              "allowedScopes[1]",
              "'allowedScopes': ['shop.orders', 'profile']",
              ""),
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
              "scope-sample",
              "allowedScopes[1]",
              "'allowedScopes': ['openid', 'api1']",
              "'allowedScopes': ['openid', 'api.shop']"),
          on(
              WEB,
              "offline-scope-without-permission",
              "allowedScopes",
              "'allowedScopes': ['openid', 'offline_access'], 'allowOfflineAccess': false",
              "'allowedScopes': ['openid'], 'allowOfflineAccess': false"),
          on(
              WEB,
              "offline-scope-listed",
              "allowedScopes",
              "'allowedScopes': ['openid', 'offline_access']",
              ""),
          on(
              SPA,
              "offline-without-grant",
              "allowOfflineAccess",
              "'allowOfflineAccess': true, 'allowedGrantTypes': ['implicit']",
              "'allowOfflineAccess': true, 'allowedGrantTypes': ['hybrid']"),
          in(
              "scope-name-clash",
              "$.apiScopes[0]",
              "{'apiScopes': [{'name': 'email'}], 'identityResources': [{'name': 'email'}]}",
              "{'apiScopes': [{'name': 'mail'}], 'identityResources': [{'name': 'email'}]}"),
          in(
              "scope-name-clash",
              "$.apiResources[1].scopes[0]",
              "{'apiResources': [{'name': 'a', 'scopes': [{'name': 's'}]}, {'name': 'b', 'scopes': [{'name': 's'}]}]}",
              "{'apiResources': [{'name': 'a', 'scopes': [{'name': 's'}]}, {'name': 'b', 'scopes': ['s']}]}"),
          in(
              "scope-name-clash",
              "$.apiResources[0].scopes[0]",
              "{'apiResources': [{'name': 'a', 'scopes': [{'name': 's'}]}], 'apiScopes': [{'name': 's'}]}",
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
              "code-lifetime",
              "authorizationCodeLifetime",
              "'authorizationCodeLifetime': 601",
              "'authorizationCodeLifetime': 600"),
          on(
              WEB,
              "access-token-long",
              "accessTokenLifetime",
              "'accessTokenLifetime': 3601",
              "'accessTokenLifetime': 3600"),
          on(
              MACHINE,
              "machine-token-long",
              "accessTokenLifetime",
              "'accessTokenLifetime': 86401",
              "'accessTokenLifetime': 86400"),
          on(
              WEB,
              "access-token-short",
              "accessTokenLifetime",
              "'accessTokenLifetime': 59",
              "'accessTokenLifetime': 60"),
          on(
              WEB,
              "id-token-long",
              "identityTokenLifetime",
              "'identityTokenLifetime': 901",
              "'identityTokenLifetime': 900"),
          on(
              WEB,
              "device-code-long",
              "deviceCodeLifetime",
              "'deviceCodeLifetime': 1801, 'allowedGrantTypes': ['urn:ietf:params:oauth:grant-type:device_code']",
              "'deviceCodeLifetime': 1801"),
          on(
              WEB,
              "sso-shorter-than-token",
              "userSsoLifetime",
              "'userSsoLifetime': 3599",
              "'userSsoLifetime': 3600"),
          // refresh
          on(
              WEB,
              "sliding-longer-than-absolute",
              "slidingRefreshTokenLifetime",
              "'slidingRefreshTokenLifetime': 7201, 'absoluteRefreshTokenLifetime': 7200",
              "'slidingRefreshTokenLifetime': 7200, 'absoluteRefreshTokenLifetime': 7200"),
          on(
              WEB,
              "sliding-without-effect",
              "slidingRefreshTokenLifetime",
              "'slidingRefreshTokenLifetime': 86400",
              "'slidingRefreshTokenLifetime': 86400, 'refreshTokenExpiration': 0"),
          on(
              WEB,
              "refresh-never-ends",
              "absoluteRefreshTokenLifetime",
              "'absoluteRefreshTokenLifetime': 0",
              "'absoluteRefreshTokenLifetime': 86400"),
          on(
              WEB,
              "refresh-token-long",
              "absoluteRefreshTokenLifetime",
              "'absoluteRefreshTokenLifetime': 7776001",
              "'absoluteRefreshTokenLifetime': 7776000"),
          on(
              SPA,
              "refresh-token-long-in-browser",
              "absoluteRefreshTokenLifetime",
              "'allowOfflineAccess': true",
              "'allowOfflineAccess': true, 'absoluteRefreshTokenLifetime': 604800"),
          on(
              SPA,
              "refresh-reuse-public",
              "refreshTokenUsage",
              "'allowOfflineAccess': true, 'refreshTokenUsage': 0",
              "'allowOfflineAccess': true, 'refreshTokenUsage': 1"),
          on(
              WEB,
              "refresh-shorter-than-access",
              "absoluteRefreshTokenLifetime",
              "'absoluteRefreshTokenLifetime': 3600",
              "'absoluteRefreshTokenLifetime': 3601"),
          on(
              WEB,
              "refresh-settings-unused",
              "updateAccessTokenClaimsOnRefresh",
              "'updateAccessTokenClaimsOnRefresh': true, 'allowOfflineAccess': false",
              "'updateAccessTokenClaimsOnRefresh': true"));

  private LifeCases() {}

  private static String secret(String expiration) {
    return "'clientSecrets': [{'value': '" + HASH + "', 'expiration': '" + expiration + "'}]";
  }
}

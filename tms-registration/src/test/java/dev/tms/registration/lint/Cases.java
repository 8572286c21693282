package dev.tms.registration.lint;

import static dev.tms.registration.lint.Bases.HASH;
import static dev.tms.registration.lint.Bases.MACHINE;
import static dev.tms.registration.lint.Bases.SPA;
import static dev.tms.registration.lint.Bases.WEB;

import java.util.List;

/** For each rule a document that breaks it, and one beside it that does not. */
final class Cases {
  private static final String OTHER = HASH.replace('f', 'g');

  static final List<Case> ALL =
      List.of(
          // grants
          on(WEB, "grants-missing", "allowedGrantTypes", "'allowedGrantTypes': []", ""),
          on(
              WEB,
              "grant-misspelled",
              "allowedGrantTypes[0]",
              "'allowedGrantTypes': ['Authorization-Code']",
              "'allowedGrantTypes': ['urn:custom:code']"),
          on(
              WEB,
              "grant-misspelled",
              "allowedGrantTypes[0]",
              "'allowedGrantTypes': ['code']",
              "'allowedGrantTypes': ['delegation']"),
          on(
              WEB,
              "ui-with-client-credentials",
              "allowedGrantTypes",
              "'allowedGrantTypes': ['authorization_code', 'client_credentials']",
              "'allowedGrantTypes': ['client_credentials']"),
          on(
              WEB,
              "grants-conflict",
              "allowedGrantTypes",
              "'allowedGrantTypes': ['authorization_code', 'implicit']",
              "'allowedGrantTypes': ['authorization_code', 'authorization_code']"),
          on(
              WEB,
              "code-without-pkce",
              "requirePkce",
              "'requirePkce': false",
              "'requirePkce': false, 'allowedGrantTypes': ['implicit']"),
          on(
              WEB,
              "plain-pkce",
              "allowPlainTextPkce",
              "'allowPlainTextPkce': true",
              "'allowPlainTextPkce': false"),
          on(SPA, "implicit-grant", "allowedGrantTypes", "'allowedGrantTypes': ['implicit']", ""),
          on(WEB, "hybrid-grant", "allowedGrantTypes", "'allowedGrantTypes': ['hybrid']", ""),
          on(WEB, "password-grant", "allowedGrantTypes", "'allowedGrantTypes': ['password']", ""),
          on(
              WEB,
              "tokens-via-browser",
              "allowAccessTokensViaBrowser",
              "'allowAccessTokensViaBrowser': true",
              "'allowAccessTokensViaBrowser': true, 'allowedGrantTypes': ['hybrid']"),
          on(
              SPA,
              "implicit-without-token",
              "allowAccessTokensViaBrowser",
              "'allowedGrantTypes': ['implicit']",
              "'allowedGrantTypes': ['implicit'], 'allowAccessTokensViaBrowser': true"),
          on(
              MACHINE,
              "public-client-credentials",
              "requireClientSecret",
              "'requireClientSecret': false",
              ""),
          on(WEB, "signed-requests", "requireRequestObject", "'requireRequestObject': true", ""),
          on(
              WEB,
              "other-protocol",
              "protocolType",
              "'protocolType': 'saml2p'",
              "'protocolType': 'oidc'"),
          on(
              WEB,
              "local-login-beside-restriction",
              "enableLocalLogin",
              "'identityProviderRestrictions': ['corp']",
              "'identityProviderRestrictions': ['corp'], 'enableLocalLogin': false"),
          // redirects
          on(
              WEB,
              "redirect-missing",
              "redirectUris",
              "'redirectUris': []",
              "'redirectUris': [], 'allowedGrantTypes': ['client_credentials']"),
          on(
              MACHINE,
              "redirect-unused",
              "redirectUris",
              "'redirectUris': ['https://shop.example/']",
              ""),
          on(
              WEB,
              "redirect-wildcard",
              "redirectUris[1]",
              "'redirectUris': ['https://shop.example/', 'https://*.shop.example/cb']",
              ""),
          on(
              WEB,
              "redirect-fragment",
              "redirectUris[0]",
              "'redirectUris': ['__Url__/#/callback#']",
              "'redirectUris': ['__Url__/callback']"),
          on(
              WEB,
              "redirect-fragment",
              "redirectUris[0]",
              "'redirectUris': ['https://shop.example/cb#']",
              "'redirectUris': ['https://shop.example/cb?x=%23']"),
          on(
              WEB,
              "redirect-http",
              "redirectUris[0]",
              "'redirectUris': ['http://shop.example/cb']",
              "'redirectUris': ['http://127.0.0.1:8080/cb']"),
          on(
              WEB,
              "redirect-invalid",
              "redirectUris[0]",
              "'redirectUris': ['/callback']",
              "'redirectUris': ['__Url__/callback']"),
          on(
              WEB,
              "redirect-invalid",
              "redirectUris[0]",
              "'redirectUris': ['https:///callback']",
              "'redirectUris': ['com.example.shop:/callback']"),
          on(
              WEB,
              "redirect-scheme",
              "redirectUris[0]",
              "'redirectUris': ['javascript:alert(1)']",
              "'redirectUris': ['com.example.shop:/cb']"),
          on(
              WEB,
              "redirect-user",
              "redirectUris[0]",
              "'redirectUris': ['https://u:p@shop.example/cb']",
              "'redirectUris': ['https://shop.example/cb/a@b']"),
          on(
              WEB,
              "redirect-private-scheme",
              "redirectUris[0]",
              "'redirectUris': ['shopapp://callback']",
              "'redirectUris': ['example.shop.app://callback']"),
          on(
              WEB,
              "redirect-ambiguous",
              "redirectUris[0]",
              "'redirectUris': ['https://Shop.example/cb']",
              "'redirectUris': ['https://shop.example/CB']"),
          on(
              WEB,
              "redirect-ambiguous",
              "redirectUris[0]",
              "'redirectUris': ['https://shop.example:443/cb']",
              "'redirectUris': ['https://shop.example:8443/cb']"),
          on(
              WEB,
              "redirect-ambiguous",
              "redirectUris[0]",
              "'redirectUris': ['https://shop.example/a/../cb']",
              "'redirectUris': ['https://shop.example/a/..b/cb']"),
          on(
              WEB,
              "redirect-foreign-host",
              "redirectUris[1]",
              "'redirectUris': ['https://shop.example/cb', 'https://evil.test/cb']",
              "'redirectUris': ['https://shop.example/cb', 'https://www.shop.example/cb']"),
          on(
              WEB,
              "redirect-to-development",
              "redirectUris[1]",
              "'redirectUris': ['https://shop.example/cb', 'http://localhost:3000/cb']",
              "'redirectUris': ['http://localhost:3000/cb']"),
          on(
              SPA,
              "redirect-localhost",
              "redirectUris[0]",
              "'redirectUris': ['http://localhost:4000/cb'], 'allowedCorsOrigins': []",
              "'redirectUris': ['http://127.0.0.1:4000/cb'], 'allowedCorsOrigins': []"),
          on(
              SPA,
              "redirect-silent-refresh",
              "redirectUris[1]",
              "'redirectUris': ['https://shop.example/cb', 'https://shop.example/assets/silent-refresh.html']",
              "'redirectUris': ['https://shop.example/cb', 'https://shop.example/silently']"),
          on(
              SPA,
              "redirect-silent-refresh",
              "redirectUris[0]",
              "'redirectUris': ['__Url__/#/silentrefresh#']",
              ""),
          on(
              WEB,
              "post-logout-missing",
              "postLogoutRedirectUris",
              "'postLogoutRedirectUris': []",
              ""),
          on(
              WEB,
              "post-logout-invalid",
              "postLogoutRedirectUris[0]",
              "'postLogoutRedirectUris': ['https://shop.example/*']",
              "'postLogoutRedirectUris': ['__Url__']"),
          on(
              WEB,
              "post-logout-invalid",
              "postLogoutRedirectUris[0]",
              "'postLogoutRedirectUris': ['http://shop.example/']",
              "'postLogoutRedirectUris': ['http://localhost/']"),
          on(
              WEB,
              "post-logout-foreign-host",
              "postLogoutRedirectUris[0]",
              "'postLogoutRedirectUris': ['https://elsewhere.test/']",
              "'postLogoutRedirectUris': ['https://www.shop.example/']"),
          on(
              WEB,
              "host-unqualified",
              "redirectUris",
              "'redirectUris': ['https://endpoint:8443/']",
              "'redirectUris': ['https://localhost:8443/']"),
          on(
              WEB,
              "display-uri",
              "logoUri",
              "'logoUri': 'http://shop.example/logo.png'",
              "'logoUri': 'https://shop.example/logo.png', 'clientUri': ''"),
          // origins
          on(
              SPA,
              "cors-url",
              "allowedCorsOrigins[0]",
              "'allowedCorsOrigins': ['https://shop.example/']",
              "'allowedCorsOrigins': ['https://shop.example:8443']"),
          on(
              SPA,
              "cors-url",
              "allowedCorsOrigins[0]",
              "'allowedCorsOrigins': ['https://shop.example:443']",
              "'allowedCorsOrigins': ['__Origin__']"),
          on(SPA, "cors-wildcard", "allowedCorsOrigins[0]", "'allowedCorsOrigins': ['*']", ""),
          on(
              SPA,
              "cors-http",
              "allowedCorsOrigins[1]",
              "'allowedCorsOrigins': ['https://shop.example', 'http://shop.example']",
              "'allowedCorsOrigins': ['http://localhost:3000']"),
          on(
              SPA,
              "cors-invalid",
              "allowedCorsOrigins[0]",
              "'allowedCorsOrigins': ['shop.example']",
              "'allowedCorsOrigins': ['https://shop.example']"),
          on(
              SPA,
              "cors-missing",
              "allowedCorsOrigins",
              "'allowedCorsOrigins': []",
              "'allowedCorsOrigins': [], 'redirectUris': ['http://127.0.0.1/cb']"),
          on(
              SPA,
              "cors-incomplete",
              "allowedCorsOrigins",
              "'redirectUris': ['https://shop.example/', 'https://shop.example:8443/']",
              "'redirectUris': ['https://shop.example/', 'https://shop.example/b']"),
          on(
              SPA,
              "cors-incomplete",
              "allowedCorsOrigins",
              "'redirectUris': ['__AppUrl__/cb'], 'allowedCorsOrigins': ['__ApiUrl__']",
              "'redirectUris': ['__AppUrl__/cb'], 'allowedCorsOrigins': ['__AppUrl__']"),
          on(
              SPA,
              "cors-without-page",
              "allowedCorsOrigins[1]",
              "'allowedCorsOrigins': ['https://shop.example', 'https://shop.example:8080']",
              ""),
          on(
              MACHINE,
              "cors-unused",
              "allowedCorsOrigins",
              "'allowedCorsOrigins': ['https://shop.example']",
              ""),
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
              "'updateAccessTokenClaimsOnRefresh': true"),
          // tokens
          in(
              "reference-token-without-introspection",
              "$.clients[0].accessTokenType",
              reference("[]"),
              reference("[{'value': '" + OTHER + "'}]")),
          on(
              WEB,
              "token-without-id",
              "includeJwtId",
              "'includeJwtId': false",
              "'includeJwtId': true"),
          on(
              WEB,
              "user-claims-in-id-token",
              "alwaysIncludeUserClaimsInIdToken",
              "'alwaysIncludeUserClaimsInIdToken': true",
              ""),
          on(
              WEB,
              "id-token-algorithm",
              "allowedIdentityTokenSigningAlgorithms[1]",
              "'allowedIdentityTokenSigningAlgorithms': ['RS256', 'HS256']",
              "'allowedIdentityTokenSigningAlgorithms': ['RS256', 'ES256']"),
          in(
              "access-token-algorithm",
              "$.allowedAccessTokenSigningAlgorithms[0]",
              "{'name': 'a', 'scopes': ['a'], 'allowedAccessTokenSigningAlgorithms': ['none']}",
              "{'name': 'a', 'scopes': ['a'], 'allowedAccessTokenSigningAlgorithms': ['PS256']}"),
          // claims
          on(
              MACHINE,
              "claims-without-prefix",
              "clientClaimsPrefix",
              "'claims': [{'type': 'x', 'value': 'y'}], 'clientClaimsPrefix': ''",
              "'claims': [{'type': 'x', 'value': 'y'}], 'clientClaimsPrefix': 'c_'"),
          on(
              MACHINE,
              "claims-prefix-unset",
              "clientClaimsPrefix",
              "'claims': [{'type': 'x', 'value': 'y'}]",
              "'claims': [{'type': 'x', 'value': 'y'}], 'clientClaimsPrefix': null"),
          on(
              MACHINE,
              "claim-reserved",
              "claims[0].type",
              "'claims': [{'type': 'sub', 'value': 'y'}]",
              "'claims': [{'type': 'sub', 'value': 'y'}], 'clientClaimsPrefix': 'client_'"),
          on(
              WEB,
              "claim-like-a-users",
              "claims[0].type",
              "'claims': [{'type': 'role', 'value': 'y'}], 'alwaysSendClientClaims': true",
              "'claims': [{'type': 'client_role', 'value': 'y'}], 'alwaysSendClientClaims': true"),
          on(
              WEB,
              "claims-always-without-claims",
              "alwaysSendClientClaims",
              "'alwaysSendClientClaims': true",
              ""),
          on(
              WEB,
              "claims-never-sent",
              "claims",
              "'claims': [{'type': 'x', 'value': 'y'}]",
              "'claims': [{'type': 'x', 'value': 'y'}], 'alwaysSendClientClaims': true"),
          on(
              MACHINE,
              "claim-acting-user",
              "claims[0].type",
              "'claims': [{'type': 'dau', 'value': 'robot'}]",
              "'claims': [{'type': 'daughter', 'value': 'x'}]"),
          // logout
          on(WEB, "logout-untold", "backChannelLogoutUri", "'backChannelLogoutUri': null", ""),
          on(
              WEB,
              "front-channel-without-session",
              "frontChannelLogoutSessionRequired",
              "'frontChannelLogoutUri': 'https://shop.example/fc', 'frontChannelLogoutSessionRequired': false",
              "'frontChannelLogoutSessionRequired': false"),
          on(
              WEB,
              "back-channel-without-session",
              "backChannelLogoutSessionRequired",
              "'backChannelLogoutSessionRequired': false",
              "'backChannelLogoutSessionRequired': false, 'backChannelLogoutUri': ''"),
          on(
              WEB,
              "logout-uri-invalid",
              "backChannelLogoutUri",
              "'backChannelLogoutUri': 'https://shop.example/bc#x'",
              "'backChannelLogoutUri': '__Url__/bc'"),
          on(
              WEB,
              "logout-uri-invalid",
              "frontChannelLogoutUri",
              "'frontChannelLogoutUri': 'http://shop.example/fc'",
              "'frontChannelLogoutUri': 'http://localhost/fc'"),
          on(
              WEB,
              "front-channel-origin",
              "frontChannelLogoutUri",
              "'frontChannelLogoutUri': 'https://shop.example:8443/fc'",
              "'frontChannelLogoutUri': 'https://shop.example/fc'"),
          on(
              WEB,
              "front-channel-cookies",
              "frontChannelLogoutUri",
              "'frontChannelLogoutUri': 'https://shop.example/fc', 'backChannelLogoutUri': null",
              "'frontChannelLogoutUri': 'https://shop.example/fc'"),
          // consent
          on(
              WEB,
              "consent-lifetime-unused",
              "consentLifetime",
              "'consentLifetime': 60",
              "'consentLifetime': 60, 'requireConsent': true"),
          on(
              WEB,
              "consent-contradiction",
              "allowRememberConsent",
              "'requireConsent': true, 'allowRememberConsent': false, 'consentLifetime': 60",
              "'requireConsent': true, 'consentLifetime': 60"),
          on(
              WEB,
              "consent-forgotten",
              "allowRememberConsent",
              "'requireConsent': true, 'allowRememberConsent': false",
              "'requireConsent': true"),
          on(MACHINE, "consent-without-user", "requireConsent", "'requireConsent': true", ""),
          on(
              WEB,
              "consent-without-name",
              "clientName",
              "'requireConsent': true, 'clientName': ''",
              "'requireConsent': true"),
          // resources
          in(
              "resource-inline-scopes",
              "$.scopes",
              "{'name': 'a', 'scopes': [{'name': 'b'}]}",
              "{'name': 'a', 'scopes': ['b']}"),
          in(
              "resource-without-scopes",
              "$.scopes",
              "{'name': 'a', 'scopes': []}",
              "{'name': 'a', 'scopes': ['b']}"),
          in(
              "resource-scope-undefined",
              "$.apiResources[0].scopes[0]",
              "{'apiResources': [{'name': 'a', 'scopes': ['b']}], 'apiScopes': [{'name': 'c'}]}",
              "{'apiResources': [{'name': 'a', 'scopes': ['c']}], 'apiScopes': [{'name': 'c'}]}"),
          in(
              "scope-without-resource",
              "$.apiScopes[0]",
              "{'apiResources': [{'name': 'a', 'scopes': ['b']}], 'apiScopes': [{'name': 'c'}]}",
              "{'apiScopes': [{'name': 'c'}]}"),
          in(
              "identity-without-claims",
              "$.userClaims",
              "{'name': 'openid'}",
              "{'name': 'openid', 'userClaims': ['sub']}"),
          in(
              "openid-without-sub",
              "$.userClaims",
              "{'name': 'openid', 'userClaims': ['name']}",
              "{'name': 'profile', 'userClaims': ['name']}"),
          in(
              "user-claim-secret",
              "$.userClaims[0]",
              "{'name': 'a', 'userClaims': ['password']}",
              "{'name': 'a', 'userClaims': ['name']}"),
          in(
              "resource-disabled",
              "$.Enabled",
              "{'Name': 'a', 'Enabled': false}",
              "{'Name': 'a', 'Enabled': true}"),
          // document
          in(
              "name-duplicate",
              "$[1]",
              "[{'name': 'a'}, {'name': 'a'}]",
              "[{'name': 'a'}, {'clientId': 'a'}]"),
          on(WEB, "client-disabled", "enabled", "'enabled': false", ""),
          on(WEB, "client-unnamed", "clientName", "'clientName': ' '", ""),
          on(
              WEB,
              "client-id-characters",
              "clientId",
              "'clientId': 'shop web'",
              "'clientId': 'shop-web_1.x'"),
          on(
              WEB,
              "member-unknown",
              "redirectUri",
              "'redirectUri': 'https://shop.example/'",
              "'refreshPolicy': 'x', 'uiLocales': 'de'"),
          on(WEB, "member-unknown", "clientsecrets_", "'clientsecrets_': []", ""),
          on(
              WEB,
              "placeholder",
              "clientName",
              "'clientName': '__Name__'",
              "'clientName': '__init'"),
          on(
              WEB,
              "list-duplicates",
              "allowedScopes[1]",
              "'allowedScopes': ['openid', 'openid']",
              "'allowedScopes': ['openid', 'OpenID']"),
          on(
              WEB,
              "uri-blanks",
              "redirectUris[0]",
              "'redirectUris': ['https://shop.example/ ']",
              ""),
          on(WEB, "id-blanks", "clientId", "'clientId': ' shop'", ""));

  private Cases() {}

  private static Case on(String base, String rule, String path, String broken, String sound) {
    return new Case(rule, "$." + path, Bases.client(base, broken), Bases.client(base, sound));
  }

  private static Case in(String rule, String path, String broken, String sound) {
    return new Case(rule, path, Bases.document(broken), Bases.document(sound));
  }

  private static String secret(String expiration) {
    return "'clientSecrets': [{'value': '" + HASH + "', 'expiration': '" + expiration + "'}]";
  }

  private static String reference(String apiSecrets) {
    return "{'clients': [{"
        + MACHINE
        + ", 'accessTokenType': 1}], 'apiResources': [{'name': 'shop', 'scopes': ['shop.orders'], 'apiSecrets': "
        + apiSecrets
        + "}]}";
  }
}

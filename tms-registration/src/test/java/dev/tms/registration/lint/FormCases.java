package dev.tms.registration.lint;

import static dev.tms.registration.lint.Bases.MACHINE;
import static dev.tms.registration.lint.Bases.OTHER;
import static dev.tms.registration.lint.Bases.WEB;
import static dev.tms.registration.lint.Case.in;
import static dev.tms.registration.lint.Case.on;

import java.util.List;

/** Tokens, claims, logout, consent, resources, and the document itself. */
final class FormCases {
  static final List<Case> ALL =
      List.of(
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
              "scope-name",
              "$.name",
              "{'name': 'orders read', 'displayName': 'a'}",
              "{'name': 'orders.read', 'displayName': 'a b'}"),
          in(
              "scope-name",
              "$.scopes[0]",
              "{'name': 'my api', 'scopes': [{'name': 'a b'}]}",
              "{'name': 'my api', 'scopes': [{'name': 'a'}]}"),
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

  private FormCases() {}

  private static String reference(String apiSecrets) {
    return "{'clients': [{"
        + MACHINE
        + ", 'accessTokenType': 1}], 'apiResources': [{'name': 'shop', 'scopes': ['shop.orders'], 'apiSecrets': "
        + apiSecrets
        + "}]}";
  }
}

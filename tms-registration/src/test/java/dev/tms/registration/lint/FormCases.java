package dev.tms.registration.lint;

import static dev.tms.registration.lint.Bases.MACHINE;
import static dev.tms.registration.lint.Bases.WEB;
import static dev.tms.registration.lint.Case.in;
import static dev.tms.registration.lint.Case.on;

import java.util.List;

/** Tokens, claims, logout, consent, resources, and the document itself. */
final class FormCases {
  static final List<Case> ALL =
      List.of(
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
          on(
              MACHINE,
              "claim-reserved",
              "claims[0].type",
              "'claims': [{'type': 'sub', 'value': 'y'}]",
              "'claims': [{'type': 'sub', 'value': 'y'}], 'clientClaimsPrefix': 'client_'"),
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
          in(
              "resource-scope-undefined",
              "$.apiResources[0].scopes[0]",
              "{'apiResources': [{'name': 'a', 'scopes': ['b']}], 'apiScopes': [{'name': 'c'}]}",
              "{'apiResources': [{'name': 'a', 'scopes': ['c']}], 'apiScopes': [{'name': 'c'}]}"),
          in(
              "openid-without-sub",
              "$.userClaims",
              "{'name': 'openid', 'userClaims': ['name']}",
              "{'name': 'profile', 'userClaims': ['name']}"),
          // document
          in(
              "name-duplicate",
              "$[1]",
              "[{'name': 'a'}, {'name': 'a'}]",
              "[{'name': 'a'}, {'clientId': 'a'}]"),
          on(WEB, "client-disabled", "enabled", "'enabled': false", ""),
          on(
              WEB,
              "member-unknown",
              "redirectUri",
              "'redirectUri': 'https://shop.example/'",
              "'refreshPolicy': 'x', 'uiLocales': 'de'"),
          on(WEB, "member-unknown", "clientsecrets_", "'clientsecrets_': []", ""),
          on(
              WEB,
              "uri-blanks",
              "redirectUris[0]",
              "'redirectUris': ['https://shop.example/ ']",
              ""),
          on(WEB, "id-blanks", "clientId", "'clientId': ' shop'", ""));

  private FormCases() {}
}

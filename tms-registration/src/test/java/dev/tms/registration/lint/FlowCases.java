package dev.tms.registration.lint;

import static dev.tms.registration.lint.Bases.MACHINE;
import static dev.tms.registration.lint.Bases.SPA;
import static dev.tms.registration.lint.Bases.WEB;
import static dev.tms.registration.lint.Case.on;

import java.util.List;

/** Ways to get tokens, and where browsers go. */
final class FlowCases {
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
              "grant-misspelled",
              "allowedGrantTypes[0]",
              "'allowedGrantTypes': ['authorisation_code']",
              "'allowedGrantTypes': ['__Grant__']"),
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
          on(WEB, "password-grant", "allowedGrantTypes", "'allowedGrantTypes': ['password']", ""),
          on(
              WEB,
              "tokens-via-browser",
              "allowAccessTokensViaBrowser",
              "'allowAccessTokensViaBrowser': true",
              "'allowAccessTokensViaBrowser': true, 'allowedGrantTypes': ['hybrid']"),
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
          // redirects
          on(
              WEB,
              "redirect-missing",
              "redirectUris",
              "'redirectUris': []",
              "'redirectUris': [], 'allowedGrantTypes': ['client_credentials']"),
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
              "redirect-foreign-host",
              "redirectUris[1]",
              "'redirectUris': ['https://shop.example/cb', 'https://evil.test/cb']",
              "'redirectUris': ['https://shop.example/cb', 'https://www.shop.example/cb']"),
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
              "'allowedCorsOrigins': ['https://shop.example']"));

  private FlowCases() {}
}

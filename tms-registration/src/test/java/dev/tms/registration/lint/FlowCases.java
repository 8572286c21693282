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
              "grant-refresh-token",
              "allowedGrantTypes[1]",
              "'allowedGrantTypes': ['authorization_code', 'refresh_token']",
              ""),
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
              ""));

  private FlowCases() {}
}

package dev.tms.registration.document;

/** Documents of the shapes that providers give out. */
final class Samples {
  static final String CAMEL =
      """
      {
        "clientId": "archive-viewer",
        "clientName": "Archive viewer",
        "allowedGrantTypes": ["implicit"],
        "accessTokenLifetime": 7200, "accessTokenType": 0,
        "claims": [{"type": "role", "value": "READER"}, {"type": "tenant", "value": "north"}],
        "clientClaimsPrefix": "",
        "clientSecrets": [{"description": "viewer", "value": ""}],
        "redirectUris": ["https://viewer:8443/", "https://viewer:8443/silent.html"],
        "requireClientSecret": false,
        "vendorExtension": {"Inner": [1, 2.50, 1e3, null, true], "a b": "x"}
      }
      """;

  static final String PASCAL =
      """
      // written by an export
      {
        "Enabled": true, "ClientId": "policy.admin", "ProtocolType": "oidc",
        "ClientSecrets": [{"Description": "d", "Value": "__SecretHash__", "Expiration": null, "Type": "SharedSecret"}],
        "RequireClientSecret": false, "ClientUri": null,
        "AllowedCorsOrigins": ["__ApiUrl__"],
        "AllowedGrantTypes": ["authorization_code"],
        "RedirectUris": ["__AdminUrl__/#/callback#", /* older */ "__AdminUrl__/#/renew#"],
        "ConsentLifetime": null, "Properties": {"Some.Key": "x"}, "UiLocales": "de",
      }
      """;

  static final String PACKAGE =
      """
      {
        "Version": 3,
        "Authorization": {
          "Clients": [{"ClientId": "one", "AllowedScopes": ["pol.api"]}, {"ClientId": "two"}],
          "ApiScopes": [{"Name": "pol.api", "UserClaims": ["name"]}],
          "ApiResources": [{"Name": "pol", "Scopes": ["pol.api"], "ApiSecrets": [{"Value": "x"}]}],
          "IdentityResources": [{"Name": "openid", "UserClaims": ["sub"]}]
        },
        "Notes": ["kept __Here__"]
      }
      """;

  private Samples() {}
}

package dev.tms.compact;

import java.nio.charset.StandardCharsets;

/**
 * The preset dictionary of deflate: headers and claims as the common providers write them, with
 * atoms in place of values. The most likely ones come last, where references are cheapest. Part of
 * format version 1: changing a byte needs a new version.
 */
final class Dictionary {
  private static final String REGISTERED =
      """
      "zoneinfo":"Europe/Berlin","locale":"en","birthdate":"","gender":"","website":"","profile":"https://\
      ","address":{"formatted":"","street_address":"","locality":"","postal_code":"","country":""},\
      "phone_number":"+","phone_number_verified":true,"middle_name":"","client_id":"","scope":"","cnf":{"x5t#S256":"\2"},\
      "act":{"sub":"may_act":"entitlements":["groups":["roles":["admin","user"],"permissions":["read:","write:"],\
      "token_use":"access","token_type":"events":{"c_hash":"\2","s_hash":"\2","jti":"\2","kid":"\1","cty":"JWT","zip":"DEF",\
      "enc":"A256GCM","A128CBC-HS256","epk":{"kty":"EC","crv":"P-256","x":"\2","y":"\2"}{"alg":"RSA-OAEP-256",\
      "dir","ES256","PS256","EdDSA","RS512",\
      """;
  private static final String OKTA_GOOGLE =
      """
      {"iss":"https://accounts.google.com","azp":".apps.googleusercontent.com","aud":".apps.googleusercontent.com",\
      "hd":"","at_hash":"\2","picture":"https://lh3.googleusercontent.com/a/"\
      {"kid":"\2","alg":"RS256"}\0{"ver":1,"jti":"AT.\2","iss":"https://.okta.com/oauth2/default","aud":"api://default",\
      "iat":\3,"exp":\3,"cid":"","uid":"","scp":["openid","profile","email","offline_access"],"auth_time":\3,"sub":"",\
      "jti":"ID.\2","amr":["mfa","otp","pwd"],"idp":"","nonce":"\2","preferred_username":"","at_hash":"\2"}\0\
      """;
  private static final String AUTH0 =
      """
      {"nickname":"","name":"","picture":"https://s.gravatar.com/avatar/\4?s=480&r=pg&d=https%3A%2F%2Fcdn.auth0.com%2Favatars%2F.png",\
      "updated_at":"T00:00:00.000Z","email":"@gmail.com","email_verified":true,"iss":"https://.eu.auth0.com/","aud":"",\
      "sub":"auth0|\4","iat":\3,"exp":\3,"sid":"\2","nonce":"\2"}\0{"alg":"RS256","typ":"JWT","kid":"\2"}\0{"iss":"https://.us.auth0.com/",\
      "sub":"auth0|\4","aud":["https://","https://.auth0.com/userinfo"],"iat":\3,"exp":\3,"azp":"","scope":"openid profile email offline_access"}\0\
      """;
  private static final String ENTRA =
      """
      {"typ":"JWT","alg":"RS256","x5t":"\2","kid":"\2"}\0{"aud":"https://graph.microsoft.com","iss":"https://sts.windows.net/\1/",\
      "iat":\3,"nbf":\3,"exp":\3,"acct":0,"acr":"1","aio":"\2","amr":["pwd","mfa"],"app_displayname":"","appid":"\1",\
      "appidacr":"1","family_name":"","given_name":"","idtyp":"user","ipaddr":"","name":"","oid":"\1","puid":"",\
      "rh":"","scp":"User.Read email openid profile","sid":"\1","sub":"\2","tid":"\1","unique_name":"","upn":"","uti":"\2",\
      "ver":"1.0","wids":["\1"]{"typ":"JWT","alg":"RS256","kid":"\2"}\0{"aud":"\1","iss":"https://login.microsoftonline.com/\1/v2.0",\
      "iat":\3,"nbf":\3,"exp":\3,"aio":"\2","azp":"\1","azpacr":"1","email":"","name":"","nonce":"\2","oid":"\1","preferred_username":"",\
      "rh":"","sid":"\1","sub":"\2","tid":"\1","uti":"\2","ver":"2.0"}\0\
      """;
  private static final String IDENTITY_SERVER =
      """
      {"alg":"RS256","kid":"\5","typ":"JWT"}\0{"nbf":\3,"exp":\3,"iss":"https://","aud":"","nonce":"\2","iat":\3,\
      "at_hash":"\2","s_hash":"\2","sid":"\5","sub":"","auth_time":\3,"idp":"local","amr":["pwd"]}\0\
      {"alg":"RS256","kid":"\5","x5t":"\2","typ":"at+jwt"}\0{"iss":"https://","nbf":\3,"iat":\3,"exp":\3,"aud":["https:///resources"],\
      "scope":["openid","profile","email","offline_access"],"amr":["pwd"],"client_id":"","sub":"\1","auth_time":\3,"idp":"local","sid":"\5","jti":"\5"}\0\
      """;
  private static final String KEYCLOAK =
      """
      "client_id":"","clientHost":"","clientAddress":"","preferred_username":"service-account-","locale":"en",\
      "realm-management":{"roles":["broker":{"roles":["read-token"]},"groups":["/"],"session_state":"\1",\
      "cnf":{"jkt":"\2","kc-jkt-type":"DPoP"},"email_verified":false,"iss":"https:///auth/realms/",\
      {"exp":\3,"iat":\3,"auth_time":\3,"jti":"\1","iss":"https:///realms/",\
      "aud":"","sub":"\1","typ":"ID","azp":"","nonce":"\2","sid":"\2","at_hash":"\2","acr":"1","email_verified":true,\
      openid offline_access email profile\0\
      {"alg":"HS512","typ" : "JWT","kid" : "\1"}\0{"exp":\3,"iat":\3,"jti":"\1","iss":"https:///realms/","aud":"https:///realms/",\
      "sub":"\1","typ":"Refresh","azp":"","sid":"\2","scope":"openid offline_access email web-origins roles acr basic profile",\
      "aud_x":["account"],"prov":"default","reuse_id":"\1"}\0{"alg":"RS256","typ" : "JWT","kid" : "\2"}\0\
      {"exp":\3,"iat":\3,"auth_time":\3,"jti":"onrtac:\1","iss":"https:///realms/","aud":["","account"],"sub":"\1",\
      "typ":"Bearer","azp":"","sid":"\2","acr":"1","allowed-origins":["http://localhost:8080","http://127.0.0.1:8080","https://"],\
      "realm_access":{"roles":["offline_access","default-roles-","uma_authorization"]},\
      "resource_access":{"account":{"roles":["manage-account","manage-account-links","view-profile"]}},\
      "scope":"openid email profile","email_verified":true,"name":"","preferred_username":"","given_name":"","family_name":"",\
      "email":"@example.com"}\0openid email profile\0{"alg":"HS512"\0\1\0\2\0001\0{"sub":"\1","name":\"\
      """;

  /** Not to be changed. */
  static final byte[] BYTES =
      (REGISTERED + OKTA_GOOGLE + AUTH0 + ENTRA + IDENTITY_SERVER + KEYCLOAK)
          .getBytes(StandardCharsets.ISO_8859_1);

  private Dictionary() {}
}

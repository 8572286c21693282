package dev.tms.registration.fuzz;

import dev.tms.registration.ClientRegistration;
import dev.tms.registration.Property;
import dev.tms.registration.RegistrationKind;
import dev.tms.registration.Resource;
import java.util.List;
import java.util.stream.Stream;

/** What documents are grown from. */
final class Words {
  static final String CLIENT_KEY = "clientId";
  static final String METADATA_KEY = "client_id";
  static final String NAME_KEY = "name";
  static final List<String> COLLECTIONS =
      List.of("clients", "ApiResources", "apiScopes", "IdentityResources");

  static final List<String> CLIENT = names(ClientRegistration.named("a").properties());
  static final List<String> API_RESOURCE =
      names(Resource.named(RegistrationKind.API_RESOURCE, "a").properties());
  static final List<String> SCOPE =
      names(Resource.named(RegistrationKind.IDENTITY_RESOURCE, "a").properties());
  static final List<String> METADATA =
      List.of(
          "client_name",
          "client_secret",
          "redirect_uris",
          "grant_types",
          "response_types",
          "token_endpoint_auth_method",
          "scope",
          "default_max_age",
          "client_secret_expires_at",
          "client_id_issued_at",
          "registration_client_uri",
          "registration_access_token",
          "subject_type");

  static final List<String> NAMES =
      List.of(
          "shop",
          "Shop",
          "openid",
          "profile",
          "email",
          "offline_access",
          "wf.api",
          "wf",
          "a b",
          "elsewhere",
          "shop.web",
          "__Id__",
          "shоp",
          "client\u0000",
          "x\n\u001b[2J",
          "'\\",
          "*");

  static final List<String> TOKENS =
      List.of(
          "authorization_code",
          "implicit",
          "hybrid",
          "client_credentials",
          "password",
          "urn:ietf:params:oauth:grant-type:device_code",
          "refresh_token",
          "AuthorizationCode",
          "client credentials",
          "code",
          "openid",
          "profile",
          "wf.api",
          "elsewhere",
          "offline_access",
          "api1",
          "RS256",
          "none",
          "HS256",
          "role",
          "client_role",
          "sub",
          "",
          " ",
          "__Scope__",
          "code id_token",
          "token");

  static final List<String> URIS =
      List.of(
          "https://shop.example/callback",
          "https://shop.example",
          "https://shop.example/",
          "HTTPS://Shop.Example:443/a/../b",
          "http://shop.example/",
          "http://localhost:3000/cb",
          "http://127.0.0.1/",
          "http://[::1]:8080/",
          "https://*.shop.example/",
          "*",
          "/*",
          "https://other.test/x?y=z",
          "https://u:p@shop.example/",
          "https://shop.example/#a",
          "https://shop.example#",
          "__Url__",
          "__Url__/#/callback#",
          "https://__Host__/cb",
          "",
          " ",
          "+",
          "-",
          "##",
          "com.example.app:/cb",
          "myapp://cb",
          "javascript:alert(1)",
          "data:text/html,x",
          "file:///etc/passwd",
          "about:blank",
          "https://",
          "https:///x",
          "//shop.example/",
          "https://shöp.example/ä",
          "https://xn--shp-sna.example/",
          "https://shop.example:99999/",
          "https://shop.example:/",
          "https://[::1",
          "https://a b/",
          "https://shop/silent-refresh.html",
          "https://10.0.0.1/",
          "https://shop.example\\@evil/",
          "https://shop.example/\u202e\u0007",
          "null",
          "https://shop.example/%zz",
          "https://.example/",
          "https://shop..example/",
          "https://shop.example./",
          "h:",
          "https://\ud83d\ude00.example/",
          "https://co.uk/",
          "https://a.co.uk/cb",
          "1https://x/");

  static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "2",
          "-1",
          "60",
          "300",
          "599",
          "601",
          "3600",
          "86400",
          "1296000",
          "2592000",
          "2592001",
          "315360000",
          "9223372036854775807",
          "-9223372036854775808",
          "9223372036854775808",
          "1e3",
          "1E-3",
          "0.0",
          "-0",
          "1.0",
          "1e400000",
          "1e-999999999",
          "31556889864403199",
          "31556889864403200",
          "null",
          "\"__Life__\"",
          "\"1\"",
          "true");

  static final List<String> SECRETS =
      List.of(
          "",
          "secret",
          "K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols=",
          "__Hash__",
          "hunter2",
          "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
          "***",
          "••••",
          "aHVzaA==",
          "a secret of the fuzzer's own",
          "\u0000",
          "shop",
          "x".repeat(300),
          " ");

  static final List<String> TIMES =
      List.of(
          "2027-01-31T00:00:00Z",
          "2026-11-23T00:00:00Z",
          "2020-01-01",
          "2026-12-01T00:00:00",
          "+999999999-12-31T23:59:59Z",
          "-999999999-01-01T00:00:00Z",
          "0001-01-01T00:00:00",
          "9999-12-31T23:59:59.9999999Z",
          "2027-01-31T00:00:00+18:00",
          "31.01.2027",
          "",
          "never",
          "__Expiry__",
          "2027-02-30T00:00:00Z",
          "+1000000000-12-31T23:59:59Z");

  static final List<String> TEXTS =
      Stream.of(
              List.of(
                  "",
                  " ",
                  "a",
                  "Shop",
                  "__A__",
                  "__a__b__",
                  "____",
                  "__A_",
                  "ä€\ud83d\ude00",
                  "\u0000",
                  "\n",
                  "\u2028",
                  "\u202etxt",
                  "\u001b[31m",
                  "'",
                  "\"",
                  "\\",
                  "\\u0000",
                  "$.x",
                  "a.b",
                  "[0]",
                  "<script>",
                  "null",
                  "true",
                  "clientSecret",
                  "password",
                  "apiKey",
                  "x".repeat(200),
                  "\ud800",
                  "\udc00\ud800",
                  "Ⅷ",
                  "ı",
                  "İ",
                  "ſ",
                  "K",
                  "client_",
                  "oidc",
                  "saml2p",
                  "\ufeff",
                  "\u00a0",
                  "%s",
                  "{0}",
                  "$1",
                  "\\E"),
              TOKENS,
              NAMES)
          .flatMap(List::stream)
          .toList();

  private Words() {}

  private static List<String> names(List<Property<?>> properties) {
    return properties.stream().map(Property::name).toList();
  }
}

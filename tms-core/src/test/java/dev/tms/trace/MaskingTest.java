package dev.tms.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.http.Header;
import dev.tms.oauth.Rig;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of an exchange is shown, and what is not. */
final class MaskingTest {
  private static final String TOKEN = "Zr4u7x-A9dKfGh_2JkLmNoPqRsTuVwXyZ0123456789";

  private final Notebook notebook = new Notebook();

  // --- the allow-list

  @Test
  void form_isShownByName_everythingElseIsMasked() {
    String block =
        notebook.post(
            "grant_type=authorization_code&code=" + TOKEN + "&client_id=shop&favourite=chess",
            Notebook.json(200, "{}"));

    assertThat(block)
        .contains("> grant_type=authorization_code\n", "> client_id=shop\n")
        .containsPattern("> code=<secret, 43 characters, #[0-9a-f]{6}>\n")
        .containsPattern("> favourite=<text, 5 characters, #[0-9a-f]{6}>\n")
        .doesNotContain(TOKEN, "chess");
  }

  @Test
  void tokenAnswer_isShownWithoutTokens() {
    String block =
        notebook.get(
            Notebook.json(
                200,
                """
                {"access_token":"%s","token_type":"Bearer","expires_in":300,"scope":"openid x",
                 "refresh_token":"rt-%s","unknown":{"scope":"deep","x":[1,true,null,"abcd"]}}
                """
                    .formatted(TOKEN, TOKEN)));

    assertThat(block)
        .contains(
            "\"token_type\": \"Bearer\"", "\"expires_in\": 300", "\"scope\": \"openid x\"", "200, ")
        .contains("\"x\": [<number>, <boolean>, null, <text, 4 characters, ")
        .doesNotContain(TOKEN, "deep", "abcd");
  }

  @Test
  void userInfo_claimsOfAPerson_areMasked() {
    String block =
        notebook.get(
            Notebook.json(
                200,
                """
                {"sub":"alice","name":"Alice Liddell","email":"alice@wonder.example","title":"Dr.",
                 "status":"married","phone_number":"+441865276150","birthdate":"1852-05-04",
                 "email_verified":true,"updated_at":1700000000,
                 "address":{"street_address":"Folly Bridge 1","type":"home","scope":"Oxford"}}
                """));

    assertThat(block)
        .doesNotContain(
            "alice", "Alice", "Liddell", "wonder", "Dr.", "married", "4418", "1852", "true", "1700",
            "Folly", "home", "Oxford")
        .contains("\"email\": <text, 20 characters, #");
  }

  @Test
  void metadata_areShown() {
    String block =
        notebook.get(
            "https://id.example/.well-known/openid-configuration",
            Notebook.json(
                200,
                """
                {"issuer":"https://id.example","token_endpoint":"https://id.example/oauth2/token",
                 "jwks_uri":"https://id.example/jwks?v=2","scopes_supported":["openid","email"],
                 "claims_parameter_supported":false,
                 "mtls_endpoint_aliases":{"token_endpoint":"https://mtls.id.example/token"}}
                """));

    assertThat(block)
        .contains(
            "\"issuer\": \"https://id.example\"",
            "\"token_endpoint\": \"https://id.example/oauth2/token\"",
            "\"https://id.example/jwks?v=<text, 1 characters",
            "\"scopes_supported\": [\"openid\", \"email\"]",
            "\"claims_parameter_supported\": false",
            "\"https://mtls.id.example/token\"");
  }

  @Test
  void keys_showTheirNamesAndKinds() {
    String block =
        notebook.get(
            Notebook.json(
                200,
                "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"Q9vH2b7XkPzL0aW4nM3r\",\"alg\":\"RS256\","
                    + "\"n\":\"sXchDaQebHnPiGvyDOAT4saGEUetSyo9MKLOoWFsueri\",\"d\":\"Eq5xpGnNCivDf\"}]}"));

    assertThat(block)
        .contains("\"kid\": \"Q9vH2b7XkPzL0aW4nM3r\"", "\"alg\": \"RS256\"")
        .contains("\"n\": <44 characters>", "\"d\": <secret, 13 characters, ")
        .doesNotContain("sXchDaQ", "Eq5xpG");
  }

  @Test
  void tenantDiscovery_isShown() {
    String block =
        notebook.get(
            "https://acme.cloud.test/citrixapi/discovery/configurations",
            Notebook.json(
                200,
                """
                {"services":[{"service":"store","endpoints":[{"id":"main","url":"https://s.example/a?t=%s"}]}],
                 "authScopes":["wsp"],
                 "clientSettings":{"customerDomain":"acme.cloud.test","promptLoginEnabled":true,
                                   "acr_values":"tenant:acme","other":"thing"}}
                """
                    .formatted(TOKEN)));

    assertThat(block)
        .contains(
            "\"service\": \"store\"",
            "https://s.example/a?t=<text, 43 characters",
            "\"authScopes\": [\"wsp\"]",
            "\"promptLoginEnabled\": true",
            "\"acr_values\": \"tenant:acme\"")
        .doesNotContain(TOKEN, "thing");
  }

  @Test
  void equalValues_haveEqualMarks_whichAreOthersInAnotherTrace() {
    String form = "code=" + TOKEN + "&state=" + TOKEN + "&nonce=x" + TOKEN;

    String block = notebook.post(form, Notebook.json(200, "{}"));
    String other = new Notebook().post(form, Notebook.json(200, "{}"));

    String mark = mark(block, "code");
    assertThat(mark(block, "state")).isEqualTo(mark);
    assertThat(mark(block, "nonce")).isNotEqualTo(mark);
    assertThat(mark(other, "code")).isNotEqualTo(mark);
  }

  private static String mark(String block, String name) {
    return block.replaceAll("(?s).*> " + name + "=<[^#]*(#[0-9a-f]{6}).*", "$1");
  }

  @Test
  void secret_withALineFeedAtItsEnd_saysSo() {
    assertThat(notebook.post("client_secret=abc%0A", Notebook.json(200, "{}")))
        .contains("client_secret=<secret, 4 characters, ", ", with white space at an end>");
  }

  // --- header fields

  @Test
  void headers_areShownByName() {
    String basic = basic("shop", "s+cret%3A%25");
    String block =
        notebook.post(
            "grant_type=client_credentials",
            List.of(
                new Header("Authorization", "Basic " + basic),
                new Header("Cookie", "a=" + TOKEN + "; b=2secret2"),
                new Header("X-Api-Key", "hunter2"),
                new Header("Citrix-ApplicationId", "5d1c0a40aa"),
                new Header("DPoP", TOKEN)),
            Notebook.json(200, "{}"));

    assertThat(block)
        .contains(
            "Authorization: Basic client_id=shop client_secret=<secret, 8 characters, #",
            "Cookie: a; b\n",
            "X-Api-Key: <",
            "Citrix-ApplicationId: 5d1c0a40aa")
        .doesNotContain(basic, TOKEN, "2secret2", "hunter2", "s+cret", "s cret");
  }

  @Test
  void headers_ofAnAnswer_areShownByName() {
    String block =
        notebook.get(
            new dev.tms.outbound.Sender.Answer(
                302,
                List.of(
                    new Header("Set-Cookie", "sid=" + TOKEN + "; Path=/; HttpOnly; Evil=" + TOKEN),
                    new Header(
                        "Location", "https://u:p4ss@id.example/cb?code=abc&error=x#id_token=y"),
                    new Header("X-Request-Id", "5d1c0a40-aa"),
                    new Header("WWW-Authenticate", "Bearer error=\"invalid_token\", nonce=\"q1\""),
                    new Header("X-Debug", "alice")),
                new byte[0]));

    assertThat(block)
        .contains(
            "Set-Cookie: sid=<43 characters>; Path=/; HttpOnly\n",
            "@id.example/cb\n",
            "<   ?code=<secret, 3 characters, ",
            "<   ?error=x\n",
            "<   #id_token=<secret, 1 characters, ",
            "X-Request-Id: 5d1c0a40-aa",
            "Bearer error=\"invalid_token\", nonce=\"<secret, 2 characters, #")
        .doesNotContain(TOKEN, "p4ss", "alice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "DPoP ", "", "Basic ", "Basic AAAA ", "x/y "})
  void authorization_ofAnyKind_isMasked(String scheme) {
    String block =
        notebook.post(
            "a=b",
            List.of(new Header("Authorization", scheme + TOKEN)),
            Notebook.json(
                401, "{\"error\":\"invalid_token\",\"error_description\":\"" + TOKEN + "\"}"));

    assertThat(block).doesNotContain(TOKEN, TOKEN.substring(0, 10), TOKEN.substring(20));
  }

  // --- JWTs

  @Test
  void jwt_anywhere_showsHowAndForWhomAlone() {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", "https://id.example");
    claims.put("aud", List.of("shop", "api"));
    claims.put("exp", 1_700_000_300L);
    claims.put("sub", "alice-subject");
    claims.put("email", "alice@wonder.example");
    claims.put("nonce", "n0nce-of-this-login-x9");
    String jwt = Rig.jwt(Rig.KEY, claims);
    String block =
        notebook.get(
            Notebook.json(
                400,
                "{\"id_token\":\"%s\",\"deep\":{\"deeper\":[{\"any\":\"%s\"}]},\"error_description\":\"bad %s of alice-subject\"}"
                    .formatted(jwt, jwt, jwt)));

    assertThat(block)
        .contains(
            "characters, #",
            ": alg RS256, kid key-1, typ JWT, iss https://id.example, aud [shop api], exp"
                + " 2023-11-14T22:18:20Z>",
            "\"error_description\": \"bad <secret>")
        .doesNotContain("alice", "wonder", "n0nce");
    for (String part : jwt.split("\\.")) {
      assertThat(block).doesNotContain(part, part.substring(part.length() / 2));
    }
  }

  @Test
  void jwt_unsignedOrBroken_isMasked() {
    for (String text :
        List.of(
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9.",
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9",
            "eyJhbGciOiJub25lIn0..",
            "a.b.c",
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9.!!")) {
      assertThat(notebook.get(Notebook.json(200, "{\"x\":\"" + text + "\"}")))
          .doesNotContain(text, "alice");
      assertThat(notebook.get(Notebook.answer(500, "text/plain", "what of " + text + " then")))
          .doesNotContain("eyJzdWIi");
      assertThat(notebook.get(Notebook.answer(200, "application/jwt", text)))
          .doesNotContain("eyJzdWIi");
    }
  }

  // --- secrets that are quoted

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no such code: %s",
        "%s",
        "code %s!",
        "'%s'",
        "https://id.example/x?y=%s",
        "see /codes/%s/why",
        "a%sb"
      })
  void secret_quotedInAnError_isNotShown(String text) {
    String block = echo("code=" + TOKEN, text.formatted(TOKEN));

    assertThat(block).contains("\"error\": \"invalid_grant\"").doesNotContain(TOKEN);
    noPiece(block, TOKEN);
  }

  @Test
  void secret_quotedInAnotherCaseOrEncoding_isNotShown() {
    String secret = "pass phrase/with+signs&\"quotes\"?";
    String form = java.net.URLEncoder.encode(secret, StandardCharsets.UTF_8);
    for (String quoted :
        List.of(
            form,
            form.toLowerCase(java.util.Locale.ROOT),
            secret.toUpperCase(java.util.Locale.ROOT))) {
      String block = echo("client_secret=" + form, "you sent " + quoted + " to me");

      noPiece(block, quoted);
    }
  }

  @Test
  void credentials_quotedAsTheyWereSentByBasic_areNotShown() {
    String credentials = basic("shop", "not%3Aa%20secret");
    for (String quoted :
        List.of(
            credentials, credentials.replace("=", ""), "shop:not%3Aa%20secret", "not:a secret")) {
      String block =
          notebook.post(
              "a=b",
              List.of(new Header("Authorization", "Basic " + credentials)),
              Notebook.json(401, "{\"error_description\":\"not known: " + quoted + "\"}"));

      assertThat(block)
          .contains("not known: ")
          .doesNotContain(quoted, "secret\"", "a secret", "a%20s");
    }
  }

  @Test
  void clientId_longAndOftenSent_staysReadable() {
    String id = "a-client-of-considerable-length-7f3a9c";
    Header basic = new Header("Authorization", "Basic " + basic(id, TOKEN));
    for (int i = 0; i < 3; i++) {
      String block =
          notebook.post(
              "client_id=" + id,
              List.of(basic),
              Notebook.json(
                  400, "{\"aud\":\"" + id + "\",\"iss\":\"https://" + id + ".example\"}"));

      assertThat(block)
          .contains(
              "Basic client_id=" + id + " client_secret=<",
              "> client_id=" + id,
              "\"aud\": \"" + id + "\"",
              "\"iss\": \"https://" + id + ".example\"");
    }
  }

  @Test
  void secret_quotedBeforeItIsGiven_isNotShown() {
    String block =
        notebook.get(
            Notebook.json(
                200,
                "{\"error_description\":\"made %s for you\",\"access_token\":\"%s\"}"
                    .formatted(TOKEN, TOKEN)));

    noPiece(block, TOKEN);
  }

  @Test
  void secret_inAName_isNotShown() {
    String block =
        notebook.post(
            TOKEN + "=x&a%0Ab=y",
            Notebook.json(
                200, "{\"" + TOKEN + "\":1,\"\\u001b[2J\":2,\"" + "x".repeat(999) + "\":3}"));

    assertThat(block).contains("<name, 43 characters, #").doesNotContain("xxxx", "\u001b");
    noPiece(block, TOKEN);
  }

  @Test
  void secret_inAValueThatIsShown_isNotShown() {
    for (String name : List.of("scope", "error", "kid", "issuer", "token_type", "client_id")) {
      String block =
          notebook.post(
              "code=" + TOKEN,
              Notebook.json(400, "{\"" + name + "\":\"https://" + TOKEN + "/x\"}"));

      noPiece(block, TOKEN);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "your password: correcthorse please",
        "access_token=correcthorse&x=1",
        "{\"access_token\":\"correcthorse\"",
        "[\"correcthorse\", {\"refresh_token\":\"correcthorse\"}]",
        "{\"a\":\"correcthorse\",\"a\":\"correcthorse\"}",
        "{\"access_token\":\"correcthorse",
        "\"correcthorse\"=\"token\" token=correcthorse",
        "<input name=token value=correcthorse>",
        "<script>var token='correcthorse'</script>hello",
        "<!-- correcthorse -->hello"
      })
  void secret_neverSeenBefore_isNotShownByItsName(String body) {
    String content = body.startsWith("\"") ? body.substring(body.indexOf(' ') + 1) : body;

    for (String type : List.of("text/html", "application/json", "text/plain")) {
      assertThat(notebook.get(Notebook.answer(500, type, content))).doesNotContain("correcthorse");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AADSTS7000215: Invalid client secret provided. Trace ID:"
            + " 3f2a6c1e-8d5b-4f7a-9c3e-1b2d3e4f5a6b",
        "The redirect URI http://localhost:7182/callback is not registered (code 50011)",
        "redirect_uri_mismatch at nginx/1.25.3 on 2026-11-22T12:00:00Z",
        "auth mode not allowed",
        "Client authentication failed (e.g., unknown client), error code: invalid_client"
      })
  void description_ofAnError_isShownAsItIs(String description) {
    assertThat(echo("code=" + TOKEN, description)).contains(description);
  }

  // --- what steers terminals, and what is too much

  @Test
  void controlCharacters_areWrittenOut() {
    String block =
        notebook.get(
            Notebook.json(
                400,
                "{\"error\":\"x\\u001b[31m\",\"error_description\":\"a\\r"
                    + "\\n"
                    + "#9 sent GET\\u0007\\u202e\\u2028\\u009b2J\"}"));

    assertThat(block)
        .contains("x\\u{1b}[31m", "a\\r\\n#9 sent GET\\u{7}\\u{202e}\\u{2028}\\u{9b}2J")
        .doesNotContain("\u001b", "\r", "\u0007", "\u202e", "\u2028", "\u009b");
    assertThat(notebook.get(Notebook.answer(500, "text/plain", "\u001b]0;x\u0007ok\u0085#9 sent")))
        .doesNotContain("\u001b", "\u0007", "\n#9");
  }

  @Test
  void bodies_thatAreHuge_areBounded() {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < 5000; i++) {
      json.append("\"name").append((char) ('a' + i % 26)).append("\":\"value\",");
    }
    json.append("\"error\":\"")
        .append("y".repeat(300_000))
        .append("\",\"code\":\"")
        .append(TOKEN)
        .append("\"}");

    assertThat(notebook.get(Notebook.json(200, json.toString())).length()).isLessThan(100_000);
    assertThat(
            notebook.get(Notebook.answer(500, "text/html", "<b>word</b> ".repeat(50_000))).length())
        .isLessThan(10_000);
    assertThat(notebook.get(Notebook.json(200, "[".repeat(100_000))))
        .contains("no well-formed JSON");
    assertThat(notebook.post("x=1&".repeat(50_000), Notebook.json(200, "{}")).length())
        .isLessThan(20_000);
  }

  @Test
  @Timeout(60) // minutes, if the time grew with the square of the length
  void bodies_madeToBeSlow_areNot() {
    for (String body :
        List.of(
            "eyJ".repeat(100_000),
            "<script".repeat(40_000),
            "<".repeat(300_000),
            "a@a.".repeat(70_000),
            "a_".repeat(150_000) + " x",
            "token=".repeat(50_000) + " x",
            "%".repeat(200_000),
            "{\"error_description\":\"" + "a.".repeat(100_000) + "\"}",
            "{\"issuer\":\"" + "?iss=".repeat(50_000) + "\"}",
            "\u0300".repeat(100_000))) {
      notebook.get(Notebook.answer(500, "text/html", body));
      notebook.get(Notebook.answer(500, "text/html", "a word " + body));
    }
  }

  @Test
  void body_thatIsNoText_isCounted() {
    byte[] bytes = {31, -117, 8, 0, -1};

    assertThat(
            notebook.get(
                new dev.tms.outbound.Sender.Answer(
                    200, List.of(new Header("Content-Encoding", "gzip")), bytes)))
        .contains("Content-Encoding: gzip", "<5 bytes that are not text>");
  }

  @Test
  @DisplayName("addresses within addresses are masked too")
  void url_withinAUrl_isMaskedToo() {
    String inner =
        java.net.URLEncoder.encode("https://a.example/cb?code=abc123&x=1", StandardCharsets.UTF_8);
    String block =
        notebook.get(
            "https://id.example/authorize?client_id=shop&redirect_uri=" + inner + "&state=" + TOKEN,
            Notebook.json(200, "{}"));

    assertThat(block)
        .contains("#1 sent GET https://id.example/authorize\n", "> ?client_id=shop\n")
        .contains("> ?redirect_uri=https://a.example/cb?code=<secret, 6 characters")
        .doesNotContain("abc123", TOKEN);
  }

  private String echo(String form, String description) {
    byte[] body =
        dev.tms.text.Json.write(Map.of("error", "invalid_grant", "error_description", description));
    return notebook.post(form, Notebook.json(400, new String(body, StandardCharsets.UTF_8)));
  }

  /** No nine characters of the secret stand anywhere. */
  private static void noPiece(String block, String secret) {
    for (int i = 0; i + 9 <= secret.length(); i++) {
      assertThat(block).doesNotContainIgnoringCase(secret.substring(i, i + 9));
    }
  }

  private static String basic(String id, String secret) {
    return base64(id + ":" + secret);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64url(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}

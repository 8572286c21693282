package dev.tms.oauth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.CapturedLog;
import dev.tms.oauth.TokenEndpoint.Grant;
import dev.tms.oauth.TokenEndpoint.TokenOutcome;
import dev.tms.oauth.TokenEndpoint.TokenOutcome.TokenRefusal;
import dev.tms.outbound.Sender.Answer;
import dev.tms.token.AccessToken;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Token answers that are not as RFC 6749 has them: what is good in them is taken. */
final class TokenBodyTest {
  private static final URI ENDPOINT = URI.create("https://id.example/token");
  private static final Grant REFRESH = new Grant.RefreshToken(Secret.of("rt-1"), List.of());
  private static final Grant CODE =
      new Grant.AuthorizationCode(
          Secret.of("code-1"), URI.create("https://shop.example/callback"), null, List.of());
  private static final Grant MACHINE =
      new Grant.ClientCredentials(Scopes.NONE, List.of(), java.util.Map.of());
  private static final String SOUND =
      "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"refresh_token\":\"rt-2\"}";

  private final Rig rig = new Rig();

  /** The body has one char for each byte. */
  private TokenOutcome redeem(Grant grant, int status, String type, String body) {
    List<dev.tms.http.Header> headers =
        type == null ? List.of() : List.of(new dev.tms.http.Header("Content-Type", type));
    rig.sender.on("/token", new Answer(status, headers, body.getBytes(ISO_8859_1)));
    return new TokenEndpoint(Rig.settings(), ProviderQuirks.NONE, rig.calls, rig.clock)
        .redeem(ENDPOINT, grant, Scopes.of("openid"));
  }

  private TokenOutcome redeem(String body) {
    return redeem(REFRESH, 200, "application/json", body);
  }

  private static void assertTokens(TokenOutcome outcome, String access, String refresh) {
    assertThat(outcome).isInstanceOf(TokenOutcome.Issued.class);
    TokenOutcome.Issued issued = (TokenOutcome.Issued) outcome;
    assertThat(issued.accessToken().reveal()).isEqualTo(access);
    assertThat(issued.refreshToken()).isEqualTo(Secret.ofNullable(refresh));
  }

  private static void assertRefreshTokenAlone(TokenOutcome outcome, String refresh) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            TokenOutcome.Unusable.class,
            unusable -> assertThat(unusable.refreshToken()).isEqualTo(Secret.ofNullable(refresh)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "text/html; charset=utf-8",
        "application/octet-stream",
        "application/x-www-form-urlencoded",
        "application/jwt",
        "nonsense",
        ""
      })
  void read_objectOfAnyContentType_isTokens(String type) {
    for (Grant grant : List.of(REFRESH, CODE, MACHINE)) {
      assertTokens(redeem(grant, 200, type, SOUND), "at", "rt-2");
      assertTokens(redeem(grant, 200, null, SOUND), "at", "rt-2");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 203, 226, 299})
  void read_any2xx_isTokens(int status) {
    assertTokens(redeem(REFRESH, status, "application/json", SOUND), "at", "rt-2");
    assertThat(rig.outcomes("token")).containsExactly("ok");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "APPLICATION/X-WWW-FORM-URLENCODED; charset=utf-8",
        "text/plain",
        "text/html"
      })
  void read_formOfAFormOrTextType_isTokens(String type) {
    for (Grant grant : List.of(REFRESH, CODE, MACHINE)) {
      TokenOutcome outcome =
          redeem(
              grant,
              200,
              type,
              "access_token=a%2Bt&scope=read+write&token_type=bearer&expires_in=60&refresh_token=rt-2\n");

      assertTokens(outcome, "a+t", "rt-2");
      AccessToken token = ((TokenOutcome.Issued) outcome).accessToken();
      assertThat(token.lifetime()).hasSeconds(60);
      assertThat(token.scopes()).isEqualTo(Scopes.of("read", "write"));
    }
  }

  @Test
  void read_errorAsAForm_isJudgedByItsWord() {
    TokenOutcome outcome =
        redeem(
            REFRESH,
            200,
            "application/x-www-form-urlencoded; charset=utf-8",
            "error=bad_refresh_token&error_description=The+token+is+bad.");

    assertThat(((TokenOutcome.Rejected) outcome).refusal()).isEqualTo(TokenRefusal.GRANT_OVER);
    assertThat(rig.outcomes("token")).containsExactly("error_answer");
  }

  @ParameterizedTest
  @CsvSource({
    "access_token=at&token_type=bearer&refresh_token=rt-1&refresh_token=rt-2,at,rt-2",
    "access_token=at&access_token=at&token_type=bearer&refresh_token=rt-2,at,rt-2",
    "access_token=at&token_type=bearer&refresh_token=rt-2&state=%ZZ,at,rt-2",
    "access_token=at&token_type=bearer&refresh_token=%FF,at,"
  })
  void read_formWithAFault_losesThatMemberAlone(String form, String access, String refresh) {
    assertTokens(redeem(REFRESH, 200, "text/plain", form), access, refresh);
  }

  @Test
  void read_repeatedWithTheSameValue_isHarmless() {
    assertTokens(
        redeem(
            "{\"access_token\":\"at\",\"expires_in\":60,\"token_type\":\"Bearer\","
                + "\"access_token\":\"at\",\"expires_in\":60,\"refresh_token\":\"rt-2\"}"),
        "at",
        "rt-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"u\"", "null", "7", "\"\"", "\"\u00ff\""})
  void read_accessTokenRepeatedWithAnotherValue_isUnusableAndTheRefreshTokenIsKept(String other) {
    assertRefreshTokenAlone(
        redeem(
            "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"refresh_token\":\"rt-2\","
                + "\"access_token\":"
                + other
                + "}"),
        "rt-2");
  }

  @Test
  void read_scopeRepeatedWithAnotherValue_grantsNothing() {
    TokenOutcome outcome =
        redeem(
            "{\"access_token\":\"at\",\"token_type\":\"Bearer\","
                + "\"scope\":\"openid\",\"scope\":\"admin\"}");

    assertThat(((TokenOutcome.Issued) outcome).accessToken().scopes()).isEqualTo(Scopes.NONE);
  }

  @Test
  void read_errorRepeatedWithAnotherValue_isUnclear() {
    TokenOutcome outcome =
        redeem(
            REFRESH,
            400,
            "application/json",
            "{\"error\":\"invalid_grant\",\"error\":\"invalid_client\"}");

    assertThat(((TokenOutcome.Rejected) outcome).refusal()).isEqualTo(TokenRefusal.UNCLEAR);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "\"rt-2\",\"rt-3\";rt-3",
        "\"rt-2\",\"rt-3\",\"rt-4\";rt-4",
        "\"rt-3\",\"rt-2\",\"rt-3\";rt-3",
        "\"rt-2\",null;rt-2",
        "\"rt-2\",\"\";rt-2",
        "null,\"rt-2\";rt-2",
        "\"rt-2\",\"rt\u00ff\";rt-2",
        "\"rt\u00ff\",\"rt-2\";rt-2",
        "7,\"rt-2\";rt-2"
      },
      delimiter = ';')
  @DisplayName("of two refresh tokens the last is kept")
  void read_twoRefreshTokens_keepsTheLast(String values, String kept) {
    String members =
        "\"refresh_token\":" + String.join(",\"refresh_token\":", values.split(",", -1));

    assertTokens(
        redeem("{" + members + ",\"access_token\":\"at\",\"token_type\":\"Bearer\"}"), "at", kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"name\":\"J\u00ff\"",
        "\"na\u00ffme\":\"J\"",
        "\"name\":\"\u00c3\"",
        "\"name\":\"\u00e2\u0082\"",
        "\"name\":{\"first\":[\"\u00ff,}\",{}]}",
        "\"name\":\"a\tb\nc\"",
        "\"name\":\"\u0000\"",
        "\"name\":\u00ff1",
        "\u00ff\"name\":1",
        "\"name\":tru",
        "\"name\":01",
        "\"name\":{\"a\":1,\"a\":2}",
        "\"name\":\"a \"quoted\" word\"",
        ""
      })
  @DisplayName("an invalid byte spoils only the member that holds it, and so does other bad syntax")
  void read_memberWithAFault_isLostAlone(String bad) {
    assertTokens(
        redeem(
            "{\"access_token\":\"at\","
                + bad
                + ",\"token_type\":\"Bearer\",\"refresh_token\":\"rt-2\"}"),
        "at",
        "rt-2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\u00ff\"access_token\":\"at\",\"token_type\":\"Bearer\",\"refresh_token\":\"rt-2\"}",
        "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\u00ff\"refresh_token\":\"rt-2\"}",
        "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"refresh_token\"\u00ff:\u00ff\"rt-2\"\u00ff}"
      })
  void read_badByteBetweenMembers_spoilsNothing(String body) {
    assertTokens(redeem(body), "at", "rt-2");
  }

  @Test
  void read_refreshTokenWithABadByte_isLostAlone() {
    assertTokens(
        redeem(
            "{\"refresh_token\":\"rt\u00ff\",\"access_token\":\"at\",\"token_type\":\"Bearer\"}"),
        "at",
        null);
  }

  @Test
  void read_accessTokenWithABadByte_keepsTheRefreshToken() {
    assertRefreshTokenAlone(
        redeem(
            "{\"access_token\":\"\u00ff\",\"token_type\":\"Bearer\",\"refresh_token\":\"rt-2\"}"),
        "rt-2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<!-- page -->", "{\"access_token\":\"evil\"}", "}", "\u0000", "\u00ff", ","})
  void read_textAfterTheObject_isIgnoredWithANote(String trailing) {
    try (CapturedLog log = new CapturedLog(ProviderCalls.class)) {
      assertTokens(redeem(SOUND + "\n" + trailing), "at", "rt-2");
      assertTokens(redeem(SOUND + "\n" + trailing), "at", "rt-2");

      assertThat(log.lines())
          .containsExactly(
              "WARNING https://id.example/token answered with text after the JSON object, which is"
                  + " ignored");
    }
  }

  @Test
  void read_byteOrderMark_isIgnored() {
    assertTokens(redeem("\u00ef\u00bb\u00bf" + SOUND), "at", "rt-2");
    assertTokens(redeem("\u00ef\u00bb\u00bf" + SOUND + "!"), "at", "rt-2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00ff",
        " \u00ff\u00fe ",
        "\u0000",
        "\u00ef\u00bb\u00bf\u00ef\u00bb\u00bf",
        "\n\u00ef\u00bb\u00bf",
        "\u00ef\u00bb"
      })
  void read_bytesBeforeTheObject_areIgnoredWithANote(String leading) {
    try (CapturedLog log = new CapturedLog(ProviderCalls.class)) {
      assertTokens(redeem(leading + SOUND), "at", "rt-2");

      assertThat(log.lines())
          .containsExactly(
              "WARNING https://id.example/token answered with bytes before the JSON object, which"
                  + " are ignored");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\\t\\n"})
  void read_blankToken_isNone(String blank) {
    String refresh = "\"refresh_token\":\"" + blank + "\"";

    assertTokens(
        redeem("{\"access_token\":\"at\",\"token_type\":\"Bearer\"," + refresh + "}"), "at", null);
    assertTokens(redeem(SOUND.replace("}", "," + refresh + "}")), "at", "rt-2");
    assertRefreshTokenAlone(
        redeem(
            "{\"access_token\":\""
                + blank
                + "\",\"token_type\":\"Bearer\",\"refresh_token\":\"rt-2\"}"),
        "rt-2");
    assertThat(
            ((TokenOutcome.Rejected)
                    redeem("{\"access_token\":\"" + blank + "\",\"error\":\"invalid_grant\"}"))
                .refusal())
        .isEqualTo(TokenRefusal.GRANT_OVER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "\"text\"",
        "{\"refresh_token\":\"rt-2\"",
        "{\"refresh_token\":\"rt-2\",",
        "{\"refresh_token\":\"rt-2",
        "<html>access_token=at"
      })
  void read_whatIsNeitherObjectNorForm_isNoCompleteAnswer(String body) {
    for (String type : List.of("application/json", "text/plain")) {
      assertThat(redeem(REFRESH, 200, type, body))
          .isInstanceOfSatisfying(
              ProviderTrouble.class,
              u -> assertThat(u.kind()).isEqualTo(ProviderTrouble.Kind.UNANSWERED));
    }
  }

  @Test
  @DisplayName("time grows with the size of the answer, not with its square")
  void read_manyFaults_isReadInOnePass() {
    String many = "\"\u00ff\":1,".repeat(30_000);
    String deep = "\"a\":" + "[".repeat(100_000) + ",";
    String open = "\"a\":\"" + "\\\\".repeat(50_000) + "\",";
    String names = "\"refresh_token\":\"rt-1\",".repeat(9_000);

    assertTokens(redeem("{" + many + SOUND.substring(1)), "at", "rt-2");
    assertThat(redeem("{" + deep + SOUND.substring(1))).isInstanceOf(ProviderTrouble.class);
    assertTokens(redeem("{" + open + SOUND.substring(1) + "!"), "at", "rt-2");
    assertTokens(redeem("{" + names + SOUND.substring(1)), "at", "rt-2");
    assertTokens(
        redeem(
            REFRESH,
            200,
            "text/plain",
            "a&".repeat(0)
                + "x=1&"
                + "b=%&".repeat(60_000)
                + "access_token=at&token_type=bearer&refresh_token=rt-2"),
        "at",
        "rt-2");
  }
}

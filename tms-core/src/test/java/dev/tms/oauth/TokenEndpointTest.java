package dev.tms.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.oauth.TokenEndpoint.Grant;
import dev.tms.oauth.TokenEndpoint.TokenOutcome;
import dev.tms.oauth.TokenEndpoint.TokenOutcome.TokenRefusal;
import dev.tms.outbound.Sender.Call;
import dev.tms.outbound.Sender.SendFailure.Kind;
import dev.tms.outbound.Sender.SendOutcome;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenEndpointTest {
  private static final URI ENDPOINT = URI.create("https://id.example/token");
  private static final Scopes ASKED = Scopes.of("openid", "profile");
  private static final Grant REFRESH = new Grant.RefreshToken(Secret.of("rt-1"), List.of());
  private static final Grant CODE =
      new Grant.AuthorizationCode(
          Secret.of("code-1"),
          URI.create("https://shop.example/callback"),
          Secret.of("v".repeat(43)),
          List.of());

  private final Rig rig = new Rig();

  private TokenOutcome redeem(ClientSettings settings, Grant grant) {
    return new TokenEndpoint(settings, ProviderQuirks.NONE, rig.calls, rig.clock)
        .redeem(ENDPOINT, grant, ASKED);
  }

  private TokenOutcome redeem(Grant grant) {
    return redeem(Rig.settings(), grant);
  }

  private static Map<String, Object> tokens() {
    Map<String, Object> tokens = new LinkedHashMap<>();
    tokens.put("access_token", "at-1");
    tokens.put("token_type", "Bearer");
    tokens.put("expires_in", 300);
    tokens.put("refresh_token", "rt-2");
    return tokens;
  }

  private void answer(SendOutcome answer) {
    rig.sender.on("/token", answer);
  }

  private TokenOutcome.Issued issued(String name, Object value) {
    Map<String, Object> tokens = tokens();
    tokens.put(name, value);
    answer(FakeSender.json(200, tokens));
    return (TokenOutcome.Issued) redeem(REFRESH);
  }

  private static String body(Call call) {
    return new String(call.body(), StandardCharsets.UTF_8);
  }

  private static String header(Call call, String name) {
    return call.headers().stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(dev.tms.http.Header::value)
        .reduce((one, two) -> one + "|" + two)
        .orElse("");
  }

  @Test
  void redeem_code_sendsWhatTheRfcAsksFor() {
    answer(FakeSender.json(200, tokens()));

    redeem(CODE);

    Call call = rig.sender.last("/token");
    assertThat(call.method()).isEqualTo("POST");
    assertThat(body(call).split("&"))
        .containsExactlyInAnyOrder(
            "grant_type=authorization_code",
            "code=code-1",
            "redirect_uri=https%3A%2F%2Fshop.example%2Fcallback",
            "code_verifier=" + "v".repeat(43));
    assertThat(header(call, "Content-Type")).startsWith("application/x-www-form-urlencoded");
    assertThat(header(call, "Accept")).isEqualTo("application/json");
  }

  @Test
  void redeem_refresh_sendsTokenAndResourceAndNoScope() {
    answer(FakeSender.json(200, tokens()));

    redeem(new Grant.RefreshToken(Secret.of("rt-1"), List.of(URI.create("https://api.example/"))));

    assertThat(body(rig.sender.last("/token")).split("&"))
        .containsExactlyInAnyOrder(
            "grant_type=refresh_token",
            "refresh_token=rt-1",
            "resource=https%3A%2F%2Fapi.example%2F");
  }

  @Test
  @DisplayName("client_secret_basic: id and secret are form-encoded first (RFC 6749 2.3.1)")
  void redeem_basic_encodesIdAndSecretFirst() {
    answer(FakeSender.json(200, tokens()));
    ClientSettings settings =
        ClientSettings.of(
            "shop:1 ä".replace("ä", "~"),
            ClientAuthentication.basic(ClientSecret.of("p%ss w:rd+ü")),
            URI.create("https://shop.example/callback"),
            Scopes.of("openid"));

    redeem(settings, REFRESH);

    String header = header(rig.sender.last("/token"), "Authorization");
    assertThat(header).startsWith("Basic ");
    assertThat(new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8))
        .isEqualTo("shop%3A1+%7E:p%25ss+w%3Ard%2B%C3%BC");
    assertThat(body(rig.sender.last("/token"))).doesNotContain("client_id", "client_secret");
  }

  @Test
  void redeem_post_putsIdAndSecretIntoTheForm() {
    answer(FakeSender.json(200, tokens()));
    ClientSettings settings =
        ClientSettings.of(
            "shop",
            ClientAuthentication.post(ClientSecret.of("s&cret")),
            URI.create("https://shop.example/callback"),
            Scopes.of("openid"));

    redeem(settings, REFRESH);

    assertThat(body(rig.sender.last("/token")).split("&"))
        .contains("client_id=shop", "client_secret=s%26cret");
    assertThat(header(rig.sender.last("/token"), "Authorization")).isEmpty();
  }

  @Test
  void redeem_publicClient_sendsItsIdAlone() {
    answer(FakeSender.json(200, tokens()));
    ClientSettings settings =
        ClientSettings.of(
            "app",
            ClientAuthentication.none(),
            URI.create("https://shop.example/callback"),
            Scopes.of("openid"));

    redeem(settings, CODE);

    assertThat(body(rig.sender.last("/token")).split("&"))
        .contains("client_id=app")
        .noneMatch(part -> part.startsWith("client_secret"));
    assertThat(header(rig.sender.last("/token"), "Authorization")).isEmpty();
  }

  @Test
  void redeem_tokens_areIssued() {
    Map<String, Object> tokens = tokens();
    tokens.put("id_token", "a.b.c");
    tokens.put("scope", "openid");
    tokens.put("refresh_expires_in", 1800);
    answer(FakeSender.json(200, tokens));

    TokenOutcome.Issued issued = (TokenOutcome.Issued) redeem(CODE);

    Instant now = rig.clock.instant();
    assertThat(issued.accessToken().reveal()).isEqualTo("at-1");
    assertThat(issued.accessToken().issuedAt()).isEqualTo(now);
    assertThat(issued.accessToken().expiresAt()).isEqualTo(now.plusSeconds(300));
    assertThat(issued.accessToken().scopes()).isEqualTo(Scopes.of("openid"));
    assertThat(issued.refreshToken()).isEqualTo(Secret.of("rt-2"));
    assertThat(issued.refreshExpiresAt()).isEqualTo(now.plusSeconds(1800));
    assertThat(issued.idToken()).isEqualTo(Secret.of("a.b.c"));
    assertThat(issued.toString()).doesNotContain("at-1", "rt-2", "a.b.c");
  }

  @Test
  @DisplayName("Lesson 35: an answer without scope means what was asked for at most")
  void redeem_noScope_isWhatWasAskedFor() {
    assertThat(issued("expires_in", 300).accessToken().scopes()).isEqualTo(ASKED);
  }

  @Test
  @DisplayName("Lesson 35: an empty or strange scope grants nothing, never more")
  void redeem_emptyOrStrangeScope_grantsNothing() {
    assertThat(issued("scope", "").accessToken().scopes()).isEqualTo(Scopes.NONE);
    assertThat(issued("scope", 7).accessToken().scopes()).isEqualTo(Scopes.NONE);
    assertThat(issued("scope", List.of("a", 7)).accessToken().scopes()).isEqualTo(Scopes.NONE);
    assertThat(issued("scope", List.of()).accessToken().scopes()).isEqualTo(Scopes.NONE);
  }

  @Test
  void redeem_scopeAsList_isAList() {
    assertThat(issued("scope", List.of("admin", "read write")).accessToken().scopes())
        .isEqualTo(Scopes.of("admin", "read", "write"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer", "bearer", "BEARER", "bEaReR"})
  void redeem_bearerInAnyCase_isIssued(String type) {
    assertThat(issued("token_type", type).accessToken().reveal()).isEqualTo("at-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "", "null"})
  void redeem_noTokenType_isUnusableUnlessABearerTokenIsAssumed(String type) {
    Map<String, Object> members = new LinkedHashMap<>(Map.of("access_token", "at-1"));
    if (!type.equals("missing")) {
      members.put("token_type", type.equals("null") ? null : type);
    }
    answer(FakeSender.json(200, members));

    assertThat(redeem(REFRESH))
        .isInstanceOfSatisfying(
            TokenOutcome.Unusable.class,
            unusable ->
                assertThat(unusable.reason())
                    .contains("token_type", "Client.AssumeBearer", "Machine.<name>.AssumeBearer"));
    assertThat(redeem(Rig.settings().withAssumedBearer(), REFRESH))
        .isInstanceOf(TokenOutcome.Issued.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mac", "DPoP", "N_A"})
  void redeem_otherTokenType_isNoBearerTokenWhateverIsAssumed(String type) {
    answer(FakeSender.json(200, Map.of("access_token", "at-1", "token_type", type)));

    assertThat(redeem(Rig.settings().withAssumedBearer(), REFRESH))
        .isInstanceOf(TokenOutcome.Unusable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mac", "DPoP", "", "Bearer "})
  void redeem_otherTokenType_isUnusableAndTheRefreshTokenSurvives(String type) {
    Map<String, Object> tokens = tokens();
    tokens.put("token_type", type);
    answer(FakeSender.json(200, tokens));

    assertThat(redeem(REFRESH))
        .isInstanceOfSatisfying(
            TokenOutcome.Unusable.class,
            unusable -> assertThat(unusable.refreshToken()).isEqualTo(Secret.of("rt-2")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"token_type", "access_token"})
  void redeem_requiredMemberMissing_isUnusable(String name) {
    Map<String, Object> tokens = tokens();
    tokens.remove(name);
    answer(FakeSender.json(200, tokens));

    assertThat(redeem(REFRESH)).isInstanceOf(TokenOutcome.Unusable.class);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "300, 300",
    "'\"300\"', 300",
    "300.9, 300",
    "99999999999999999999, 315360000",
    "1e300, 315360000",
    "9223372036854775807, 315360000",
    "0, 300",
    "-1, 300",
    "0.5, 300",
    "'\"soon\"', 300",
    "'\"\"', 300",
    "null, 300",
    "[1], 300",
    "true, 300",
    "'{\"a\":1}', 300"
  })
  void redeem_expiresIn_isTakenWhereItMakesSense(String value, long seconds) {
    String body =
        "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"expires_in\":" + value + "}";
    answer(FakeSender.text(200, "application/json;charset=UTF-8", body));

    TokenOutcome.Issued issued = (TokenOutcome.Issued) redeem(REFRESH);

    assertThat(issued.accessToken().expiresAt())
        .isEqualTo(rig.clock.instant().plusSeconds(seconds));
  }

  @Test
  void redeem_noExpiresIn_isTheTokensOwnExp() {
    Map<String, Object> tokens = tokens();
    tokens.remove("expires_in");
    tokens.put(
        "access_token", Rig.jwt(Rig.KEY, Map.of("exp", rig.clock.instant().getEpochSecond() + 77)));
    answer(FakeSender.json(200, tokens));

    TokenOutcome.Issued issued = (TokenOutcome.Issued) redeem(REFRESH);

    assertThat(issued.accessToken().expiresAt()).isEqualTo(rig.clock.instant().plusSeconds(77));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"exp\":1}", "{\"exp\":\"x\"}", "{}", "[]"})
  void redeem_noExpiresInAndNoGoodExp_isTheDefault(String claims) {
    Map<String, Object> tokens = tokens();
    tokens.remove("expires_in");
    tokens.put(
        "access_token",
        "eyJhbGciOiJSUzI1NiJ9." + com.nimbusds.jose.util.Base64URL.encode(claims) + ".AAAA");
    answer(FakeSender.json(200, tokens));

    TokenOutcome.Issued issued = (TokenOutcome.Issued) redeem(REFRESH);

    assertThat(issued.accessToken().expiresAt()).isEqualTo(rig.clock.instant().plusSeconds(300));
  }

  @ParameterizedTest
  @CsvSource({
    "refresh_expires_in, 60, 60",
    "refresh_token_expires_in, 60, 60",
    "refresh_expires_in, 0,",
    "refresh_expires_in, -5,"
  })
  void redeem_refreshExpiry_countsWhereAboveZero(String name, long value, Long seconds) {
    Instant expected = seconds == null ? null : rig.clock.instant().plusSeconds(seconds);

    assertThat(issued(name, value).refreshExpiresAt()).isEqualTo(expected);
  }

  @Test
  void redeem_emptyRefreshToken_isNone() {
    assertThat(issued("refresh_token", "").refreshToken()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "400,invalid_grant,invalid_grant,GRANT_OVER",
    "400,INVALID_GRANT,invalid_grant,GRANT_OVER",
    "403,invalid_grant,invalid_grant,GRANT_OVER",
    "404,invalid_grant,invalid_grant,GRANT_OVER",
    "400,Interaction_Required,interaction_required,GRANT_OVER",
    "400,consent_required,consent_required,GRANT_OVER",
    "400,login_required,login_required,GRANT_OVER",
    "400,account_selection_required,account_selection_required,GRANT_OVER",
    "400,mfa_required,mfa_required,GRANT_OVER",
    "401,invalid_token,invalid_token,GRANT_OVER",
    "200,invalid_refresh_token,invalid_refresh_token,GRANT_OVER",
    "200,bad_refresh_token,bad_refresh_token,GRANT_OVER",
    "201,expired_token,expired_token,GRANT_OVER",
    "400,access_denied,access_denied,GRANT_OVER",
    "401,invalid_client,invalid_client,CLIENT",
    "400,unauthorized_client,unauthorized_client,CLIENT",
    "200,incorrect_client_credentials,incorrect_client_credentials,CLIENT",
    "400,unsupported_grant_type,unsupported_grant_type,CLIENT",
    "400,invalid_scope,invalid_scope,CLIENT",
    "400,invalid_target,invalid_target,CLIENT",
    "400,invalid_dpop_proof,invalid_dpop_proof,CLIENT",
    "400,use_dpop_nonce,use_dpop_nonce,CLIENT",
    "400,invalid_authorization_details,invalid_authorization_details,CLIENT",
    "400,not_allowed,not_allowed,CLIENT",
    "401,invalid_request,invalid_request,CLIENT",
    "400,invalid_request,invalid_request,UNCLEAR",
    "200,invalid_request,invalid_request,UNCLEAR",
    "400,whatever,whatever,UNCLEAR",
    "400,<script>alert(1)</script>,unrecognized,UNCLEAR",
    "400,Invalid Grant,unrecognized,UNCLEAR",
    "400,'',unrecognized,UNCLEAR"
  })
  void redeem_errorAnswer_isJudgedByItsWord(
      int status, String error, String code, TokenRefusal refusal) {
    answer(
        FakeSender.json(status, Map.of("error", error, "error_description", "<b>no</b> secret")));

    for (Grant grant : List.of(REFRESH, CODE)) {
      TokenOutcome.Rejected rejected = (TokenOutcome.Rejected) redeem(grant);
      assertThat(rejected.error()).isEqualTo(code);
      assertThat(rejected.refusal()).isEqualTo(refusal);
      assertThat(rejected.inWords()).doesNotContain("<");
    }
  }

  @Test
  @DisplayName("some providers send a sentence where a code should be")
  void redeem_errorIsNoCode_isSaidWithoutWhatIsSecret() {
    answer(
        FakeSender.json(
            400,
            Map.of(
                "error", "Token AbCdEfGhIjKlMnOpQrSt is gone.",
                "error_description", "Sign in again")));

    assertThat(redeem(REFRESH))
        .isInstanceOfSatisfying(
            TokenOutcome.Rejected.class,
            rejected -> {
              assertThat(rejected.inWords()).isEqualTo("400 with an unknown error");
              assertThat(rejected.said()).isEqualTo("Token ... is gone.; Sign in again");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "400,temporarily_unavailable",
    "200,temporarily_unavailable",
    "400,slow_down",
    "200,RateLimited",
    "400,server_error",
    "408,invalid_grant"
  })
  void redeem_errorOfTheMoment_isUnavailableAndComplete(int status, String error) {
    answer(FakeSender.json(status, Map.of("error", error)));

    assertThat(redeem(REFRESH))
        .isInstanceOfSatisfying(
            ProviderTrouble.class,
            u -> assertThat(u.kind()).isEqualTo(ProviderTrouble.Kind.NOT_DONE));
  }

  @ParameterizedTest
  @CsvSource({
    "400,text/html,<html>",
    "403,text/html,<html>",
    "404,application/json,{}",
    "400,application/json,'{\"error\":{\"code\":190}}'",
    "400,,''",
    "200,application/json,'{\"ok\":false}'",
    "200,text/plain,ok=False"
  })
  void redeem_refusalWithoutAWord_isUnclear(int status, String type, String body) {
    answer(FakeSender.text(status, type == null ? "" : type, body));

    assertThat(redeem(REFRESH))
        .isInstanceOfSatisfying(
            TokenOutcome.Rejected.class,
            rejected -> {
              assertThat(rejected.refusal()).isEqualTo(TokenRefusal.UNCLEAR);
              assertThat(rejected.inWords()).isEqualTo(status + " without an error code");
            });
  }

  @ParameterizedTest
  @CsvSource({"401,text/html,<html>", "401,,''", "401,application/json,{}"})
  @DisplayName("RFC 6749 5.2: 401 speaks of the client")
  void redeem_401WithoutAWord_isOfTheClient(int status, String type, String body) {
    answer(FakeSender.text(status, type == null ? "" : type, body));

    assertThat(((TokenOutcome.Rejected) redeem(REFRESH)).refusal()).isEqualTo(TokenRefusal.CLIENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "false"})
  void redeem_tokensBesideAnErrorThatIsNone_areIssued(String error) {
    answer(
        FakeSender.text(
            200,
            "application/json",
            "{\"ok\":true,\"error\":"
                + error
                + ",\"access_token\":\"at\",\"token_type\":\"bearer\"}"));

    assertThat(redeem(REFRESH)).isInstanceOf(TokenOutcome.Issued.class);
  }

  @Test
  void redeem_tokensBesideAnError_areIssued() {
    Map<String, Object> tokens = tokens();
    tokens.put("error", "invalid_grant");
    answer(FakeSender.json(200, tokens));

    assertThat(redeem(REFRESH)).isInstanceOf(TokenOutcome.Issued.class);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "Session not active|Session not active",
        "AADSTS700082: expired|AADSTS700082: expired",
        "token rt-1 is no good|token ... is no good",
        "token eyJhbGciOiJSUzI1NiJ9.e30.AAAA is no good|token ... is no good",
        "secret s3cret, refresh_token_is_invalid|secret ..., refresh_token_is_invalid",
        "two\u0000lines\u00e9|two lines"
      },
      delimiter = '|')
  void redeem_descriptionOfARefusal_isToldWithoutSecrets(String description, String told) {
    String text = description.replace("\\u0000", "\n").replace("\\u00e9", "\u00e9");
    answer(FakeSender.json(400, Map.of("error", "invalid_grant", "error_description", text)));

    assertThat(((TokenOutcome.Rejected) redeem(REFRESH)).said()).isEqualTo(told);
  }

  @Test
  void redeem_longDescription_isCut() {
    answer(
        FakeSender.json(
            400, Map.of("error", "invalid_grant", "error_description", "no ".repeat(50_000))));

    assertThat(((TokenOutcome.Rejected) redeem(REFRESH)).said()).hasSizeLessThan(210);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 429})
  void redeem_invalidGrantFromAFailingServer_isNotBelieved(int status) {
    answer(FakeSender.json(status, Map.of("error", "invalid_grant")));

    assertThat(redeem(REFRESH))
        .isInstanceOfSatisfying(
            ProviderTrouble.class,
            u -> assertThat(u.kind()).isEqualTo(ProviderTrouble.Kind.NOT_DONE));
  }

  @Test
  void redeem_retryAfter_isPassedOn() {
    dev.tms.outbound.Sender.Answer busy =
        new dev.tms.outbound.Sender.Answer(
            503, List.of(new dev.tms.http.Header("Retry-After", "7")), new byte[0]);
    answer(busy);

    assertThat(((ProviderTrouble) redeem(REFRESH)).retryAfter()).isEqualTo(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @CsvSource({
    "200,text/html,<html>,false",
    "200,application/json,{\"access_tok,false",
    "200,application/json,'',false",
    "302,text/html,'',true",
    "200,text/html,<a href=\"?a=1&access_token=x\">,false",
    "200,application/json,access_token=x,false",
    "200,application/json,'[{\"access_token\":\"x\"}]',false",
    "302,application/json,'{\"error\":\"invalid_grant\"}',true",
    "500,text/html,oops,true"
  })
  void redeem_nonsense_isUnavailableAndNotSaidToBeCompleteWhereTokensMayBeLost(
      int status, String type, String body, boolean complete) {
    answer(FakeSender.text(status, type, body));

    assertThat(redeem(REFRESH))
        .isInstanceOfSatisfying(
            ProviderTrouble.class,
            unavailable -> {
              assertThat(unavailable.kind())
                  .isEqualTo(
                      complete ? ProviderTrouble.Kind.NOT_DONE : ProviderTrouble.Kind.UNANSWERED);
              assertThat(unavailable.reason()).contains("id.example").doesNotContain("oops");
            });
  }

  @Test
  void redeem_neverConnected_isRepeatedOnce() {
    int[] tries = {0};
    rig.sender.on(
        "/token",
        call ->
            ++tries[0] == 1
                ? FakeSender.failure(Kind.NOT_CONNECTED)
                : FakeSender.json(200, tokens()));

    assertThat(redeem(REFRESH)).isInstanceOf(TokenOutcome.Issued.class);
    assertThat(rig.outcomes("token")).containsExactly("not_connected", "ok");
  }

  @Test
  void redeem_neverConnectedTwice_isGivenUp() {
    answer(FakeSender.failure(Kind.NOT_CONNECTED));

    assertThat(redeem(REFRESH))
        .isInstanceOfSatisfying(
            ProviderTrouble.class,
            u -> assertThat(u.kind()).isEqualTo(ProviderTrouble.Kind.NOT_CONNECTED));
    assertThat(rig.sender.count("/token")).isEqualTo(2);
  }

  @Test
  void redeem_noTimeLeft_isNotRepeated() {
    rig.sender.on(
        "/token",
        call -> {
          rig.clock.advance(Duration.ofMillis(9_800));
          return FakeSender.failure(Kind.NOT_CONNECTED);
        });

    redeem(REFRESH);

    assertThat(rig.sender.count("/token")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "NOT_CONNECTED")
  void redeem_anyOtherFailure_isNeverRepeated(Kind kind) {
    answer(FakeSender.failure(kind));

    ProviderTrouble trouble = (ProviderTrouble) redeem(REFRESH);

    assertThat(rig.sender.count("/token")).isEqualTo(1);
    assertThat(trouble.kind())
        .isEqualTo(
            kind == Kind.BUSY ? ProviderTrouble.Kind.NOT_SENT : ProviderTrouble.Kind.UNANSWERED);
  }

  @ParameterizedTest
  @CsvSource({
    "7, PT7S",
    "0, PT0S",
    "999999, PT1H",
    "'Sun, 01 Mar 2026 12:00:30 GMT', PT30S",
    "'Sun, 01 Mar 2026 11:00:00 GMT', PT0S",
    "-3,",
    "soon,"
  })
  void retryAfter_secondsOrDate_isRead(String value, Duration wait) {
    assertThat(ProviderCalls.retryAfter(value, rig.clock.instant())).isEqualTo(wait);
  }

  @Test
  void revoke_answer200_isConfirmed() {
    rig.sender.on("/revoke", FakeSender.text(200, "text/plain", ""));
    TokenEndpoint revocation =
        new TokenEndpoint(Rig.settings(), ProviderQuirks.NONE, rig.calls, rig.clock);

    boolean done =
        revocation.revoke(
            URI.create("https://id.example/revoke"), Secret.of("rt-1"), Duration.ofSeconds(3));

    assertThat(done).isTrue();
    Call call = rig.sender.last("/revoke");
    assertThat(body(call).split("&"))
        .containsExactlyInAnyOrder("token=rt-1", "token_type_hint=refresh_token");
    assertThat(header(call, "Authorization")).startsWith("Basic ");
    assertThat(call.timeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(rig.outcomes("revocation")).containsExactly("ok");
  }

  @Test
  void revoke_anythingElse_isNot() {
    TokenEndpoint revocation =
        new TokenEndpoint(Rig.settings(), ProviderQuirks.NONE, rig.calls, rig.clock);
    URI endpoint = URI.create("https://id.example/revoke");
    for (SendOutcome answer :
        List.of(
            FakeSender.json(400, Map.of("error", "unsupported_token_type")),
            FakeSender.text(503, "text/html", ""),
            FakeSender.text(302, "text/html", ""),
            FakeSender.failure(Kind.TIMED_OUT))) {
      rig.sender.on("/revoke", answer);
      assertThat(revocation.revoke(endpoint, Secret.of("rt-1"), Duration.ofSeconds(3))).isFalse();
    }
    assertThat(rig.outcomes("revocation"))
        .containsExactly("error_answer", "error_answer", "error_answer", "timed_out");
  }
}

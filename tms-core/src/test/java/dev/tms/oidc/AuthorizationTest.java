package dev.tms.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.oauth.AllowedValues;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.FakeSender;
import dev.tms.oauth.Provider;
import dev.tms.oauth.ResponseMode;
import dev.tms.oauth.Rig;
import dev.tms.oidc.OidcClient.AuthorizeOutcome;
import dev.tms.oidc.OidcClient.CallbackOutcome;
import dev.tms.oidc.OidcClient.CallbackOutcome.AuthorizationError;
import dev.tms.outbound.Sender.SendFailure;
import dev.tms.web.Parameters;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The front channel: requests to the provider and its answers, as the browser carries them. */
class AuthorizationTest {
  private final Rig rig = new Rig();

  private OidcClient client(ClientSettings settings) {
    return new OidcClient(
        Provider.discover(Rig.ISSUER),
        settings,
        rig.sender,
        rig.events::add,
        rig.clock,
        rig.random);
  }

  private OidcClient client() {
    return client(Rig.settings());
  }

  private static AuthorizeOutcome.Redirect redirect(OidcClient client, LoginParameters login) {
    return (AuthorizeOutcome.Redirect) client.authorize(login);
  }

  private static Parameters query(AuthorizeOutcome.Redirect redirect) {
    return Parameters.parse(redirect.location().getRawQuery());
  }

  @Test
  void authorize_request_hasEverythingOfTheCodeFlow() throws Exception {
    AuthorizeOutcome.Redirect redirect = redirect(client(), LoginParameters.NONE);

    Parameters query = query(redirect);
    Transaction transaction = redirect.transaction();
    assertThat(redirect.location().toString()).startsWith("https://id.example/authorize?");
    assertThat(query.values().keySet())
        .containsExactlyInAnyOrder(
            "response_type",
            "client_id",
            "redirect_uri",
            "scope",
            "state",
            "nonce",
            "code_challenge",
            "code_challenge_method");
    assertThat(query.hasRepetition()).isFalse();
    assertThat(query.first("response_type")).isEqualTo("code");
    assertThat(query.first("client_id")).isEqualTo("shop");
    assertThat(query.first("redirect_uri")).isEqualTo("https://shop.example/callback");
    assertThat(query.first("scope")).isEqualTo("openid profile");
    assertThat(query.first("state")).isEqualTo(transaction.state());
    assertThat(query.first("nonce")).isEqualTo(transaction.nonce());
    assertThat(query.first("code_challenge_method")).isEqualTo("S256");
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest(
                Objects.requireNonNull(transaction.codeVerifier())
                    .reveal()
                    .getBytes(StandardCharsets.US_ASCII));
    assertThat(query.first("code_challenge"))
        .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
  }

  @Test
  void authorize_wishes_areSent() {
    LoginParameters login =
        new LoginParameters(
            "urn:a urn:b", false, "login", "a@b.c", Duration.ofSeconds(60), "de-CH en");

    Parameters query = query(redirect(client(), login));

    assertThat(query.first("acr_values")).isEqualTo("urn:a urn:b");
    assertThat(query.first("prompt")).isEqualTo("login");
    assertThat(query.first("login_hint")).isEqualTo("a@b.c");
    assertThat(query.first("max_age")).isEqualTo("60");
    assertThat(query.first("ui_locales")).isEqualTo("de-CH en");
  }

  @Test
  void authorize_maxAge_isRememberedForTheIdToken() {
    LoginParameters login = new LoginParameters(null, false, null, null, Duration.ZERO, null);

    AuthorizeOutcome.Redirect redirect = redirect(client(), login);

    assertThat(query(redirect).first("max_age")).isEqualTo("0");
    assertThat(redirect.transaction().maxAge()).isEqualTo(Duration.ZERO);
  }

  @Test
  void authorize_resources_areSent() {
    OidcClient client = client(Rig.settings().withResources("https://a.example/", "urn:b"));

    assertThat(query(redirect(client, LoginParameters.NONE)).values().get("resource"))
        .containsExactly("https://a.example/", "urn:b");
  }

  @Test
  void authorize_parametersOfTheCaller_areSent() {
    LoginParameters login =
        LoginParameters.of(
            Parameters.parse("kc_idp_hint=a%26b"),
            Map.of("kc_idp_hint", AllowedValues.oneOf("a&b")));

    assertThat(query(redirect(client(), login)).first("kc_idp_hint")).isEqualTo("a&b");
  }

  @Test
  void authorize_localesThatAreNone_areLeftOut() {
    LoginParameters login = new LoginParameters(null, false, null, null, null, "x-------");

    assertThat(query(redirect(client(), login)).has("ui_locales")).isFalse();
  }

  @Test
  void authorize_formPost_isAskedFor() {
    OidcClient client = client(Rig.settings().withResponseMode(ResponseMode.FORM_POST));

    assertThat(query(redirect(client, LoginParameters.NONE)).first("response_mode"))
        .isEqualTo("form_post");
  }

  @Test
  void authorize_withoutPkce_sendsNoChallenge() {
    AuthorizeOutcome.Redirect redirect =
        redirect(client(Rig.settings().withoutPkce()), LoginParameters.NONE);

    assertThat(query(redirect).has("code_challenge")).isFalse();
    assertThat(redirect.transaction().codeVerifier()).isNull();
  }

  @Test
  void authorize_endpointWithAQuery_keepsIt() {
    rig.discovery("authorization_endpoint", "https://id.example/authorize?realm=a%20b");

    Parameters query = query(redirect(client(), LoginParameters.NONE));

    assertThat(query.first("realm")).isEqualTo("a b");
    assertThat(query.first("client_id")).isEqualTo("shop");
  }

  @Test
  void authorize_providerDown_isUnavailable() {
    rig.sender.on(Rig.DISCOVERY, FakeSender.failure(SendFailure.Kind.NOT_CONNECTED));

    assertThat(client().authorize(LoginParameters.NONE))
        .isInstanceOfSatisfying(
            AuthorizeOutcome.Unavailable.class,
            u -> {
              assertThat(u.trouble().isMisconfigured()).isFalse();
              assertThat(u.trouble().retryAfter()).isPositive();
            });
  }

  private CallbackOutcome check(boolean issSupported, String template) {
    rig.discovery("authorization_response_iss_parameter_supported", issSupported);
    OidcClient client = client();
    Transaction transaction = redirect(client, LoginParameters.NONE).transaction();
    String query =
        template
            .replace("STATE", transaction.state())
            .replace("ISS", "https%3A%2F%2Fid.example%2Frealm");
    return client.check(transaction, Parameters.parse(query));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "code=c&state=STATE",
        "code=c&state=STATE&iss=ISS",
        "state=STATE&code=c&session_state=x.y"
      })
  void check_codeOfThisLogin_isAccepted(String query) {
    assertThat(check(false, query)).isInstanceOf(CallbackOutcome.Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "code=c",
        "code=c&state=",
        "code=c&state=other",
        "code=c&state=STATEx",
        "state=STATE",
        "state=STATE&code=",
        "state=STATE&code=%C3%A4",
        "state=STATE&code=a%0Ab",
        "state=STATE&response=a.b.c",
        "state=STATE&id_token=a.b.c"
      })
  void check_missingOrWrongParameter_isInvalid(String query) {
    assertThat(check(false, query)).isInstanceOf(CallbackOutcome.Invalid.class);
  }

  @Test
  void check_codeThatIsNone_saysWhatIsWrongWithIt() {
    Map<String, String> reasons =
        Map.of(
            "state=STATE",
            "neither a code nor an error",
            "state=STATE&code=",
            "neither a code nor an error",
            "state=STATE&code=" + "c".repeat(4097),
            "the code is too long: 4097 characters, and this service takes 4096",
            "state=STATE&code=a%0Ab",
            "the code has characters that no code may have");

    reasons.forEach(
        (query, reason) ->
            assertThat(check(false, query))
                .isInstanceOfSatisfying(
                    CallbackOutcome.Invalid.class,
                    invalid -> assertThat(invalid.reason()).isEqualTo(reason)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "code=c&state=STATE&code=d",
        "code=c&state=STATE&code=c",
        "code=c&state=STATE&code=",
        "code=c&state=STATE&state=other",
        "code=c&state=STATE&iss=ISS&iss=https%3A%2F%2Fevil.example",
        "error=a&error=b&state=STATE",
        "code=c&state=STATE&x=1&x=2"
      })
  @DisplayName("Lesson 26: an answer that contradicts itself, or has two codes, is refused")
  void check_duplicateParameter_isInvalid(String query) {
    assertThat(check(false, query)).isInstanceOf(CallbackOutcome.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "code=c&state=STATE&state=STATE",
        "code=c&state=STATE&iss=ISS&iss=ISS",
        "code=c&state=STATE&iss=&iss=ISS",
        "code=c&state=STATE&x=1&x=1",
        "code=c&state=STATE&error=",
        "code=c&state=STATE&error=&error_description="
      })
  void check_repeatedAlikeOrEmpty_countsOnceOrNotAtAll(String query) {
    assertThat(check(false, query)).isInstanceOf(CallbackOutcome.Accepted.class);
  }

  @Test
  void check_everyParameterOfAnErrorTwice_isThatError() {
    assertThat(
            check(
                true,
                "error=login_required&state=STATE&iss=ISS&error=login_required&state=STATE&iss=ISS"))
        .isInstanceOfSatisfying(
            CallbackOutcome.ProviderError.class,
            error -> assertThat(error.kind()).isEqualTo(AuthorizationError.LOGIN_REQUIRED));
  }

  @Test
  void check_emptyCodeBesideAnError_isThatError() {
    assertThat(check(false, "code=&error=access_denied&state=STATE"))
        .isInstanceOf(CallbackOutcome.ProviderError.class);
  }

  @Test
  void check_codeWithError_isInvalid() {
    assertThat(check(false, "code=c&error=access_denied&state=STATE"))
        .isInstanceOf(CallbackOutcome.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "code=c&state=STATE&iss=https%3A%2F%2Fevil.example",
        "code=c&state=STATE&iss=ISS%2F",
        "error=access_denied&state=STATE&iss=https%3A%2F%2Fevil.example"
      })
  @DisplayName("RFC 9207: an iss that is not the provider's is refused, on errors too")
  void check_wrongIss_isInvalid(String query) {
    assertThat(check(false, query)).isInstanceOf(CallbackOutcome.Invalid.class);
    assertThat(check(true, query)).isInstanceOf(CallbackOutcome.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "code=c&state=STATE",
        "code=c&state=STATE&iss=",
        "error=access_denied&state=STATE",
        "error=access_denied&state=STATE&iss="
      })
  @DisplayName("RFC 9207: a provider that says it sends iss must send it, on errors too")
  void check_issAnnouncedAndMissing_isInvalid(String query) {
    assertThat(check(true, query)).isInstanceOf(CallbackOutcome.Invalid.class);
    assertThat(check(false, query)).isNotInstanceOf(CallbackOutcome.Invalid.class);
  }

  @ParameterizedTest
  @CsvSource({
    "access_denied,ACCESS_DENIED",
    "Access_Denied,ACCESS_DENIED",
    "LOGIN_REQUIRED,LOGIN_REQUIRED",
    "user_cancelled_login,ACCESS_DENIED",
    "user_cancelled_authorize,ACCESS_DENIED",
    "login_required,LOGIN_REQUIRED",
    "interaction_required,LOGIN_REQUIRED",
    "consent_required,LOGIN_REQUIRED",
    "account_selection_required,LOGIN_REQUIRED",
    "temporarily_unavailable,UNAVAILABLE",
    "server_error,UNAVAILABLE",
    "invalid_scope,OTHER",
    "%3Cscript%3E,OTHER"
  })
  void check_error_isSortedAndNeverQuotedBeyondItsCode(String error, AuthorizationError kind) {
    CallbackOutcome outcome =
        check(true, "state=STATE&iss=ISS&error=" + error + "&error_description=%3Cb%3Ehello");

    assertThat(outcome)
        .isInstanceOfSatisfying(
            CallbackOutcome.ProviderError.class,
            refused -> {
              assertThat(refused.kind()).isEqualTo(kind);
              assertThat(refused.reason()).doesNotContain("hello", "<", "script");
            });
  }

  @Test
  void check_loginBegunAtAnotherProvider_isInvalid() {
    Transaction other = Transaction.begin(rig.random, true, null, false, "https://other.example");

    assertThat(client().check(other, Parameters.parse("code=c&state=" + other.state())))
        .isInstanceOf(CallbackOutcome.Invalid.class);
  }

  @Test
  void check_anyAnswer_asksNobody() {
    OidcClient client = client();
    Transaction transaction = redirect(client, LoginParameters.NONE).transaction();
    int before = rig.sender.calls.size();

    client.check(transaction, Parameters.parse("code=c&state=" + transaction.state()));

    assertThat(rig.sender.calls).hasSize(before);
  }
}

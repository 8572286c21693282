package dev.tms.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.oauth.ClientAuthentication;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.FakeSender;
import dev.tms.oauth.IdentitySource;
import dev.tms.oauth.ProviderTrouble;
import dev.tms.oauth.Rig;
import dev.tms.oidc.OidcClient.AuthorizeOutcome;
import dev.tms.oidc.OidcClient.RedeemOutcome;
import dev.tms.oidc.OidcClient.RenewOutcome;
import dev.tms.outbound.Sender.SendFailure;
import dev.tms.token.AccessToken;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import dev.tms.token.User;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Users of providers that give no ID token: at login and at every refresh. */
class TokenIdentityTest {
  private final ProviderRig provider = new ProviderRig();
  private final Map<String, Object> says = new HashMap<>();

  TokenIdentityTest() {
    provider.tokens.put("scope", "read");
    says.put("active", true);
    says.put("sub", "alice");
    says.put("email", "alice@example.test");
  }

  private void identity(IdentitySource source) {
    provider.settings = plain(source);
  }

  private static ClientSettings plain(IdentitySource source) {
    return Rig.settings().withIdentity(source).withScopes(Scopes.of("read"));
  }

  private static String path(IdentitySource source) {
    return source == IdentitySource.USERINFO ? "/userinfo" : "/introspect";
  }

  private void sourceSays(IdentitySource source) {
    provider.rig.sender.on(path(source), FakeSender.json(200, says));
  }

  private RedeemOutcome login(IdentitySource source) {
    return login(source, LoginParameters.NONE);
  }

  private RedeemOutcome login(IdentitySource source, LoginParameters parameters) {
    identity(source);
    sourceSays(source);
    Transaction transaction = provider.begin(parameters);
    provider.rig.sender.on("/token", FakeSender.json(200, provider.tokens));
    return provider.client().redeem(provider.callback(transaction));
  }

  @ParameterizedTest
  @EnumSource(names = {"USERINFO", "INTROSPECTION"})
  void login_noIdToken_takesTheUserFromTheSource(IdentitySource source) {
    RedeemOutcome.Redeemed redeemed = (RedeemOutcome.Redeemed) login(source);

    assertThat(redeemed.user().subject()).isEqualTo("alice");
    assertThat(redeemed.user().issuer()).isEqualTo(Rig.ISSUER);
    assertThat(redeemed.user().loginAt()).isEqualTo(provider.rig.clock.instant());
    assertThat(redeemed.user().claims().string("email")).contains("alice@example.test");
    assertThat(redeemed.tokens().idToken()).isNull();
    assertThat(provider.rig.sender.count("/jwks")).isZero();
  }

  @Test
  void login_noIdTokenAndNothingElseConfigured_failsAndSaysWhatToSet() {
    Transaction transaction = provider.begin(LoginParameters.NONE);
    provider.rig.sender.on("/token", FakeSender.json(200, provider.tokens));

    RedeemOutcome outcome = provider.client().redeem(provider.callback(transaction));

    assertThat(((RedeemOutcome.Failed) outcome).reason())
        .contains("without an ID token", "Client.Identity");
  }

  @ParameterizedTest
  @EnumSource(names = {"USERINFO", "INTROSPECTION"})
  void login_idTokenAllTheSame_isKeptForTheLogoutAndNotLookedAt(IdentitySource source) {
    provider.tokens.put("id_token", "x.y.z");

    RedeemOutcome.Redeemed redeemed = (RedeemOutcome.Redeemed) login(source);

    assertThat(redeemed.tokens().idToken().reveal()).isEqualTo("x.y.z");
    assertThat(provider.rig.sender.count("/jwks")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "opaque", "a.b", "a b.c.d", ".."})
  void login_idTokenThatIsNone_isNotKept(String idToken) {
    provider.tokens.put("id_token", idToken);

    RedeemOutcome.Redeemed redeemed = (RedeemOutcome.Redeemed) login(IdentitySource.USERINFO);

    assertThat(redeemed.tokens().idToken()).isNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"USERINFO", "INTROSPECTION"})
  void login_integerSubject_isItsDigits(IdentitySource source) {
    says.put("sub", 42);

    RedeemOutcome.Redeemed redeemed = (RedeemOutcome.Redeemed) login(source);

    assertThat(redeemed.user().subject()).isEqualTo("42");
    assertThat(redeemed.user().claims().string("sub")).contains("42");
  }

  @ParameterizedTest
  @ValueSource(strings = {"42.0", "4.2e1", "42.5"})
  void login_subjectThatIsAFractionOrHasAnExponent_fails(String number) {
    identity(IdentitySource.USERINFO);
    provider.rig.sender.on(
        "/userinfo", FakeSender.text(200, "application/json", "{\"sub\":" + number + "}"));
    Transaction transaction = provider.begin(LoginParameters.NONE);
    provider.rig.sender.on("/token", FakeSender.json(200, provider.tokens));

    assertThat(provider.client().redeem(provider.callback(transaction)))
        .isInstanceOfSatisfying(
            RedeemOutcome.Failed.class,
            failed ->
                assertThat(failed.reason())
                    .endsWith("sub is of another type: a number with a fraction or an exponent"));
  }

  @Test
  void login_introspectionNamesUsByAnInteger_succeeds() {
    provider.settings =
        ClientSettings.of(
            "4711",
            ClientAuthentication.basic(ClientSecret.of("s3cret")),
            URI.create("https://shop.example/callback"),
            Scopes.of("read"),
            IdentitySource.INTROSPECTION);
    says.put("client_id", 4711);
    sourceSays(IdentitySource.INTROSPECTION);
    Transaction transaction = provider.begin(LoginParameters.NONE);
    provider.rig.sender.on("/token", FakeSender.json(200, provider.tokens));

    assertThat(provider.client().redeem(provider.callback(transaction)))
        .isInstanceOf(RedeemOutcome.Redeemed.class);
  }

  private RedeemOutcome loginBy(String claim) {
    provider.settings = plain(IdentitySource.USERINFO).withSubjectClaim(claim);
    sourceSays(IdentitySource.USERINFO);
    Transaction transaction = provider.begin(LoginParameters.NONE);
    provider.rig.sender.on("/token", FakeSender.json(200, provider.tokens));
    return provider.client().redeem(provider.callback(transaction));
  }

  @Test
  void login_subjectClaim_namesTheUser() {
    says.put("id", 7);

    User identity = ((RedeemOutcome.Redeemed) loginBy("id")).user();

    assertThat(identity.subject()).isEqualTo("7");
    assertThat(identity.claims().string("sub")).contains("7");
  }

  @Test
  void login_subjectClaimMissing_failsAndNamesIt() {
    assertThat(loginBy("id"))
        .isInstanceOfSatisfying(
            RedeemOutcome.Failed.class,
            failed -> assertThat(failed.reason()).contains("its id is missing"));
  }

  @ParameterizedTest
  @CsvSource({"USERINFO,''", "INTROSPECTION,''", "USERINFO,ä", "INTROSPECTION,ä"})
  void login_subjectUnsound_fails(IdentitySource source, String subject) {
    says.put("sub", subject);

    assertThat(login(source)).isInstanceOf(RedeemOutcome.Failed.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"USERINFO", "INTROSPECTION"})
  void login_subjectMissing_fails(IdentitySource source) {
    says.remove("sub");

    assertThat(login(source)).isInstanceOf(RedeemOutcome.Failed.class);
  }

  @Test
  void login_inactive_isNoSession() {
    says.put("active", false);

    assertThat(login(IdentitySource.INTROSPECTION)).isInstanceOf(RedeemOutcome.Misconfigured.class);
  }

  @ParameterizedTest
  @CsvSource({"client_id,other", "iss,https://other.example"})
  void login_introspectionOfAnothersToken_fails(String member, String value) {
    says.put(member, value);

    assertThat(login(IdentitySource.INTROSPECTION)).isInstanceOf(RedeemOutcome.Failed.class);
  }

  @Test
  void login_introspectionNamesUs_succeeds() {
    says.put("client_id", "shop");
    says.put("iss", Rig.ISSUER);

    assertThat(login(IdentitySource.INTROSPECTION)).isInstanceOf(RedeemOutcome.Redeemed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"USERINFO", "INTROSPECTION"})
  void login_sourceRefusesUs_fails(String name) {
    IdentitySource source = IdentitySource.valueOf(name);
    identity(source);
    Transaction transaction = provider.begin(LoginParameters.NONE);
    provider.rig.sender.on("/token", FakeSender.json(200, provider.tokens));
    provider.rig.sender.on(path(source), FakeSender.json(401, Map.of("error", "x")));

    assertThat(provider.client().redeem(provider.callback(transaction)))
        .isInstanceOf(RedeemOutcome.Misconfigured.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"USERINFO", "INTROSPECTION"})
  void login_sourceDown_isUnavailable(IdentitySource source) {
    identity(source);
    Transaction transaction = provider.begin(LoginParameters.NONE);
    provider.rig.sender.on("/token", FakeSender.json(200, provider.tokens));
    provider.rig.sender.on(path(source), FakeSender.failure(SendFailure.Kind.TIMED_OUT));

    assertThat(provider.client().redeem(provider.callback(transaction)))
        .isInstanceOf(RedeemOutcome.Unavailable.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"USERINFO", "INTROSPECTION"})
  void authorize_providerHasNoSuchEndpoint_isMisconfigured(IdentitySource source) {
    String member =
        source == IdentitySource.USERINFO ? "userinfo_endpoint" : "introspection_endpoint";
    provider.rig.sender.on(Rig.DISCOVERY, FakeSender.json(200, without(member)));
    identity(source);

    assertThat(provider.client().authorize(LoginParameters.NONE))
        .isInstanceOfSatisfying(
            AuthorizeOutcome.Unavailable.class,
            u -> {
              assertThat(u.trouble().isMisconfigured()).isTrue();
              assertThat(u.trouble().reason()).contains("its " + member + " is missing");
            });
  }

  private static Map<String, Object> without(String member) {
    Map<String, Object> document = Rig.document();
    document.remove(member);
    return document;
  }

  @Test
  void login_maxAge_needsAnAuthTimeThatFits() {
    LoginParameters oneMinute =
        new LoginParameters(null, false, null, null, Duration.ofMinutes(1), null);
    assertThat(login(IdentitySource.INTROSPECTION, oneMinute))
        .isInstanceOf(RedeemOutcome.Failed.class);

    provider.rig.clock.advance(Duration.ofMinutes(1));
    says.put("auth_time", provider.rig.clock.instant().getEpochSecond());
    assertThat(login(IdentitySource.INTROSPECTION, oneMinute))
        .isInstanceOf(RedeemOutcome.Redeemed.class);
  }

  @Test
  void login_noExpiresIn_takesItFromIntrospection() {
    provider.tokens.remove("expires_in");
    provider.tokens.remove("scope");
    says.put("exp", provider.rig.clock.instant().getEpochSecond() + 1234);
    says.put("scope", "granted");

    AccessToken token =
        ((RedeemOutcome.Redeemed) login(IdentitySource.INTROSPECTION)).tokens().accessToken();

    assertThat(token.expiresAt()).isEqualTo(provider.rig.clock.instant().plusSeconds(1234));
    assertThat(token.scopes()).isEqualTo(Scopes.of("granted"));
    assertThat(provider.rig.sender.count("/introspect")).isEqualTo(1);
  }

  @Test
  void login_noExpiresInAndAnIdToken_asksNobody() {
    provider.tokens.remove("expires_in");

    AccessToken token = provider.loggedIn().tokens().accessToken();

    assertThat(token.lifetime()).isEqualTo(Duration.ofMinutes(5));
    assertThat(provider.rig.sender.count("/introspect")).isZero();
  }

  // --- refresh

  private RenewOutcome renew(IdentitySource source, boolean rotates) {
    RedeemOutcome.Redeemed login = (RedeemOutcome.Redeemed) login(source);
    Map<String, Object> answer = new HashMap<>(provider.tokens);
    answer.put("access_token", "at-2");
    answer.put("refresh_token", "rt-2");
    if (!rotates) {
      answer.remove("refresh_token");
    }
    provider.rig.sender.on("/token", FakeSender.json(200, answer));
    beforeRefresh.run();
    return provider.client().renew(Secret.of("rt-1"), login.tokens(), login.user(), null);
  }

  private Runnable beforeRefresh = () -> {};

  @ParameterizedTest
  @EnumSource(names = {"USERINFO", "INTROSPECTION"})
  void renew_sameUser_renews(IdentitySource source) {
    TokenSet tokens = ((RenewOutcome.Renewed) renew(source, true)).tokens();

    assertThat(tokens.accessToken().reveal()).isEqualTo("at-2");
    assertThat(tokens.refreshToken().reveal()).isEqualTo("rt-2");
    assertThat(provider.rig.sender.count(path(source))).isEqualTo(2);
  }

  @Test
  void renew_newIdToken_takesThePlaceOfTheOldOne() {
    provider.tokens.put("id_token", "x.y.z");
    beforeRefresh =
        () -> {
          Map<String, Object> answer = new HashMap<>(provider.tokens);
          answer.put("access_token", "at-2");
          answer.put("id_token", "x.y.new");
          provider.rig.sender.on("/token", FakeSender.json(200, answer));
        };

    TokenSet tokens = ((RenewOutcome.Renewed) renew(IdentitySource.USERINFO, true)).tokens();

    assertThat(tokens.idToken().reveal()).isEqualTo("x.y.new");
  }

  @Test
  void renew_sameIntegerSubject_renews() {
    says.put("sub", 42);

    assertThat(renew(IdentitySource.USERINFO, true)).isInstanceOf(RenewOutcome.Renewed.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"USERINFO", "INTROSPECTION"})
  void renew_anotherUser_endsTheSession(IdentitySource source) {
    beforeRefresh =
        () -> {
          says.put("sub", "mallory");
          sourceSays(source);
        };

    RenewOutcome.IdentityChanged changed = (RenewOutcome.IdentityChanged) renew(source, true);

    assertThat(changed.newestRefreshToken().reveal()).isEqualTo("rt-2");
  }

  @Test
  @DisplayName("Keycloak says so to a client that is not in the token's aud")
  void renew_newTokenInactive_keepsTheSessionAndHandsNoNewAccessTokenOut() {
    beforeRefresh =
        () -> {
          says.put("active", false);
          sourceSays(IdentitySource.INTROSPECTION);
        };

    TokenSet tokens = ((RenewOutcome.Renewed) renew(IdentitySource.INTROSPECTION, true)).tokens();

    assertThat(tokens.accessToken().reveal()).isEqualTo("at-1");
    assertThat(tokens.refreshToken().reveal()).isEqualTo("rt-2");
  }

  @ParameterizedTest
  @EnumSource(names = {"USERINFO", "INTROSPECTION"})
  void renew_sourceNamesNoUser_keepsTheSessionAndHandsNoNewAccessTokenOut(IdentitySource source) {
    beforeRefresh =
        () -> {
          says.remove("sub");
          sourceSays(source);
        };

    TokenSet tokens = ((RenewOutcome.Renewed) renew(source, true)).tokens();

    assertThat(tokens.accessToken().reveal()).isEqualTo("at-1");
    assertThat(tokens.refreshToken().reveal()).isEqualTo("rt-2");
  }

  @ParameterizedTest
  @CsvSource({"client_id,other", "iss,https://other.example"})
  void renew_introspectionOfAnothersToken_endsTheSession(String member, String value) {
    beforeRefresh =
        () -> {
          says.put(member, value);
          sourceSays(IdentitySource.INTROSPECTION);
        };

    assertThat(renew(IdentitySource.INTROSPECTION, true))
        .isInstanceOf(RenewOutcome.IdentityChanged.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"USERINFO", "INTROSPECTION"})
  void renew_sourceDown_keepsTheNewRefreshTokenAndHandsNoNewAccessTokenOut(IdentitySource source) {
    beforeRefresh =
        () -> provider.rig.sender.on(path(source), FakeSender.failure(SendFailure.Kind.TIMED_OUT));

    TokenSet tokens = ((RenewOutcome.Renewed) renew(source, true)).tokens();

    assertThat(tokens.accessToken().reveal()).isEqualTo("at-1");
    assertThat(tokens.refreshToken().reveal()).isEqualTo("rt-2");
  }

  @ParameterizedTest
  @EnumSource(names = {"USERINFO", "INTROSPECTION"})
  void renew_sourceDownAndNothingRotated_mayBeTriedAgain(IdentitySource source) {
    beforeRefresh =
        () -> provider.rig.sender.on(path(source), FakeSender.failure(SendFailure.Kind.TIMED_OUT));

    RenewOutcome.Unavailable unavailable = (RenewOutcome.Unavailable) renew(source, false);

    assertThat(unavailable.trouble().kind()).isEqualTo(ProviderTrouble.Kind.NOT_DONE);
  }
}

package dev.tms.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.event.TmsListener;
import dev.tms.http.NetworkSettings;
import dev.tms.oauth.ClientAuthentication;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.Provider;
import dev.tms.oauth.ProviderTrouble;
import dev.tms.oauth.ResponseMode;
import dev.tms.oidc.OidcClient.AuthorizeOutcome;
import dev.tms.oidc.OidcClient.CallbackOutcome;
import dev.tms.oidc.OidcClient.RedeemOutcome;
import dev.tms.oidc.OidcClient.RenewOutcome;
import dev.tms.oidc.OidcClient.ValidatedCallback;
import dev.tms.outbound.HttpClientSender;
import dev.tms.testkit.AccessTokenFormat;
import dev.tms.testkit.ClientAuthMethod;
import dev.tms.testkit.Misbehaviour;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.TestClient;
import dev.tms.testkit.TestProvider;
import dev.tms.testkit.TestProviderExtension;
import dev.tms.testkit.browser.HtmlForm;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import dev.tms.token.AccessToken;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import dev.tms.web.Parameters;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole flows over the wire against a strict provider, and everything that it can do wrong. */
class ProviderFlowTest {
  private static final String CALLBACK = "http://localhost:8080/callback";

  @RegisterExtension
  static final TestProviderExtension extension =
      new TestProviderExtension(
          TestProvider.builder()
              .client(client("app", ClientAuthMethod.BASIC))
              .client(client("poster", ClientAuthMethod.POST))
              .client(TestClient.publicClient("native").redirectUri(CALLBACK).build())
              .client(
                  TestClient.confidential("old", "secret")
                      .redirectUri(CALLBACK)
                      .requirePkce(false)
                      .build()));

  private static final HttpClientSender sender = HttpClientSender.of(null, NetworkSettings.DEFAULT);

  private final TestBrowser browser = new TestBrowser();
  private TestProvider provider;
  private OidcClient client;

  private static TestClient client(String id, ClientAuthMethod method) {
    return TestClient.confidential(id, "s:e%c&ret")
        .authMethod(method)
        .redirectUri(CALLBACK)
        .build();
  }

  @BeforeEach
  void start() {
    provider = extension.provider();
    provider
        .accessTokenFormat(AccessTokenFormat.JWT)
        .idTokenOnRefresh(true)
        .refreshRotation(true)
        .issInResponse(true);
    client = client(settings());
  }

  private static ClientSettings settings() {
    return ClientSettings.of(
            "app",
            ClientAuthentication.basic(ClientSecret.of("s:e%c&ret")),
            URI.create(CALLBACK),
            Scopes.of("openid", "profile", "email", "offline_access"))
        .withTimeout(Duration.ofSeconds(5));
  }

  private OidcClient client(ClientSettings settings) {
    return new OidcClient(
        Provider.discover(provider.issuer()),
        settings,
        sender,
        TmsListener.NONE,
        InstantSource.system(),
        new SecureRandom());
  }

  private AuthorizeOutcome.Redirect authorize(LoginParameters login) {
    return (AuthorizeOutcome.Redirect) client.authorize(login);
  }

  private Parameters answer(AuthorizeOutcome.Redirect redirect) {
    Page page = browser.login(redirect.location().toString(), "alice", "alice", CALLBACK);
    return Parameters.parse(page.location().orElseThrow().getRawQuery());
  }

  private CallbackOutcome callback() {
    AuthorizeOutcome.Redirect redirect = authorize(LoginParameters.NONE);
    return client.check(redirect.transaction(), answer(redirect));
  }

  private RedeemOutcome redeem() {
    return client.redeem(((CallbackOutcome.Accepted) callback()).callback());
  }

  private RedeemOutcome.Redeemed loggedIn() {
    RedeemOutcome outcome = redeem();
    assertThat(outcome).isInstanceOf(RedeemOutcome.Redeemed.class);
    return (RedeemOutcome.Redeemed) outcome;
  }

  private RenewOutcome renew(RedeemOutcome.Redeemed from) {
    return client.renew(
        Objects.requireNonNull(from.tokens().refreshToken()), from.tokens(), from.user(), null);
  }

  private static TokenSet tokens(RenewOutcome outcome) {
    assertThat(outcome).isInstanceOf(RenewOutcome.Renewed.class);
    return ((RenewOutcome.Renewed) outcome).tokens();
  }

  @Test
  void login_wholeFlow_signsIn() {
    RedeemOutcome.Redeemed redeemed = loggedIn();

    assertThat(redeemed.user().subject()).isEqualTo("user-alice");
    assertThat(redeemed.user().claims().string("email")).contains("alice@example.test");
    AccessToken access = Objects.requireNonNull(redeemed.tokens().accessToken());
    assertThat(provider.isAccessTokenLive(access.reveal())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"poster", "native", "old"})
  void login_everyKindOfClient_signsIn(String id) {
    ClientAuthentication authentication =
        switch (id) {
          case "poster" -> ClientAuthentication.post(ClientSecret.of("s:e%c&ret"));
          case "native" -> ClientAuthentication.none();
          default -> ClientAuthentication.basic(ClientSecret.of("secret"));
        };
    ClientSettings settings =
        ClientSettings.of(id, authentication, URI.create(CALLBACK), settings().scopes());
    client = client(id.equals("old") ? settings.withoutPkce() : settings);

    RedeemOutcome.Redeemed redeemed = loggedIn();

    assertThat(tokens(renew(redeemed)).refreshToken())
        .isNotEqualTo(redeemed.tokens().refreshToken());
  }

  @Test
  void login_formPost_arrivesAsAForm() {
    client = client(settings().withResponseMode(ResponseMode.FORM_POST));
    AuthorizeOutcome.Redirect redirect = authorize(LoginParameters.NONE);
    Page page = browser.get(redirect.location());
    Page form = page.loginForm().isPresent() ? browser.submitLogin(page, "alice", "alice") : page;
    HtmlForm posted = form.autoSubmitForm().orElseThrow();
    StringBuilder text = new StringBuilder();
    posted
        .fields()
        .forEach(
            (name, value) ->
                text.append(text.isEmpty() ? "" : "&")
                    .append(name)
                    .append('=')
                    .append(
                        java.net.URLEncoder.encode(
                            value, java.nio.charset.StandardCharsets.UTF_8)));

    CallbackOutcome outcome =
        client.check(redirect.transaction(), Parameters.parse(text.toString()));

    assertThat(client.redeem(((CallbackOutcome.Accepted) outcome).callback()))
        .isInstanceOf(RedeemOutcome.Redeemed.class);
  }

  @Test
  void login_silentWithoutSignOn_isLoginRequired() {
    AuthorizeOutcome.Redirect redirect =
        authorize(new LoginParameters(null, false, "none", null, null, null));
    Page page = new TestBrowser().followUntil(browser.get(redirect.location()), CALLBACK);

    CallbackOutcome outcome =
        client.check(
            redirect.transaction(), Parameters.parse(page.location().orElseThrow().getRawQuery()));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            CallbackOutcome.ProviderError.class,
            e -> assertThat(e.kind()).isEqualTo(CallbackOutcome.AuthorizationError.LOGIN_REQUIRED));
  }

  @Test
  void login_maxAge_isProvenByAuthTime() {
    AuthorizeOutcome.Redirect redirect =
        authorize(new LoginParameters(null, false, null, null, Duration.ZERO, null));
    CallbackOutcome.Accepted accepted =
        (CallbackOutcome.Accepted) client.check(redirect.transaction(), answer(redirect));

    assertThat(client.redeem(accepted.callback())).isInstanceOf(RedeemOutcome.Redeemed.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = Misbehaviour.class,
      names = {"ID_TOKEN_NO_AUTH_TIME", "ID_TOKEN_OLD_AUTH_TIME"})
  void login_maxAgeNotProven_fails(Misbehaviour fault) {
    provider.misbehave(RequestKind.TOKEN_CODE, fault);
    AuthorizeOutcome.Redirect redirect =
        authorize(new LoginParameters(null, false, null, null, Duration.ofHours(1), null));
    CallbackOutcome.Accepted accepted =
        (CallbackOutcome.Accepted) client.check(redirect.transaction(), answer(redirect));

    assertThat(client.redeem(accepted.callback())).isInstanceOf(RedeemOutcome.Failed.class);
  }

  @Test
  void login_codeUsedTwice_fails() {
    ValidatedCallback callback = ((CallbackOutcome.Accepted) callback()).callback();
    client.redeem(callback);

    assertThat(client.redeem(callback)).isInstanceOf(RedeemOutcome.Failed.class);
  }

  @Test
  void login_withUserInfo_bringsItsClaims() {
    client = client(settings().withUserInfo());

    assertThat(loggedIn().user().claims().string("name")).contains("Alice Example");
    assertThat(provider.count(RequestKind.USERINFO)).isEqualTo(1);
  }

  @Test
  void login_afterKeysRotated_fetchesTheNewKey() {
    loggedIn();
    provider.rotateKeys().retireOldKeys();

    loggedIn();

    assertThat(provider.count(RequestKind.JWKS)).isEqualTo(2);
  }

  // what the end of a login comes to under each misbehaviour of the token endpoint

  private static final Set<Misbehaviour> HARMLESS_AT_LOGIN =
      Set.of(
          Misbehaviour.NO_EXPIRES_IN,
          Misbehaviour.NO_REFRESH_TOKEN,
          Misbehaviour.NO_SCOPE,
          Misbehaviour.WRONG_CONTENT_TYPE,
          Misbehaviour.FORM_BODY,
          Misbehaviour.STATUS_201,
          Misbehaviour.TRAILING_TEXT,
          Misbehaviour.REPEATED_MEMBER,
          Misbehaviour.TWO_REFRESH_TOKENS,
          Misbehaviour.ID_TOKEN_WRONG_SUBJECT, // no user is signed in yet whom it could contradict
          Misbehaviour.ID_TOKEN_NO_AUTH_TIME,
          Misbehaviour.ID_TOKEN_OLD_AUTH_TIME,
          Misbehaviour.ID_TOKEN_NO_KID,
          Misbehaviour.ID_TOKEN_AUDIENCES_WITHOUT_AZP, // the nonce binds it
          Misbehaviour.ID_TOKEN_UNLISTED_ALGORITHM); // any that is allowed and whose key fits
  private static final Set<Misbehaviour> MISCONFIGURED =
      Set.of(Misbehaviour.ID_TOKEN_HS256_PUBLIC_KEY, Misbehaviour.ID_TOKEN_HS256_CLIENT_SECRET);
  private static final Set<Misbehaviour> TRANSPORT =
      Set.of(
          Misbehaviour.DROP_BEFORE,
          Misbehaviour.DROP_AFTER,
          Misbehaviour.STATUS_500,
          Misbehaviour.STATUS_500_AFTER,
          Misbehaviour.STATUS_503,
          Misbehaviour.REDIRECT,
          Misbehaviour.CUT_BODY,
          Misbehaviour.EMPTY_BODY,
          Misbehaviour.GARBAGE_BODY,
          Misbehaviour.HTML_BODY,
          Misbehaviour.TRUNCATED_JSON,
          Misbehaviour.HUGE_BODY);

  static Stream<Misbehaviour> ofToken() {
    return Stream.of(Misbehaviour.values()).filter(m -> m.appliesTo(RequestKind.TOKEN_CODE));
  }

  @ParameterizedTest
  @MethodSource("ofToken")
  void login_everyMisbehaviourOfTheTokenEndpoint_hasItsOutcome(Misbehaviour fault) {
    CallbackOutcome.Accepted accepted = (CallbackOutcome.Accepted) callback();
    provider.misbehave(RequestKind.TOKEN_CODE, fault);

    RedeemOutcome outcome = client.redeem(accepted.callback());

    Class<?> expected =
        HARMLESS_AT_LOGIN.contains(fault)
            ? RedeemOutcome.Redeemed.class
            : MISCONFIGURED.contains(fault)
                ? RedeemOutcome.Misconfigured.class
                : TRANSPORT.contains(fault)
                    ? RedeemOutcome.Unavailable.class
                    : RedeemOutcome.Failed.class;
    assertThat(outcome).isInstanceOf(expected);
    assertThat(outcome.toString()).doesNotContain("<script>");
    assertThat(provider.count(RequestKind.TOKEN_CODE)).isEqualTo(1);
    assertThat(provider.count(RequestKind.OTHER)).isZero();
  }

  @Test
  @DisplayName("a provider that was set up anew under the same address")
  void forgetProvider_nextUse_fetchesMetadataAndKeys() {
    RedeemOutcome.Redeemed redeemed = loggedIn();

    client.forgetProvider();

    assertThat(provider.count(RequestKind.DISCOVERY)).isEqualTo(1);
    loggedIn();
    assertThat(provider.count(RequestKind.DISCOVERY)).isEqualTo(2);
    assertThat(provider.count(RequestKind.JWKS)).isEqualTo(2);
    tokens(renew(redeemed));
  }

  @Test
  @DisplayName("Lessons section 2, no. 20: clients of two providers know nothing of each other")
  void check_answerOfAnotherProvider_isInvalid() {
    try (TestProvider other =
        TestProvider.builder().client(client("app", ClientAuthMethod.BASIC)).start()) {
      OidcClient elsewhere =
          new OidcClient(
              Provider.discover(other.issuer()),
              settings(),
              sender,
              TmsListener.NONE,
              InstantSource.system(),
              new SecureRandom());
      AuthorizeOutcome.Redirect redirect = authorize(LoginParameters.NONE);

      assertThat(elsewhere.check(redirect.transaction(), answer(redirect)))
          .isInstanceOf(CallbackOutcome.Invalid.class);
    }
  }

  // what a refresh comes to

  private static final Set<Misbehaviour> GRANT_OVER =
      Set.of(
          Misbehaviour.INVALID_GRANT,
          Misbehaviour.INTERACTION_REQUIRED,
          Misbehaviour.ERROR_WITH_STATUS_200);
  private static final Set<Misbehaviour> UNCLEAR =
      Set.of(Misbehaviour.INVALID_REQUEST, Misbehaviour.EMPTY_400, Misbehaviour.STRANGE_ERROR);

  private static final Set<Misbehaviour> CONTRADICTS =
      Set.of(
          Misbehaviour.ID_TOKEN_WRONG_ISSUER,
          Misbehaviour.ID_TOKEN_WRONG_SUBJECT,
          Misbehaviour.ID_TOKEN_OTHER_AUDIENCE,
          Misbehaviour.ID_TOKEN_WRONG_AZP);

  @ParameterizedTest
  @MethodSource("ofToken")
  @DisplayName("a refresh under every misbehaviour: tokens that arrive are never lost")
  void refresh_everyMisbehaviourOfTheTokenEndpoint_hasItsOutcome(Misbehaviour fault) {
    RedeemOutcome.Redeemed redeemed = loggedIn();
    Secret oldIdToken = redeemed.tokens().idToken();
    provider.misbehave(RequestKind.TOKEN_REFRESH, fault);

    RenewOutcome outcome = renew(redeemed);

    if (GRANT_OVER.contains(fault)) {
      assertThat(outcome).isInstanceOf(RenewOutcome.Rejected.class);
    } else if (CONTRADICTS.contains(fault)) {
      assertThat(outcome)
          .isInstanceOfSatisfying(
              RenewOutcome.IdentityChanged.class,
              c ->
                  assertThat(
                          provider.isRefreshTokenLive(
                              Objects.requireNonNull(c.newestRefreshToken()).reveal()))
                      .isTrue());
    } else if (fault == Misbehaviour.INVALID_CLIENT
        || UNCLEAR.contains(fault)
        || TRANSPORT.contains(fault)) {
      assertThat(outcome).isInstanceOf(RenewOutcome.Unavailable.class);
      ProviderTrouble.Kind kind = ((RenewOutcome.Unavailable) outcome).trouble().kind();
      assertThat(kind)
          .isIn(
              ProviderTrouble.Kind.UNANSWERED,
              ProviderTrouble.Kind.NOT_DONE,
              ProviderTrouble.Kind.UNCLEAR);
      assertThat(kind == ProviderTrouble.Kind.UNCLEAR).isEqualTo(UNCLEAR.contains(fault));
    } else {
      TokenSet tokens = tokens(outcome);
      if (fault != Misbehaviour.NO_REFRESH_TOKEN) {
        assertThat(
                provider.isRefreshTokenLive(Objects.requireNonNull(tokens.refreshToken()).reveal()))
            .isTrue();
      }
      if (fault.name().startsWith("ID_TOKEN")
          && fault != Misbehaviour.ID_TOKEN_NO_KID
          && fault != Misbehaviour.ID_TOKEN_UNLISTED_ALGORITHM
          && fault != Misbehaviour.ID_TOKEN_NO_NONCE
          && fault != Misbehaviour.ID_TOKEN_NO_AUTH_TIME) {
        assertThat(tokens.idToken()).isEqualTo(oldIdToken);
      }
    }
    assertThat(outcome.toString()).doesNotContain("<script>");
    assertThat(provider.count(RequestKind.TOKEN_REFRESH)).isEqualTo(1);
  }

  static Stream<Misbehaviour> withoutEffect() {
    return Stream.of(
        Misbehaviour.DROP_BEFORE,
        Misbehaviour.STATUS_500,
        Misbehaviour.STATUS_503,
        Misbehaviour.INVALID_CLIENT,
        Misbehaviour.REDIRECT);
  }

  @ParameterizedTest
  @MethodSource("withoutEffect")
  void refresh_troubleWithoutEffect_succeedsAtTheNextTry(Misbehaviour fault) {
    RedeemOutcome.Redeemed redeemed = loggedIn();
    provider.misbehave(RequestKind.TOKEN_REFRESH, fault);
    renew(redeemed);

    tokens(renew(redeemed));
  }

  @Test
  void refresh_busyProvider_saysWhenToComeBack() {
    RedeemOutcome.Redeemed redeemed = loggedIn();
    provider.misbehave(RequestKind.TOKEN_REFRESH, Misbehaviour.STATUS_503);

    assertThat(((RenewOutcome.Unavailable) renew(redeemed)).trouble().retryAfter())
        .isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void refresh_againAndAgain_rotates() {
    RedeemOutcome.Redeemed redeemed = loggedIn();
    TokenSet tokens = redeemed.tokens();
    for (int i = 0; i < 5; i++) {
      Secret used = Objects.requireNonNull(tokens.refreshToken());
      tokens = tokens(client.renew(used, tokens, redeemed.user(), null));
      assertThat(provider.isRefreshTokenLive(used.reveal())).isFalse();
    }
    assertThat(provider.isRefreshTokenLive(Objects.requireNonNull(tokens.refreshToken()).reveal()))
        .isTrue();
  }

  @Test
  void refresh_opaqueTokensWithoutIdToken_renews() {
    provider.accessTokenFormat(AccessTokenFormat.OPAQUE).idTokenOnRefresh(false);
    RedeemOutcome.Redeemed redeemed = loggedIn();

    assertThat(tokens(renew(redeemed)).idToken()).isEqualTo(redeemed.tokens().idToken());
  }

  @Test
  void revoke_refreshToken_isDeadAtTheProvider() {
    Secret refreshToken = Objects.requireNonNull(loggedIn().tokens().refreshToken());

    assertThat(client.revoke(refreshToken)).isTrue();
    assertThat(provider.isRefreshTokenLive(refreshToken.reveal())).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = Misbehaviour.class,
      names = {"DROP_BEFORE", "STATUS_503", "HUGE_BODY", "REDIRECT", "INVALID_CLIENT"})
  void revoke_trouble_isFalseAndNothingMore(Misbehaviour fault) {
    Secret refreshToken = Objects.requireNonNull(loggedIn().tokens().refreshToken());
    provider.misbehave(RequestKind.REVOCATION, fault);

    assertThat(client.revoke(refreshToken)).isFalse();
  }

  // the other endpoints

  static Stream<Misbehaviour> ofDiscovery() {
    return Stream.of(Misbehaviour.values())
        .filter(m -> m.appliesTo(RequestKind.DISCOVERY))
        .filter(m -> !List.of(Misbehaviour.DISCOVERY_ISSUER_SLASH).contains(m));
  }

  @ParameterizedTest
  @MethodSource("ofDiscovery")
  void authorize_everyMisbehaviourOfDiscovery_hasItsOutcome(Misbehaviour fault) {
    provider.always(RequestKind.DISCOVERY, fault);

    AuthorizeOutcome outcome = client.authorize(LoginParameters.NONE);

    if (fault == Misbehaviour.WRONG_CONTENT_TYPE) {
      assertThat(outcome).isInstanceOf(AuthorizeOutcome.Redirect.class);
    } else {
      assertThat(((AuthorizeOutcome.Unavailable) outcome).trouble().isMisconfigured())
          .isEqualTo(fault.name().startsWith("DISCOVERY_"));
    }
  }

  @Test
  void authorize_issuerDiffersByASlash_saysSo() {
    provider.misbehave(RequestKind.DISCOVERY, Misbehaviour.DISCOVERY_ISSUER_SLASH);

    assertThat(client.authorize(LoginParameters.NONE))
        .isInstanceOfSatisfying(
            AuthorizeOutcome.Unavailable.class,
            u -> {
              assertThat(u.trouble().isMisconfigured()).isTrue();
              assertThat(u.trouble().reason()).contains("slash");
            });
  }

  static Stream<Misbehaviour> ofKeys() {
    return Stream.of(Misbehaviour.values()).filter(m -> m.appliesTo(RequestKind.JWKS));
  }

  @ParameterizedTest
  @MethodSource("ofKeys")
  void login_everyMisbehaviourOfTheKeys_hasItsOutcome(Misbehaviour fault) {
    provider.always(RequestKind.JWKS, fault);

    RedeemOutcome outcome = redeem();

    assertThat(outcome)
        .isInstanceOf(
            fault == Misbehaviour.JWKS_EMPTY
                ? RedeemOutcome.Failed.class
                : fault == Misbehaviour.WRONG_CONTENT_TYPE
                    ? RedeemOutcome.Redeemed.class
                    : RedeemOutcome.Unavailable.class);
  }

  static Stream<Misbehaviour> ofUserInfo() {
    return Stream.of(Misbehaviour.values()).filter(m -> m.appliesTo(RequestKind.USERINFO));
  }

  @ParameterizedTest
  @MethodSource("ofUserInfo")
  void login_everyMisbehaviourOfUserInfo_neverSignsInByMistake(Misbehaviour fault) {
    client = client(settings().withUserInfo());
    provider.always(RequestKind.USERINFO, fault);

    RedeemOutcome outcome = redeem();

    // a label decides nothing: what counts is the object
    assertThat(outcome instanceof RedeemOutcome.Redeemed)
        .isEqualTo(fault == Misbehaviour.WRONG_CONTENT_TYPE);
  }

  static Stream<Misbehaviour> ofResponse() {
    return Stream.of(Misbehaviour.values()).filter(m -> m.name().startsWith("RESPONSE_"));
  }

  @ParameterizedTest
  @MethodSource("ofResponse")
  void check_everyMisbehaviourOfTheResponse_isNeverASignIn(Misbehaviour fault) {
    provider.misbehave(RequestKind.AUTHORIZATION, fault);

    CallbackOutcome outcome = callback();

    switch (fault) {
      case RESPONSE_WRONG_CODE ->
          assertThat(client.redeem(((CallbackOutcome.Accepted) outcome).callback()))
              .isInstanceOf(RedeemOutcome.Failed.class);
      case RESPONSE_ACCESS_DENIED,
          RESPONSE_TEMPORARILY_UNAVAILABLE,
          RESPONSE_STRANGE_ERROR,
          RESPONSE_AUTH_MODE_NOT_ALLOWED ->
          assertThat(outcome).isInstanceOf(CallbackOutcome.ProviderError.class);
      default -> assertThat(outcome).isInstanceOf(CallbackOutcome.Invalid.class);
    }
    assertThat(outcome.toString()).doesNotContain("<script>");
  }
}

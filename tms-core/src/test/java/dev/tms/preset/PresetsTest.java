package dev.tms.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tms.event.TmsListener;
import dev.tms.oauth.ClientAuthentication;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.FakeSender;
import dev.tms.oauth.IdentitySource;
import dev.tms.oauth.Provider;
import dev.tms.oauth.ProviderQuirks;
import dev.tms.oidc.LoginParameters;
import dev.tms.oidc.OidcClient;
import dev.tms.oidc.OidcClient.AuthorizeOutcome;
import dev.tms.oidc.OidcClient.CallbackOutcome;
import dev.tms.oidc.OidcClient.RedeemOutcome;
import dev.tms.oidc.OidcClient.ValidatedCallback;
import dev.tms.oidc.Transaction;
import dev.tms.preset.Preset.Placeholders;
import dev.tms.text.Json;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import dev.tms.web.Parameters;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every preset against metadata that were written from the vendor's documentation: sources and
 * dates stand on the pages in docs/providers.
 */
class PresetsTest {
  private static final String GUID = "11111111-2222-3333-4444-555555555555";
  private static final String POOL = "eu-central-1_AbCdEf123";
  private static final URI SIGNED_OUT = URI.create("https://shop.example/Auth/LoggedOut");

  private final FakeSender sender = new FakeSender();

  private static ClientSettings settings(String... scopes) {
    return ClientSettings.of(
        "shop",
        ClientAuthentication.basic(ClientSecret.of("s3cret")),
        URI.create("https://shop.example/callback"),
        Scopes.of(scopes));
  }

  private OidcClient client(Provider provider, ClientSettings settings) {
    return new OidcClient(
        provider, settings, sender, TmsListener.NONE, InstantSource.system(), new SecureRandom());
  }

  /** A client of this provider, whose discovery document is this one. */
  private OidcClient client(Provider provider, Map<String, Object> metadata, String... scopes) {
    String issuer = provider.issuer();
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    sender.on(
        URI.create(base + "/.well-known/openid-configuration").getPath(),
        FakeSender.json(200, metadata));
    return client(provider, settings(scopes));
  }

  private static Map<String, Object> metadata(String name) {
    try (InputStream in = PresetsTest.class.getResourceAsStream(name + ".json")) {
      return new HashMap<>(
          Json.read(Objects.requireNonNull(in, name).readAllBytes()).orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Placeholders tenant(String value) {
    return Placeholders.of(Map.of("tenant", value));
  }

  private static URI authorize(OidcClient client) {
    return ((AuthorizeOutcome.Redirect) client.authorize(LoginParameters.NONE)).location();
  }

  private static Parameters query(URI uri) {
    return Parameters.parse(uri.getRawQuery());
  }

  private static URI signOut(OidcClient client) {
    return client.endSession(null, SIGNED_OUT, "the-state").orElseThrow();
  }

  static List<Preset> all() {
    return Preset.all();
  }

  // --- by the specification

  @ParameterizedTest
  @CsvSource({
    "keycloak,https://id.example/realms/acme",
    "duende,https://id.example",
    "citrix,https://accounts.cloud.com/core/",
    "okta,https://acme.okta.com/oauth2/default",
    "auth0,https://acme.eu.auth0.com/",
    "entra,https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0"
  })
  void byTheBook_requests_areTheStandards(String name, String issuer) {
    Map<String, Object> metadata = metadata(name);
    OidcClient client =
        client(
            Preset.find(name).orElseThrow().provider(issuer), metadata, "openid", "offline_access");

    URI login = authorize(client);
    URI logout = signOut(client);

    assertThat(login.toString()).startsWith(metadata.get("authorization_endpoint") + "?");
    assertThat(query(login).first("scope")).isEqualTo("openid offline_access");
    assertThat(query(login).first("access_type")).isNull();
    assertThat(query(login).first("prompt")).isNull();
    assertThat(logout.toString()).startsWith(metadata.get("end_session_endpoint") + "?");
    assertThat(query(logout).first("post_logout_redirect_uri")).isEqualTo(SIGNED_OUT.toString());
    assertThat(query(logout).first("client_id")).isEqualTo("shop");
  }

  // --- addresses

  @Test
  void addresses_ownOnes_followFromTheirPlaceholders() {
    assertThat(Preset.CITRIX.provider(Placeholders.NONE).issuer())
        .isEqualTo("https://accounts.cloud.com/core/");
    assertThat(Preset.GOOGLE.provider(Placeholders.NONE).issuer())
        .isEqualTo("https://accounts.google.com");
    assertThat(Preset.ENTRA.provider(tenant(GUID)).issuer())
        .isEqualTo("https://login.microsoftonline.com/" + GUID + "/v2.0");
    assertThat(Preset.AUTH0.provider(tenant("acme.eu.auth0.com")).issuer())
        .isEqualTo("https://acme.eu.auth0.com/");
    assertThat(Preset.OKTA.provider(tenant("acme.okta.com")).issuer())
        .isEqualTo("https://acme.okta.com");
    assertThat(
            Preset.OKTA
                .provider(tenant("acme.okta.com").with("authorizationServer", "default"))
                .issuer())
        .isEqualTo("https://acme.okta.com/oauth2/default");
    assertThat(Preset.COGNITO.provider(tenant(POOL)).issuer())
        .isEqualTo("https://cognito-idp.eu-central-1.amazonaws.com/" + POOL);
    assertThat(
            Preset.CENTRIFY
                .provider(tenant("acme.my.centrify.net").with("applicationId", "MyApp"))
                .issuer())
        .isEqualTo("https://acme.my.centrify.net");
  }

  @ParameterizedTest
  @ValueSource(strings = {"keycloak", "duende"})
  void addresses_installationsOfOnesOwn_haveNone(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Preset.find(name).orElseThrow().provider(Placeholders.NONE).requireUsable());
  }

  @ParameterizedTest
  @ValueSource(strings = {"entra", "auth0", "okta", "cognito", "centrify"})
  void addresses_tenantMissing_isRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Preset.find(name).orElseThrow().provider(Placeholders.NONE).requireUsable());
  }

  @ParameterizedTest
  @CsvSource({
    "entra,https://login.microsoftonline.com/common/v2.0",
    "entra,https://login.microsoftonline.com/organizations/v2.0",
    "entra,https://login.microsoftonline.com/acme.onmicrosoft.com/v2.0",
    "entra,https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555",
    "entra,https://sts.windows.net/11111111-2222-3333-4444-555555555555/",
    "keycloak,https://id.example",
    "keycloak,https://id.example/realms/acme/",
    "keycloak,https://id.example/realms/acme/account",
    "auth0,https://acme.eu.auth0.com",
    "okta,https://acme-admin.okta.com",
    "okta,https://acme.okta.com/"
  })
  void addresses_thatCannotBeIssuers_areRefused(String name, String issuer) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Preset.find(name).orElseThrow().provider(issuer).requireUsable());
  }

  @ParameterizedTest
  @ValueSource(strings = {"acme", "EU-CENTRAL-1_x", "eu-central-1", "eu-central-1_a-b"})
  void cognito_tenantThatIsNoPool_isRefused(String pool) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Preset.COGNITO.provider(tenant(pool)).requireUsable());
  }

  @Test
  void okta_orgServer_isDiscoveredThere() {
    OidcClient client =
        client(
            Preset.OKTA.provider(tenant("acme.okta.com")),
            metadata("okta-org"),
            "openid",
            "offline_access");

    assertThat(authorize(client).getPath()).isEqualTo("/oauth2/v1/authorize");
  }

  // --- refresh tokens

  @Test
  void google_offlineAccess_isAskedForByParameters() {
    OidcClient client =
        client(
            Preset.GOOGLE.provider(Placeholders.NONE),
            metadata("google"),
            "openid",
            "offline_access");

    Parameters query = query(authorize(client));

    assertThat(query.first("scope")).isEqualTo("openid");
    assertThat(query.first("access_type")).isEqualTo("offline");
    assertThat(query.first("prompt")).isEqualTo("consent");
  }

  @Test
  void google_noOfflineAccess_asksForNothingMore() {
    OidcClient client =
        client(Preset.GOOGLE.provider(Placeholders.NONE), metadata("google"), "openid");

    assertThat(query(authorize(client)).first("access_type")).isNull();
    assertThat(query(authorize(client)).first("prompt")).isNull();
  }

  @ParameterizedTest
  @CsvSource({"none,none", "select_account,select_account consent", "consent,consent"})
  void google_promptOfTheCaller_joinsUnlessNone(String asked, String sent) {
    OidcClient client =
        client(
            Preset.GOOGLE.provider(Placeholders.NONE),
            metadata("google"),
            "openid",
            "offline_access");

    URI location =
        ((AuthorizeOutcome.Redirect)
                client.authorize(new LoginParameters(null, false, asked, null, null, null)))
            .location();

    assertThat(query(location).first("prompt")).isEqualTo(sent);
  }

  @Test
  void google_parameterOfTheConfiguration_wins() {
    sender.on("/.well-known/openid-configuration", FakeSender.json(200, metadata("google")));
    OidcClient client =
        client(
            Preset.GOOGLE.provider(Placeholders.NONE),
            settings("openid", "offline_access")
                .withParameters(Map.of("prompt", "select_account", "hd", "shop.example")));

    Parameters query = query(authorize(client));

    assertThat(query.first("prompt")).isEqualTo("select_account");
    assertThat(query.first("access_type")).isEqualTo("offline");
    assertThat(query.first("hd")).isEqualTo("shop.example");
  }

  @Test
  void cognito_offlineAccess_isNotAskedForAtAll() {
    OidcClient client =
        client(
            Preset.COGNITO.provider(tenant(POOL)), metadata("cognito"), "openid", "offline_access");

    assertThat(query(authorize(client)).first("scope")).isEqualTo("openid");
  }

  // --- sign-out and revocation

  @Test
  void google_signOut_isNowhere() {
    OidcClient client =
        client(Preset.GOOGLE.provider(Placeholders.NONE), metadata("google"), "openid");

    assertThat(client.endSession(null, SIGNED_OUT, "s")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"unlisted", "listed"})
  void cognito_signOut_takesClientAndLogoutUriAlone(String listed) {
    Map<String, Object> metadata = metadata("cognito");
    if (listed.equals("listed")) {
      metadata.put(
          "end_session_endpoint", "https://acme.auth.eu-central-1.amazoncognito.com/logout");
    }
    OidcClient client = client(Preset.COGNITO.provider(tenant(POOL)), metadata, "openid");

    assertThat(client.endSession(Secret.of("x.y.z"), SIGNED_OUT, "s").orElseThrow())
        .hasToString(
            "https://acme.auth.eu-central-1.amazoncognito.com/logout?client_id=shop"
                + "&logout_uri=https%3A%2F%2Fshop.example%2FAuth%2FLoggedOut");
  }

  @Test
  void auth0_signOutUnlisted_isTheOlderWay() {
    Map<String, Object> metadata = metadata("auth0");
    metadata.remove("end_session_endpoint");
    OidcClient client =
        client(Preset.AUTH0.provider(tenant("acme.eu.auth0.com")), metadata, "openid");

    assertThat(signOut(client))
        .hasToString(
            "https://acme.eu.auth0.com/v2/logout?client_id=shop"
                + "&returnTo=https%3A%2F%2Fshop.example%2FAuth%2FLoggedOut");
  }

  @Test
  void entra_revocation_isNotTried() {
    OidcClient client = client(Preset.ENTRA.provider(tenant(GUID)), metadata("entra"), "openid");

    assertThat(client.revoke(Secret.of("rt"))).isFalse();
    assertThat(sender.calls).allSatisfy(call -> assertThat(call.method()).isEqualTo("GET"));
  }

  @Test
  void endpoint_givenByHand_takesThePlaceOfTheDiscoveredOne() {
    Provider provider =
        Preset.AUTH0
            .builder("https://acme.eu.auth0.com/", Placeholders.NONE)
            .endSessionEndpoint("https://login.acme.example/oidc/logout")
            .build();
    OidcClient client = client(provider, metadata("auth0"), "openid");

    assertThat(signOut(client)).hasHost("login.acme.example");
    assertThat(authorize(client)).hasHost("acme.eu.auth0.com");
  }

  // --- Centrify

  private static Provider centrify() {
    return Preset.CENTRIFY.provider(tenant("acme.my.centrify.net").with("applicationId", "MyApp"));
  }

  private static ClientSettings centrifySettings(String... scopes) {
    return settings("openid")
        .withIdentity(IdentitySource.INTROSPECTION)
        .withScopes(Scopes.of(scopes));
  }

  @Test
  void centrify_requests_goToTheApplicationsEndpoints() {
    sender.on(
        "/oauth2/token/MyApp",
        FakeSender.json(
            200,
            Map.of(
                "access_token", "at",
                "token_type", "Bearer",
                "refresh_token", "rt",
                "expires_in", 18000,
                "scope", "all")));
    sender.on(
        "/oauth2/introspect/MyApp", FakeSender.json(200, Map.of("active", true, "sub", "alice")));
    OidcClient client = client(centrify(), centrifySettings("all", "offline_access"));

    AuthorizeOutcome.Redirect redirect =
        (AuthorizeOutcome.Redirect) client.authorize(LoginParameters.NONE);
    RedeemOutcome outcome = client.redeem(accepted(client, redirect.transaction()));

    Parameters query = query(redirect.location());
    assertThat(redirect.location().toString())
        .startsWith("https://acme.my.centrify.net/oauth2/authorize/MyApp?");
    assertThat(query.first("scope")).isEqualTo("all");
    assertThat(query.first("nonce")).isNull();
    assertThat(query.first("code_challenge_method")).isEqualTo("S256");
    assertThat(((RedeemOutcome.Redeemed) outcome).user().subject()).isEqualTo("alice");
    assertThat(client.endSession(null, SIGNED_OUT, "s")).isEmpty();
    assertThat(client.revoke(Secret.of("rt"))).isFalse();
    assertThat(sender.count("/.well-known/openid-configuration")).isZero();
  }

  @Test
  void centrify_noScope_sendsNone() {
    OidcClient client = client(centrify(), centrifySettings("offline_access"));

    assertThat(query(authorize(client)).has("scope")).isFalse();
  }

  private static ValidatedCallback accepted(OidcClient client, Transaction transaction) {
    CallbackOutcome outcome =
        client.check(transaction, Parameters.parse("code=c&state=" + transaction.state()));
    return ((CallbackOutcome.Accepted) outcome).callback();
  }

  @Test
  void centrify_authModeNotAllowed_isExplained() {
    OidcClient client = client(centrify(), centrifySettings("all"));
    Transaction transaction =
        ((AuthorizeOutcome.Redirect) client.authorize(LoginParameters.NONE)).transaction();

    CallbackOutcome outcome =
        client.check(
            transaction,
            Parameters.parse(
                "error=invalid_request&error_description=auth+mode+not+allowed&state="
                    + transaction.state()));

    assertThat(((CallbackOutcome.ProviderError) outcome).reason())
        .isEqualTo(
            "the provider answered invalid_request: the application does not allow the"
                + " authorization code flow: tick Auth Code among the Auth methods on its Tokens"
                + " page");
  }

  @Test
  void centrify_errorOfTheTokenEndpoint_isExplained() {
    sender.on(
        "/oauth2/token/MyApp",
        FakeSender.json(400, Map.of("error", "invalid_client", "error_description", "<b>x</b>")));
    OidcClient client = client(centrify(), centrifySettings("all"));
    Transaction transaction =
        ((AuthorizeOutcome.Redirect) client.authorize(LoginParameters.NONE)).transaction();

    RedeemOutcome outcome = client.redeem(accepted(client, transaction));

    assertThat(((RedeemOutcome.Failed) outcome).reason())
        .contains("invalid_client", "confidential client")
        .doesNotContain("<b>");
  }

  // --- errors and rules

  @ParameterizedTest
  @CsvSource({
    "entra,invalid_client,AADSTS7000222: The provided client secret keys are expired.,expired",
    "entra,invalid_request,AADSTS9002327: Tokens issued for the SPA client-type,platform Web",
    "auth0,access_denied,Service not found: https://api,audience",
    "auth0,access_denied,Unauthorized,secret is wrong",
    "okta,access_denied,User is not assigned to the client application.,not assigned",
    "okta,access_denied,Policy evaluation failed for this request,access policies",
    "cognito,invalid_request,invalid_scope,scope",
    "keycloak,unauthorized_client,Invalid client or Invalid client credentials,secret is wrong",
    "keycloak,not_allowed,Offline tokens not allowed for the user or client,UseOfflineAccess",
    "duende,invalid_scope,'',allowedScopes",
    "google,redirect_uri_mismatch,'',Authorized redirect URIs"
  })
  void explain_errorsAsTheVendorsWordThem(
      String name, String error, String description, String explanation) {
    assertThat(Preset.find(name).orElseThrow().quirks().explain(error, description).orElseThrow())
        .contains(explanation);
  }

  @ParameterizedTest
  @MethodSource("all")
  void explain_whatIsNotKnown_isEmpty(Preset preset) {
    assertThat(preset.quirks().explain("unheard_of", "whatever")).isEmpty();
    assertThat(preset.quirks().explain("unheard_of", null)).isEmpty();
    assertThat(preset.quirks().explain("unheard_of", 7)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void explanations_areSentencesThatFitBehindAColon(Preset preset) {
    assertThat(preset.quirks().errors())
        .isNotEmpty()
        .allSatisfy(
            known -> {
              assertThat(known.explanation()).doesNotEndWith(".").hasSizeLessThan(250);
              assertThat(known.description()).isLowerCase();
            });
  }

  @Test
  void quirks_ownErrors_goFirst() {
    ProviderQuirks quirks =
        Preset.CENTRIFY
            .quirks()
            .withErrors(new ProviderQuirks.KnownError("invalid_request", "auth mode", "ask Bob"));

    assertThat(quirks.explain("invalid_request", "auth mode not allowed")).contains("ask Bob");
  }

  @ParameterizedTest
  @ValueSource(strings = {"google", "entra", "auth0", "cognito"})
  void check_introspectionWhereThereIsNone_isFound(String name) {
    assertThat(findings(name, settings("openid").withIdentity(IdentitySource.INTROSPECTION)))
        .containsExactly("Identity");
  }

  @ParameterizedTest
  @ValueSource(strings = {"google", "centrify"})
  void check_publicClientWhereASecretIsNeeded_isFound(String name) {
    ClientSettings open =
        ClientSettings.of(
            "shop",
            ClientAuthentication.none(),
            URI.create("https://shop.example/callback"),
            Scopes.of("openid"));

    assertThat(findings(name, open)).contains("ClientSecret");
  }

  @Test
  void check_centrifyWithIdTokenOrPost_isFound() {
    ClientSettings post =
        ClientSettings.of(
            "shop",
            ClientAuthentication.post(ClientSecret.of("s")),
            URI.create("https://shop.example/callback"),
            Scopes.of("openid"));

    assertThat(findings("centrify", settings("openid"))).containsExactly("Identity");
    assertThat(findings("centrify", post.withIdentity(IdentitySource.INTROSPECTION)))
        .containsExactly("ClientAuthentication");
    assertThat(findings("centrify", centrifySettings("all"))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void check_ordinaryClient_isFine(Preset preset) {
    if (preset != Preset.CENTRIFY) {
      assertThat(findings(preset.name(), settings("openid", "offline_access"))).isEmpty();
    }
  }

  private static List<String> findings(String name, ClientSettings settings) {
    return Preset.find(name).orElseThrow().quirks().rules().stream()
        .flatMap(rule -> rule.check(settings).stream())
        .map(ProviderQuirks.Finding::setting)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("all")
  void preset_never_weakens(Preset preset) {
    ClientSettings settings = settings("openid", "offline_access");

    ClientSettings adapted = preset.quirks().adapt(settings);

    assertThat(adapted.identity()).isEqualTo(settings.identity());
    assertThat(adapted.usePkce()).isTrue();
    assertThat(adapted.authentication()).isEqualTo(settings.authentication());
    assertThat(adapted.responseMode()).isEqualTo(settings.responseMode());
    assertThat(adapted.scopes().contains("openid")).isTrue();
  }
}

package dev.tms.registration.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.ClientSecret;
import dev.tms.registration.GrantType;
import dev.tms.registration.RegisteredUri;
import dev.tms.registration.SecretHash;
import dev.tms.registration.report.Severity;
import dev.tms.text.Json;
import dev.tms.token.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the provider has registered. */
final class BrokenRegistrationTest extends BrokenInstallation {
  private void registered(String fault, String words, UnaryOperator<ClientRegistration> change) {
    names(installation().examine(change), fault, words);
  }

  @Test
  void registration_anotherClient() {
    registered(
        "client-not-registered",
        "no client 'shop', only shop2",
        client -> client.with(ClientProperties.CLIENT_ID, "shop2"));
  }

  @Test
  void registration_disabled() {
    registered(
        "client-disabled", "disabled", client -> client.with(ClientProperties.ENABLED, false));
  }

  @Test
  void registration_redirectUriWithASlash() {
    registered(
        "redirect-uri-not-registered",
        "http://localhost:7182/callback/ is registered, which differs by a slash at the end",
        client ->
            client.with(
                ClientProperties.REDIRECT_URIS,
                List.of(new RegisteredUri("http://localhost:7182/callback/"))));
  }

  @Test
  void registration_redirectUriWithAQuery() {
    redirectUri("http://localhost:7182/callback?x=1", "which has a query");
  }

  @Test
  void registration_redirectUriWithAFragment() {
    redirectUri("http://localhost:7182/callback#", "which has a fragment");
  }

  @Test
  void registration_redirectUriWithABlank() {
    redirectUri("http://localhost:7182/callback ", "which has blanks around it");
  }

  private void redirectUri(String uri, String words) {
    registered(
        "redirect-uri-not-registered",
        words,
        client -> client.with(ClientProperties.REDIRECT_URIS, List.of(new RegisteredUri(uri))));
  }

  @Test
  void registration_demandsPushedRequests() {
    demands("{\"RequirePushedAuthorization\": true}", "requirePushedAuthorization");
  }

  @Test
  void registration_demandsBoundTokens() {
    demands("{\"requireDPoP\": true}", "requireDPoP");
  }

  @Test
  void registration_anotherProtocol() {
    demands("{\"protocolType\": \"saml2p\"}", "saml2p");
  }

  @Test
  void registration_signsIdTokensWithASharedSecret() {
    demands("{\"allowedIdentityTokenSigningAlgorithms\": [\"HS256\"]}", "HS256");
  }

  private void demands(String members, String words) {
    Map<String, Object> more = Json.read(members.getBytes(UTF_8)).orElseThrow();
    registered(
        "registration-demands-more",
        words,
        client -> {
          Map<String, Object> all = new LinkedHashMap<>(client.members());
          all.putAll(more);
          return ClientRegistration.of(all);
        });
  }

  @Test
  void registration_secretIsNotShown() {
    for (String shown : List.of("***", "__ClientSecretHash__")) {
      Diagnosis diagnosis = installation().examine(client -> withSecret(client, shown));

      hasFound(diagnosis, "secret-not-shown");
      assertThat(diagnosis.count(Severity.ERROR)).isZero();
    }
  }

  @Test
  void registration_secretWithALineEnd() {
    String hash = SecretHash.of(Secret.of(Installation.SECRET)).reveal();

    Diagnosis diagnosis =
        installation()
            .set("Client", "ClientSecret", Installation.SECRET + "\r")
            .examine(client -> withSecret(client, hash));

    names(diagnosis, "secret-differs", "the registered one, with white space around it");
  }

  private static ClientRegistration withSecret(ClientRegistration client, String value) {
    return client.with(
        ClientProperties.CLIENT_SECRETS,
        List.of(ClientSecret.of(Map.of("value", value, "type", "SharedSecret"))));
  }

  @Test
  void registration_postLogoutUriMissing() {
    Diagnosis diagnosis =
        installation()
            .examine(client -> client.without(ClientProperties.POST_LOGOUT_REDIRECT_URIS));

    hasFound(diagnosis, "post-logout-uri-not-registered");
  }

  @Test
  void registration_backChannelLogoutUriOfAnotherHost() {
    Diagnosis diagnosis =
        installation()
            .examine(
                client ->
                    client.with(
                        ClientProperties.BACK_CHANNEL_LOGOUT_URI,
                        new RegisteredUri("http://10.0.0.1:7182/Auth/BackChannelLogout")));

    assertThat(diagnosis.toText("tms.json"))
        .contains("which has another host [logout-uri-differs]");
  }

  @Test
  void registration_frontChannelLogoutWithoutCookies() {
    Diagnosis diagnosis =
        installation()
            .examine(
                client ->
                    client.with(
                        ClientProperties.FRONT_CHANNEL_LOGOUT_URI,
                        new RegisteredUri("http://localhost:7182/Auth/FrontChannelLogout")));

    assertThat(diagnosis.toText("tms.json"))
        .contains("frontChannelLogoutUri has no effect: Session.SameSite");
  }

  @Test
  void registration_grantOfAnotherKind() {
    registered(
        "grant-not-allowed",
        "without authorization_code",
        client -> client.with(ClientProperties.ALLOWED_GRANT_TYPES, List.of(GrantType.IMPLICIT)));
  }

  @Test
  void registration_scopeMissing() {
    registered(
        "scope-not-allowed",
        "asks for openid, and allowedScopes has profile",
        client -> client.with(ClientProperties.ALLOWED_SCOPES, List.of("profile")));
  }

  @Test
  void registration_withoutOfflineAccess() {
    registered(
        "offline-not-allowed",
        "allowOfflineAccess is false",
        client -> client.with(ClientProperties.ALLOW_OFFLINE_ACCESS, false));
  }

  @Test
  void registration_anotherSecret() {
    Secret hash = SecretHash.of(Secret.of("another secret altogether"));

    registered(
        "secret-differs",
        "not the registered secret",
        client ->
            client.with(
                ClientProperties.CLIENT_SECRETS, List.of(ClientSecret.shared("old", hash))));
  }

  @Test
  void registration_secretExpired() {
    registered("secret-expired", "expired at 2020-01-01", expiring("2020-01-01T00:00:00Z"));
  }

  @Test
  void registration_secretExpiresSoon() {
    String soon = Instant.now().plus(Duration.ofDays(3)).toString();

    hasFound(installation().examine(expiring(soon)), "secret-expires");
  }

  private static UnaryOperator<ClientRegistration> expiring(String end) {
    return client ->
        client.with(
            ClientProperties.CLIENT_SECRETS,
            client.get(ClientProperties.CLIENT_SECRETS).stream()
                .map(secret -> secret.with(ClientSecret.EXPIRATION, Instant.parse(end)))
                .toList());
  }

  @Test
  void registration_secretRequiredOfAPublicClient() {
    Diagnosis diagnosis =
        installation()
            .set("Client", "ClientSecret", null)
            .examine(client -> client.with(ClientProperties.REQUIRE_CLIENT_SECRET, true));

    names(diagnosis, "client-of-another-kind", "there is no Client.ClientSecret");
  }

  @Test
  void registration_demandsSignedRequests() {
    registered(
        "registration-demands-more",
        "requireRequestObject",
        client -> client.with(ClientProperties.REQUIRE_REQUEST_OBJECT, true));
  }

  @Test
  void registration_weakBesides_isNoted() {
    Diagnosis diagnosis =
        installation().examine(client -> client.with(ClientProperties.ALLOW_PLAIN_TEXT_PKCE, true));

    hasFound(diagnosis, "registration-doubtful");
  }
}

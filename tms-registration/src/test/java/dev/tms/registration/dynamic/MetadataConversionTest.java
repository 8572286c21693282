package dev.tms.registration.dynamic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.GrantType;
import dev.tms.registration.RegisteredUri;
import dev.tms.registration.SecretHash;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.dynamic.MetadataConversion.Converted;
import dev.tms.registration.dynamic.MetadataConversion.Loss;
import dev.tms.registration.template.ClientTemplates;
import dev.tms.token.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MetadataConversionTest {
  private static ClientRegistration client(String json) {
    return RegistrationDocument.parse(json.replace('\'', '"')).client();
  }

  private static List<String> paths(Converted<?> converted) {
    return converted.losses().stream().map(Loss::path).toList();
  }

  @Test
  void toMetadata_nativeApp_isAPublicClientOfTheCodeFlow() {
    Converted<ClientMetadata> converted =
        MetadataConversion.toMetadata(
            ClientTemplates.nativeApp(
                "app", "App", URI.create("com.example.app:/cb"), List.of("wf.api")));

    assertThat(converted.value().members())
        .isEqualTo(
            Map.of(
                "client_name", "App",
                "redirect_uris", List.of("com.example.app:/cb"),
                "post_logout_redirect_uris", List.of("com.example.app:/cb"),
                "grant_types", List.of("authorization_code", "refresh_token"),
                "response_types", List.of("code"),
                "token_endpoint_auth_method", "none",
                "scope", "openid profile wf.api offline_access"));
    assertThat(paths(converted)).containsExactlyInAnyOrder("$.clientId", "$.requirePkce");
  }

  @Test
  void thereAndBack_interactiveClients_areTheSame() {
    for (String grants : List.of("'authorization_code'", "'hybrid'", "'implicit'")) {
      ClientRegistration client =
          client(
              """
              {'clientId': 'c', 'clientName': 'C', 'redirectUris': ['https://c/cb'],
               'allowedGrantTypes': [%s], 'allowAccessTokensViaBrowser': %s,
               'requireClientSecret': true, 'allowedScopes': ['openid', 'x'],
               'allowOfflineAccess': true, 'userSsoLifetime': 60, 'requireRequestObject': true,
               'backChannelLogoutUri': 'https://c/bcl', 'backChannelLogoutSessionRequired': true,
               'allowedIdentityTokenSigningAlgorithms': ['ES256'], 'clientUri': 'https://c/'}
              """
                  .formatted(grants, !grants.contains("code")));

      ClientMetadata there = MetadataConversion.toMetadata(client).value();
      Converted<ClientRegistration> back = MetadataConversion.fromMetadata("c", there);

      assertThat(back.losses()).isEmpty();
      client
          .properties()
          .forEach(
              property ->
                  assertThat(back.value().find(property))
                      .as(property.name())
                      .isEqualTo(client.find(property)));
    }
  }

  @Test
  void toMetadata_whatIsLost_isListed() {
    Converted<ClientMetadata> converted =
        MetadataConversion.toMetadata(
            client(
                """
                {'ClientId': 'c', 'Enabled': false, 'AccessTokenLifetime': 60, 'UiLocales': 'de',
                 'IdentityTokenLifetime': 300, 'AllowedGrantTypes': ['client_credentials'],
                 'ClientSecrets': [{'Value': 'x'}], 'AllowAccessTokensViaBrowser': true,
                 'Properties': {'a': 'b'}, 'PairWiseSubjectSalt': 'salt', 'ClientUri': null}
                """));

    assertThat(paths(converted))
        .containsExactlyInAnyOrder(
            "$.ClientId",
            "$.Enabled",
            "$.AccessTokenLifetime",
            "$.UiLocales",
            "$.ClientSecrets",
            "$.AllowAccessTokensViaBrowser",
            "$.Properties",
            "$.PairWiseSubjectSalt");
    assertThat(converted.losses().toString()).doesNotContain("salt]");
  }

  @Test
  void fromMetadata_defaults_areThoseOfTheSpecification() {
    ClientRegistration client =
        MetadataConversion.fromMetadata("c", ClientMetadata.empty()).value();

    // RFC 7591 2: client_secret_basic, authorization_code
    assertThat(client.requireClientSecret()).isTrue();
    assertThat(client.allowedGrantTypes()).containsExactly(GrantType.AUTHORIZATION_CODE);
  }

  @Test
  void fromMetadata_whatIsLost_isListed() {
    Converted<ClientRegistration> converted =
        MetadataConversion.fromMetadata(
            "c",
            ClientMetadata.of(
                Map.of(
                    "token_endpoint_auth_method", "private_key_jwt",
                    "jwks_uri", "https://c/jwks",
                    "client_name#de", "Laden",
                    "subject_type", "pairwise",
                    "contacts", List.of("a@example.com"))));

    assertThat(paths(converted))
        .containsExactlyInAnyOrder(
            "$.token_endpoint_auth_method",
            "$.jwks_uri",
            "$['client_name#de']",
            "$.subject_type",
            "$.contacts");
  }

  @Test
  void registered_timesBeyondAllCalendars_areNone() {
    for (long seconds : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, -1L << 40, 1L << 40}) {
      RegisteredClient registered =
          RegisteredClient.of(
              Map.of(
                  "client_id", "c",
                  "client_id_issued_at", seconds,
                  "client_secret_expires_at", seconds));

      assertThat(registered.secretExpiresAt()).isEmpty();
    }
  }

  @Test
  void over_whatIsRegistered_replacesKnownMembersAndKeepsOthers() {
    ClientMetadata current =
        ClientMetadata.of(
            Map.of(
                "client_name", "Old", "logo_uri", "https://c/logo", "jwks_uri", "https://c/jwks"));

    ClientMetadata next =
        MetadataConversion.over(
                current, ClientRegistration.named("c").with(ClientProperties.CLIENT_NAME, "New"))
            .value();

    assertThat(next.members())
        .containsEntry("client_name", "New")
        .containsEntry("jwks_uri", "https://c/jwks")
        .doesNotContainKey("logo_uri");
    assertThat(next.differencesFrom(current))
        .extracting(difference -> difference.path())
        .contains("$.client_name", "$.logo_uri")
        .doesNotContain("$.jwks_uri");
    assertThat(next.differencesFrom(next)).isEmpty();
  }

  @Test
  void toMetadata_everything_makesNoMemberThatOverWouldKeep() {
    assertThat(MetadataConversion.MEMBERS)
        .containsAll(MetadataConversion.toMetadata(everything()).value().members().keySet());
  }

  private static ClientRegistration everything() {
    ClientRegistration client = ClientRegistration.named("c");
    for (var uri :
        List.of(
            ClientProperties.CLIENT_URI,
            ClientProperties.LOGO_URI,
            ClientProperties.BACK_CHANNEL_LOGOUT_URI,
            ClientProperties.FRONT_CHANNEL_LOGOUT_URI)) {
      client = client.with(uri, new RegisteredUri("https://c.example/"));
    }
    return client
        .with(ClientProperties.CLIENT_NAME, "C")
        .with(ClientProperties.REDIRECT_URIS, List.of(new RegisteredUri("https://c.example/")))
        .with(ClientProperties.ALLOWED_SCOPES, List.of("openid"))
        .with(ClientProperties.REQUIRE_REQUEST_OBJECT, true)
        .with(ClientProperties.USER_SSO_LIFETIME, Duration.ofHours(1))
        .with(ClientProperties.PAIR_WISE_SUBJECT_SALT, "salt")
        .with(ClientProperties.ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS, List.of("RS256"));
  }

  @Test
  void registered_blankId_isRefused() {
    assertThatThrownBy(() -> RegisteredClient.of(Map.of("client_id", " ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("client_id is missing");
  }

  @Test
  void of_clientIdThatIsAnInteger_isItsDigits() {
    RegisteredClient client =
        RegisteredClient.of(java.util.Map.of("client_id", 4711, "client_secret", "issued"));

    assertThat(client.clientId()).isEqualTo("4711");
  }

  @Test
  void fromRegistered_secret_isKeptAsHashWithItsExpiry() {
    RegisteredClient registered =
        RegisteredClient.of(
            Map.of(
                "client_id", "c",
                "client_secret", "clear",
                "client_secret_expires_at", 1800000000L,
                "registration_access_token", "t"));

    Converted<ClientRegistration> converted = MetadataConversion.fromRegistered(registered);

    assertThat(converted.losses()).isEmpty();
    var secret = converted.value().get(ClientProperties.CLIENT_SECRETS).get(0);
    assertThat(secret.value()).contains(SecretHash.of(Secret.of("clear")));
    assertThat(secret.expiration()).contains(Instant.ofEpochSecond(1800000000L));
  }

  @Test
  void fromMetadata_membersOfAnotherType_areLostAndNotAbsent() {
    for (String member :
        List.of(
            "client_name",
            "client_uri",
            "logo_uri",
            "token_endpoint_auth_method",
            "scope",
            "backchannel_logout_uri",
            "frontchannel_logout_uri",
            "id_token_signed_response_alg",
            "subject_type",
            "redirect_uris",
            "post_logout_redirect_uris",
            "grant_types",
            "response_types",
            "backchannel_logout_session_required",
            "frontchannel_logout_session_required",
            "require_signed_request_object",
            "default_max_age")) {
      Converted<ClientRegistration> converted =
          MetadataConversion.fromMetadata(
              "c", ClientMetadata.of(Map.of(member, Map.of("of", "another type"))));

      assertThat(converted.losses())
          .as(member)
          .singleElement()
          .satisfies(
              loss -> {
                assertThat(loss.path()).isEqualTo("$." + member);
                assertThat(loss.reason()).startsWith("has to be ");
              });
    }
  }

  @Test
  void fromMetadata_textsInPlaceOfLists_andTheOtherWayRound_areLost() {
    Converted<ClientRegistration> converted =
        MetadataConversion.fromMetadata(
            "c",
            ClientMetadata.of(
                Map.of(
                    "redirect_uris", "https://c/cb",
                    "grant_types", "client_credentials",
                    "scope", List.of("openid"),
                    "require_signed_request_object", "true",
                    "default_max_age", "60")));

    assertThat(paths(converted))
        .containsExactlyInAnyOrder(
            "$.redirect_uris",
            "$.grant_types",
            "$.scope",
            "$.require_signed_request_object",
            "$.default_max_age");
  }

  @Test
  void fromMetadata_itemsOfAnotherType_areLostOneByOne() {
    Converted<ClientRegistration> converted =
        MetadataConversion.fromMetadata(
            "c", ClientMetadata.of(Map.of("redirect_uris", List.of("https://c/cb", 7L, Map.of()))));

    assertThat(converted.value().redirectUris()).containsExactly(new RegisteredUri("https://c/cb"));
    assertThat(paths(converted)).containsExactly("$.redirect_uris[1]", "$.redirect_uris[2]");
  }

  @Test
  void fromMetadata_negativeAge_isLost() {
    assertThat(
            paths(
                MetadataConversion.fromMetadata(
                    "c", ClientMetadata.of(Map.of("default_max_age", -1L)))))
        .containsExactly("$.default_max_age");
  }

  @Test
  void fromRegistered_secretAndExpiryOfAnotherType_areLostAndNotAbsent() {
    RegisteredClient client =
        RegisteredClient.of(
            Map.of("client_id", "c", "client_secret", 5L, "client_secret_expires_at", "never"));

    assertThat(paths(MetadataConversion.fromRegistered(client)))
        .containsExactlyInAnyOrder("$.client_secret", "$.client_secret_expires_at");
  }

  @Test
  void of_clientIdOfAnotherType_isNotCalledMissing() {
    assertThatThrownBy(() -> RegisteredClient.of(Map.of("client_id", true)))
        .hasMessage("client_id has to be a text, or a whole number");
  }

  @Test
  void differences_scopeOfAnotherType_isOne() {
    assertThat(
            ClientMetadata.of(Map.of("scope", List.of("a")))
                .differencesFrom(ClientMetadata.of(Map.of("scope", List.of("b")))))
        .hasSize(1);
  }

  @Test
  void unissued_answerOfAProvider_keepsTheMetadataAlone() {
    Converted<ClientMetadata> converted =
        MetadataConversion.unissued(
            ClientMetadata.of(
                Map.of("client_id", "c", "client_secret", "s", "jwks_uri", "https://c/jwks")));

    assertThat(converted.value().members()).isEqualTo(Map.of("jwks_uri", "https://c/jwks"));
    assertThat(paths(converted)).containsExactlyInAnyOrder("$.client_id", "$.client_secret");
  }

  @Test
  void isMetadata_documentsOfRegistrations_areNot() {
    assertThat(MetadataConversion.isMetadata(Map.of("redirect_uris", List.of()))).isTrue();
    assertThat(MetadataConversion.isMetadata(Map.of("ClientId", "c", "client_name", "C")))
        .isFalse();
    assertThat(MetadataConversion.isMetadata(Map.of("Clients", List.of()))).isFalse();
    assertThat(MetadataConversion.isMetadata(Map.of("name", "api"))).isFalse();
  }
}

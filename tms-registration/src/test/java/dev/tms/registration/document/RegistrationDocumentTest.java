package dev.tms.registration.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.GrantType;
import dev.tms.registration.RegisteredUri;
import dev.tms.registration.RegistrationKind;
import dev.tms.registration.RegistrationPackage;
import dev.tms.registration.Resource;
import dev.tms.registration.Spelling;
import dev.tms.registration.document.InvalidDocumentException.Problem;
import dev.tms.registration.document.RegistrationDocument.Entry;
import dev.tms.registration.document.RegistrationDocument.PlaceholderUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RegistrationDocumentTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {Samples.CAMEL, Samples.PASCAL, Samples.PACKAGE})
  void toJson_documentThatWasRead_isTheSameJson(String json) {
    RegistrationDocument document = RegistrationDocument.parse(json);

    assertThat(JsonText.parse(document.toJson()).root()).isEqualTo(JsonText.parse(json).root());
    assertThat(RegistrationDocument.parse(document.toJson()).toJson()).isEqualTo(document.toJson());
  }

  @Test
  void toJson_numbers_keepTheirForm() {
    String json = RegistrationDocument.parse(Samples.CAMEL).toJson();

    assertThat(json).contains("2.50").contains("1E+3").contains("7200").contains("\"a b\": \"x\"");
  }

  @Test
  void parse_camelCase_isAClient() {
    ClientRegistration client = RegistrationDocument.parse(Samples.CAMEL).client();

    assertThat(client.clientId()).isEqualTo("archive-viewer");
    assertThat(client.allowedGrantTypes()).containsExactly(GrantType.IMPLICIT);
    assertThat(client.get(ClientProperties.ACCESS_TOKEN_LIFETIME)).isEqualTo(Duration.ofHours(2));
    assertThat(client.find(ClientProperties.CLIENT_CLAIMS_PREFIX)).contains("");
    assertThat(client.get(ClientProperties.CLAIMS).get(1).value()).contains("north");
    assertThat(client.unknownMembers()).containsOnlyKeys("vendorExtension");
  }

  @Test
  void parse_pascalCaseWithCommentsAndSurplusComma_isAClient() {
    RegistrationDocument document = RegistrationDocument.parse(Samples.PASCAL);

    assertThat(document.isPlainJson()).isFalse();
    assertThat(document.client().clientId()).isEqualTo("policy.admin");
    assertThat(document.client().spelling()).isEqualTo(Spelling.PASCAL);
    assertThat(document.client().unknownMembers()).containsOnlyKeys("UiLocales");
    assertThat(document.client().get(ClientProperties.PROPERTIES)).containsEntry("Some.Key", "x");
  }

  @Test
  void parse_package_findsAllKindsWithTheirPaths() {
    RegistrationDocument document = RegistrationDocument.parse(Samples.PACKAGE);

    assertThat(document.entries())
        .extracting(e -> e.path() + " " + e.registration())
        .containsExactly(
            "$.Authorization.Clients[0] ClientRegistration[one]",
            "$.Authorization.Clients[1] ClientRegistration[two]",
            "$.Authorization.ApiScopes[0] api scope pol.api",
            "$.Authorization.ApiResources[0] api resource pol",
            "$.Authorization.IdentityResources[0] identity resource openid");
    assertThat(document.contents().scopeNames()).containsExactly("pol.api", "openid");
    assertThatThrownBy(document::client).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void parse_mapOfClientsAsTemplatesOfAspNetWriteIt_hasTheirNamesAsIds() {
    List<ClientRegistration> clients =
        RegistrationDocument.parse(
                """
                {
                  "Logging": { "LogLevel": { "Default": "Information" } },
                  "IdentityServer": {
                    "Clients": {
                      "Together": { "Profile": "IdentityServerSPA" },
                      "Apart": {
                        "Profile": "SPA",
                        "RedirectUri": "https://apart.example/in",
                        "LogoutUri": "https://apart.example/out"
                      },
                      "Phone": { "Profile": "NativeApp" },
                      "Odd": { "Profile": "Unknown" }
                    },
                    "Key": { "Type": "Development" }
                  }, // as the files have it
                }
                """)
            .contents()
            .clients();

    assertThat(clients)
        .extracting(ClientRegistration::clientId)
        .containsExactly("Together", "Apart", "Phone", "Odd");
    assertThat(clients.subList(0, 3))
        .allSatisfy(
            client -> {
              assertThat(client.allowedGrantTypes()).containsExactly(GrantType.AUTHORIZATION_CODE);
              assertThat(client.get(ClientProperties.REQUIRE_CLIENT_SECRET)).isFalse();
            });
    assertThat(clients.get(0).redirectUris())
        .containsExactly(new RegisteredUri("/authentication/login-callback"));
    assertThat(clients.get(1).redirectUris())
        .containsExactly(new RegisteredUri("https://apart.example/in"));
    assertThat(clients.get(1).get(ClientProperties.POST_LOGOUT_REDIRECT_URIS))
        .containsExactly(new RegisteredUri("https://apart.example/out"));
    assertThat(clients.get(1).unknownMembers()).containsOnlyKeys("Profile");
  }

  @Test
  void parse_mapOfClients_keepsAnIdThatIsWritten() {
    List<ClientRegistration> clients =
        RegistrationDocument.parse(
                """
                {"clients": {
                  "a": {"clientId": "own", "clientName": "A"},
                  "b": {"clientName": "B", "redirectUris": ["https://b.example/"]}}}
                """)
            .contents()
            .clients();

    assertThat(clients).extracting(ClientRegistration::clientId).containsExactly("own", "b");
  }

  @Test
  void parse_mapOfResources_hasTheirNames() {
    assertThat(
            RegistrationDocument.parse("{\"apiScopes\": {\"orders\": {\"displayName\": \"O\"}}}")
                .contents()
                .scopeNames())
        .containsExactly("orders");
  }

  @Test
  void parse_packageByNameOrOfOne_isAPackageToo() {
    RegistrationDocument document =
        RegistrationDocument.parse(
            """
            {"clients": {"shop": {"clientId": "shop"}}, "apiScope": {"name": "a"}, "apiResources": null}
            """);

    assertThat(document.entries())
        .extracting(Entry::path)
        .containsExactly("$.clients.shop", "$.apiScope");
  }

  @Test
  void parse_list_tellsKindsByTheirMembers() {
    RegistrationDocument document =
        RegistrationDocument.parse(
            """
            [{"clientId": "c"}, {"name": "a", "scopes": []}, {"name": "b"}, {"name": "email"},
             {"Name": "d", "ApiSecrets": []}]
            """);

    assertThat(document.entries())
        .extracting(e -> e.registration().kind())
        .containsExactly(
            RegistrationKind.CLIENT,
            RegistrationKind.API_RESOURCE,
            RegistrationKind.API_SCOPE,
            RegistrationKind.IDENTITY_RESOURCE,
            RegistrationKind.API_RESOURCE);
  }

  @Test
  void parse_expectedKind_overrulesWhatMembersSay() {
    assertThat(
            RegistrationDocument.parse("{\"name\": \"x\"}", RegistrationKind.IDENTITY_RESOURCE)
                .entries())
        .extracting(e -> e.registration().kind())
        .containsExactly(RegistrationKind.IDENTITY_RESOURCE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | $ is empty",
        "`  ` | $ is empty",
        "`{\"clientId\": \"a\"` | line 1, column 17: $.clientId ends too early",
        "`{\"clientId\": \"a\"} x` | line 1, column",
        "`{\"clientId\": \"a\"}{}` | line 1, column 18: $ goes on after its end",
        "`{\"clientId\": \"a\",\n"
            + " \"redirectUris\": [\"a\" \"b\"]}` | line 2, column 23: $.redirectUris",
        "`{\"clientId\": \"a\", \"clientId\": \"b\"}` | has a member twice",
        "`{\"clientId\": \"a\", \"ClientId\": \"b\"}` | line 1, column 31: $.ClientId is set twice:"
            + " as clientId, too",
        "`{}` | $ is empty",
        "`{\"foo\": 1}` | $ is neither a client (no clientId)",
        "`12` | $ must be an object or a list of objects",
        "`[1]` | line 1, column 2: $[0] must be an object",
        "`{\"clients\": [{\"clientName\": \"a\"}]}` | line 1, column 14: $.clients[0].clientId is"
            + " missing: every client has one",
        "`{\"clients\": [null]}` | $.clients[0] must be an object",
        "`{\"clients\": 5}` | $.clients must be a list of objects",
        "`{\"clientId\": \" \"}` | $.clientId must not be empty",
        "`{\"clientId\": 5}` | line 1, column 14: $.clientId must be a text, found a number",
        "`{\"clientId\": \"a\", \"redirectUris\": [null]}` | $.redirectUris[0] must be a text,"
            + " found null",
        "`{\"clientId\": \"a\", \"redirectUris\": \"b\"}` | $.redirectUris must be a list, found a"
            + " text",
        "`{\"clientId\": \"a\", \"accessTokenLifetime\": 1.5}` | must be a whole number of seconds",
        "`{\"clientId\": \"a\", \"accessTokenLifetime\": 1e99999999}` | must be a whole number of"
            + " seconds",
        "`{\"clientId\": \"a\", \"refreshTokenUsage\": 7}` | must be 0 (reuse) or 1 (one time"
            + " only), found another number",
        "`{\"clientId\": \"a\", \"clientSecrets\": [{\"expiration\": \"soon\"}]}` |"
            + " $.clientSecrets[0].expiration must be a time such as",
        "`{\"clientId\": \"a\", \"claims\": [{\"value\": \"x\"}]}` | $.claims[0].type is missing:"
            + " every claim has one",
        "`{\"clientId\": \"a\", \"properties\": {\"a b\": []}}` | $.properties['a b'] must be a"
            + " text, found a list",
        "`{\"clientId\": NaN}` | is not valid JSON"
      })
  void parse_mistake_isNamedWithItsPlace(String json, String message) {
    assertThatThrownBy(() -> RegistrationDocument.parse(json))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void parse_severalMistakes_areNamedAtOnceAndWithoutValues() {
    assertThatThrownBy(
            () ->
                RegistrationDocument.parse(
                    """
                    {
                      "clientId": "a",
                      "enabled": "hush",
                      "clientSecrets": [{"value": 4711}]
                    }
                    """))
        .isInstanceOfSatisfying(
            InvalidDocumentException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::toString)
                    .containsExactly(
                        "line 3, column 14: $.enabled must be true or false, found a text",
                        "line 4, column 31: $.clientSecrets[0].value must be a text, found a"
                            + " number"));
  }

  @Test
  void parse_tooDeepOrTooLarge_isRefused() {
    assertThatThrownBy(() -> RegistrationDocument.parse("[".repeat(60)))
        .hasMessageContaining("nested deeper than 50 levels");
    assertThatThrownBy(
            () -> RegistrationDocument.parse("{\"clientId\": \"" + "x".repeat(200_000) + "\"}"))
        .hasMessageContaining("too long");
    assertThatThrownBy(() -> RegistrationDocument.parse("[" + "0,".repeat(400_000) + "0]"))
        .hasMessageContaining("too many values");
    assertThatThrownBy(() -> RegistrationDocument.parse(" ".repeat((4 << 20) + 1)))
        .hasMessageContaining("larger than 4 MiB");
  }

  @Test
  void parse_halfACharacter_isKeptAsAnEscapeInValuesAndRefusedElsewhere() {
    String escaped = "{\"clientId\": \"a\\uD83D\"}";

    assertThat(RegistrationDocument.parse(escaped).toJson()).contains("\"a\\uD83D\"");
    assertThatThrownBy(() -> RegistrationDocument.parse("{\"clientId\": \"a\uD83D\"}"))
        .hasMessageContaining("holds half a character");
    assertThatThrownBy(() -> RegistrationDocument.parse("{\"clientId\": \"a\", \"\\uD83Dx\": 1}"))
        .hasMessageContaining("is not valid JSON");
  }

  @Test
  void read_file_readsUtf8WithAndWithoutMark() throws IOException {
    Path file = folder.resolve("client.json");
    Files.writeString(file, "\uFEFF{\"clientId\": \"größe\"}");

    assertThat(RegistrationDocument.read(file).client().clientId()).isEqualTo("größe");
    Files.write(file, new byte[] {(byte) 0xFF, (byte) 0xFE, '{', 0});
    assertThatThrownBy(() -> RegistrationDocument.read(file))
        .hasMessageContaining("is not text in UTF-8");
    assertThatThrownBy(() -> RegistrationDocument.read(folder.resolve("none.json")))
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> RegistrationDocument.read(folder))
        .hasMessageContaining("cannot be read");
  }

  @Test
  void placeholders_unresolved_areListedWithTheirPaths() {
    assertThat(RegistrationDocument.parse(Samples.PASCAL).placeholders())
        .extracting(PlaceholderUse::toString)
        .containsExactly(
            "PlaceholderUse[placeholder=__SecretHash__, path=$.ClientSecrets[0].Value]",
            "PlaceholderUse[placeholder=__ApiUrl__, path=$.AllowedCorsOrigins[0]]",
            "PlaceholderUse[placeholder=__AdminUrl__, path=$.RedirectUris[0]]",
            "PlaceholderUse[placeholder=__AdminUrl__, path=$.RedirectUris[1]]");
  }

  @Test
  void filled_knownPlaceholders_areFilledAndOthersStay() {
    Map<String, String> values = Map.of("AdminUrl", "https://admin.example$1", "ApiUrl", "__X__");

    RegistrationDocument filled =
        RegistrationDocument.parse(Samples.PASCAL)
            .filled(name -> Optional.ofNullable(values.get(name)));

    assertThat(filled.client().redirectUris().get(0).text())
        .isEqualTo("https://admin.example$1/#/callback#");
    assertThat(filled.placeholders())
        .extracting(use -> use.placeholder().name())
        .containsExactly("SecretHash", "X");
  }

  @Test
  void filled_wholeMember_becomesWhatThePropertyIs() {
    RegistrationDocument document =
        RegistrationDocument.parse(
            """
            {"clientId": "__Id__", "clientName": "__Id__", "accessTokenLifetime": "__Id__",
             "requirePkce": "__Flag__", "refreshTokenUsage": "__Zero__", "other": "__Id__"}
            """);
    Map<String, String> values = Map.of("Id", "600", "Flag", "False", "Zero", "0");

    ClientRegistration client =
        document.filled(name -> Optional.ofNullable(values.get(name))).client();

    assertThat(document.client().get(ClientProperties.ACCESS_TOKEN_LIFETIME))
        .isEqualTo(Duration.ofHours(1));
    assertThat(client.clientId()).isEqualTo("600");
    assertThat(client.get(ClientProperties.ACCESS_TOKEN_LIFETIME))
        .isEqualTo(Duration.ofMinutes(10));
    assertThat(client.get(ClientProperties.REQUIRE_PKCE)).isFalse();
    assertThat(client.members()).containsEntry("other", "600").containsEntry("clientName", "600");
    assertThat(client.members()).containsEntry("refreshTokenUsage", 0L);
  }

  @Test
  void filled_valueThatDoesNotFit_isRefusedWithoutQuotingIt() {
    RegistrationDocument document =
        RegistrationDocument.parse("{\"clientId\": \"a\", \"accessTokenLifetime\": \"__T__\"}");

    assertThatThrownBy(() -> document.filled(name -> Optional.of("hush")))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessageContaining("$.accessTokenLifetime must be a whole number of seconds")
        .hasMessageNotContaining("hush");
  }

  @Test
  void filled_packageOutsideOfRegistrations_isFilledToo() {
    assertThat(
            RegistrationDocument.parse(Samples.PACKAGE).filled(name -> Optional.of("!")).toJson())
        .contains("kept !");
  }

  @Test
  void with_anotherRegistration_replacesOneAndKeepsTheRest() {
    RegistrationDocument document = RegistrationDocument.parse(Samples.PACKAGE);
    ClientRegistration two = document.contents().clients().get(1);

    RegistrationDocument changed =
        document.with(
            "$.Authorization.Clients[1]", two.with(ClientProperties.CLIENT_NAME, "Second"));

    assertThat(changed.contents().clients().get(1).find(ClientProperties.CLIENT_NAME))
        .contains("Second");
    assertThat(changed.toJson()).contains("\"ClientName\": \"Second\"").contains("\"Version\": 3");
    assertThat(RegistrationDocument.parse(changed.toJson()).contents())
        .isEqualTo(changed.contents());
    assertThatThrownBy(() -> document.with("$.x", two)).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void spelled_package_changesEveryKnownName() {
    RegistrationDocument camel =
        RegistrationDocument.parse(Samples.PACKAGE).spelled(Spelling.CAMEL);

    assertThat(camel.entries())
        .extracting(Entry::path)
        .contains("$.Authorization.clients[0]", "$.Authorization.apiScopes[0]");
    assertThat(camel.toJson())
        .contains("\"allowedScopes\"", "\"apiSecrets\"", "\"userClaims\"", "\"Version\"");
    assertThat(camel.contents()).isEqualTo(RegistrationDocument.parse(Samples.PACKAGE).contents());
  }

  private static Resource scope(String name) {
    return Resource.named(RegistrationKind.API_SCOPE, name);
  }

  @Test
  void of_package_writesScopesBeforeResourcesBeforeClients() {
    RegistrationPackage several =
        new RegistrationPackage(List.of(ClientRegistration.named("c"), scope("s"), scope("t")));

    RegistrationDocument document = RegistrationDocument.of(several, Spelling.PASCAL);

    assertThat(document.toJson().replaceAll("\\s", ""))
        .isEqualTo(
            "{\"ApiScopes\":[{\"Name\":\"s\"},{\"Name\":\"t\"}],\"Clients\":[{\"ClientId\":\"c\"}]}");
    assertThat(RegistrationDocument.parse(document.toJson()).contents()).isEqualTo(several);
  }

  @Test
  void position_missingMember_isThatOfTheObjectAroundIt() {
    RegistrationDocument document =
        RegistrationDocument.parse("{\n  \"clientId\": \"a\",\n  \"claims\": [ ]\n}");

    assertThat(document.position("$.claims")).hasToString("Optional[line 3, column 13]");
    assertThat(document.position("$.requirePkce")).hasToString("Optional[line 1, column 1]");
    assertThat(RegistrationDocument.of(document.client()).position("$")).isEmpty();
  }

  @Test
  void toJson_ofALargeDocumentWithoutSpaces_canBeReadAgain() {
    String client = "{\"clientId\":\"é\",\"x\":[" + "\"abcdefghi\",".repeat(50) + "1]},";
    String json = "[" + client.repeat(4_500) + "]";

    RegistrationDocument document = RegistrationDocument.parse(json);
    String written = document.toJson();

    assertThat(written).doesNotContain("\n ").endsWith("]\n");
    assertThat(RegistrationDocument.parse(written).contents()).isEqualTo(document.contents());
    assertThat(document.spelled(Spelling.PASCAL).contents()).isEqualTo(document.contents());
  }
}

package dev.tms.registration.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.ClientSecret;
import dev.tms.registration.Registration;
import dev.tms.registration.RegistrationKind;
import dev.tms.registration.SecretHash;
import dev.tms.registration.diff.RegistrationDiff.HiddenSecrets;
import dev.tms.registration.diff.RegistrationDiff.Note;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.token.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RegistrationDiffTest {
  private static final String HASH = SecretHash.of(Secret.of("one")).reveal();
  private static final String OTHER = SecretHash.of(Secret.of("two")).reveal();

  private static Registration client(String json) {
    return RegistrationDocument.parse(json.replace('\'', '"'), RegistrationKind.CLIENT).client();
  }

  private static RegistrationDiff towards(String have, String want) {
    return RegistrationDiff.towards(client(have), client(want), HiddenSecrets.KEEP);
  }

  @Test
  void towards_sameMeaningInAnotherForm_isEmpty() {
    RegistrationDiff diff =
        towards(
            """
            {'clientId': 'c', 'refreshTokenUsage': 'OneTimeOnly', 'accessTokenLifetime': 3600,
             'redirectUris': ['https://b', 'https://a'], 'description': null,
             'claims': [{'id': 7, 'type': 't', 'value': 'v', 'valueType': 'string'}]}
            """,
            """
            {'ClientId': 'c', 'RefreshTokenUsage': 1, 'RedirectUris': ['https://a', 'https://b'],
             'Description': '', 'RequirePkce': true, 'ConsentLifetime': null,
             'Claims': [{'Type': 't', 'Value': 'v'}]}
            """);

    assertThat(diff.differences()).isEmpty();
    assertThat(diff.notes()).isEmpty();
  }

  @Test
  void toText_secretUnderANameWithDots_isMasked() {
    RegistrationDiff diff =
        towards("{'clientId': 'c'}", "{'clientId': 'c', 'backup.clientSecret.v1': 'hush'}");

    assertThat(RegistrationDiff.creation(diff.result()).toText())
        .contains("backup.clientSecret.v1")
        .doesNotContain("hush");
  }

  @Test
  void towards_otherValues_areListedWithPathOldAndNew() {
    RegistrationDiff diff =
        towards(
            "{'clientId': 'c', 'accessTokenLifetime': 300, 'redirectUris': ['https://a',"
                + " 'https://b']}",
            "{'clientId': 'c', 'accessTokenLifetime': 600, 'redirectUris': ['https://b',"
                + " 'https://c'], 'clientName': 'C'}");

    assertThat(diff.differences())
        .contains(new Difference("$.accessTokenLifetime", 300L, 600L))
        .contains(new Difference("$.clientName", null, "C"));
    assertThat(diff.toText())
        .isEqualTo(
            """
              $.clientName: not set → "C"
              $.accessTokenLifetime: 300 → 600
              $.redirectUris: + "https://c", - "https://a"
            """);
  }

  @Test
  void towards_membersThatTheProviderAdds_stayInTheResult() {
    RegistrationDiff diff =
        towards(
            "{'clientId': 'c', 'id': 42, 'created': '2026-01-01', 'clientName': 'old',"
                + " 'cibaLifetime': 9}",
            "{'ClientId': 'c', 'ClientName': 'new'}");

    assertThat(diff.differences()).containsExactly(new Difference("$.ClientName", "old", "new"));
    assertThat(diff.result())
        .isEqualTo(
            client(
                "{'clientId': 'c', 'id': 42, 'created': '2026-01-01', 'clientName': 'new',"
                    + " 'cibaLifetime': 9}"));
    assertThat(diff.result().members()).containsKey("clientName").doesNotContainKey("ClientName");
  }

  @Test
  void towards_memberThatTheDocumentDoesNotWrite_staysAndIsNoted() {
    RegistrationDiff diff =
        towards("{'clientId': 'c', 'allowPlainTextPkce': true}", "{'clientId': 'c'}");

    assertThat(diff.isEmpty()).isTrue();
    assertThat(diff.notes())
        .containsExactly(
            new Note("$.allowPlainTextPkce", "stays true, of which the document says nothing"));
  }

  @Test
  void towards_memberWrittenAsNull_goesBackToItsDefault() {
    RegistrationDiff diff =
        towards(
            "{'clientId': 'c', 'allowPlainTextPkce': true}",
            "{'clientId': 'c', 'allowPlainTextPkce': null}");

    assertThat(diff.differences())
        .containsExactly(new Difference("$.allowPlainTextPkce", true, null));
    assertThat(((ClientRegistration) diff.result()).get(ClientProperties.ALLOW_PLAIN_TEXT_PKCE))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ", 'clientSecrets': null",
        ", 'clientSecrets': []",
        ", 'clientSecrets': [{'description': 'd', 'type': 'SharedSecret'}]",
        ", 'clientSecrets': [{'description': 'd', 'value': null}]",
        ", 'clientSecrets': [{'description': 'd', 'value': '*****'}]",
        ", 'clientSecrets': [{'description': 'd', 'value': 'REDACTED', 'id': 3}]"
      })
  void towards_secretsThatTheProviderHides_areNoDifference(String shown) {
    String want = "{'clientId': 'c', 'clientSecrets': [{'description': 'd', 'value': '%s'}]}";

    RegistrationDiff diff = towards("{'clientId': 'c'" + shown + "}", want.formatted(HASH));

    assertThat(diff.isEmpty()).isTrue();
    assertThat(diff.notes()).anySatisfy(n -> assertThat(n.path()).isEqualTo("$.clientSecrets"));
    assertThat(
            RegistrationDiff.towards(
                    client("{'clientId': 'c'" + shown + "}"),
                    client(want.formatted(HASH)),
                    HiddenSecrets.SEND)
                .isEmpty())
        .isFalse();
  }

  @Test
  void towards_secretsThatAreShownAsHashes_areCompared() {
    String one = "{'clientId': 'c', 'clientSecrets': [{'description': 'd', 'value': '%s'}]}";

    assertThat(towards(one.formatted(HASH), one.formatted(HASH)).isEmpty()).isTrue();
    // sent in clear, kept as a hash
    assertThat(towards(one.formatted(HASH), one.formatted("one")).isEmpty()).isTrue();
    assertThat(towards(one.formatted(OTHER), one.formatted(HASH)).isEmpty()).isFalse();
  }

  @Test
  void towards_secretWithAnotherExpiry_isADifferenceWithoutTheSecret() {
    RegistrationDiff diff =
        towards(
            "{'clientId': 'c', 'clientSecrets': [{'value': '***', 'expiration':"
                + " '2027-01-01T00:00:00'}]}",
            "{'clientId': 'c', 'clientSecrets': [{'value': '%s', 'expiration': '2028-01-01T00:00:00Z'}]}"
                .formatted(HASH));

    assertThat(diff.toText()).contains("2028-01-01").contains("(hidden)").doesNotContain(HASH);
    assertThat(diff.differences().toString()).doesNotContain(HASH);
    assertThat(diff.result().members().toString()).contains(HASH);
  }

  @Test
  void result_secretsMaskedByTheProvider_areNotSentBackAsSecrets() {
    RegistrationDiff masked =
        towards(
            "{'clientId': 'c', 'clientSecrets': [{'value': '***'}]}",
            "{'clientId': 'c', 'clientName': 'n'}");
    RegistrationDiff shown =
        towards(
            "{'clientId': 'c', 'clientSecrets': [{'value': '%s'}]}".formatted(HASH),
            "{'clientId': 'c', 'clientName': 'n'}");

    assertThat(masked.result().members()).doesNotContainKey("clientSecrets");
    assertThat(masked.notes()).isNotEmpty();
    assertThat(((ClientRegistration) shown.result()).clientSecrets())
        .containsExactly(ClientSecret.of(java.util.Map.of("value", HASH)));
  }

  @Test
  void towards_unknownMembers_areComparedWhereTheProviderShowsThem() {
    RegistrationDiff diff =
        towards(
            "{'clientId': 'c', 'vendor': {'a': 1.0, 'added': true}, 'mode': 'x'}",
            "{'clientId': 'c', 'Vendor': {'a': 1}, 'mode': 'y', 'notShown': 5}");

    assertThat(diff.differences()).containsExactly(new Difference("$.mode", "x", "y"));
    assertThat(diff.notes()).singleElement().hasFieldOrPropertyWithValue("path", "$.notShown");
    assertThat(diff.result().members()).containsEntry("notShown", 5L);
  }

  @Test
  void towards_namesWhereTheDocumentHasObjects_areTheSame() {
    Registration have =
        RegistrationDocument.parse(
                "{\"name\": \"api\", \"scopes\": [\"read\"], \"userClaims\": [\"sub\"]}",
                RegistrationKind.API_RESOURCE)
            .contents()
            .resources()
            .get(0);
    Registration want =
        RegistrationDocument.parse(
                "{\"name\": \"api\", \"scopes\": [{\"name\": \"read\"}],"
                    + " \"userClaims\": [{\"type\": \"sub\"}]}",
                RegistrationKind.API_RESOURCE)
            .contents()
            .resources()
            .get(0);

    assertThat(RegistrationDiff.towards(have, want, HiddenSecrets.KEEP).isEmpty()).isTrue();
  }

  @Test
  void whole_whatOnlyOneHas_isADifference() {
    RegistrationDiff diff =
        RegistrationDiff.whole(
            client("{'clientId': 'c', 'accessTokenLifetime': 60, 'x': 1, 'enabled': true}"),
            client("{'clientId': 'd', 'apiToken': 'very-secret'}"));

    assertThat(diff.toText())
        .isEqualTo(
            """
              $.clientId: "c" → "d"
              $.accessTokenLifetime: 60 → not set
              $.apiToken: not set → "(hidden)"
              $.x: 1 → not set
            """);
  }

  @Test
  void text_ofHostileValues_movesNoCursor() {
    RegistrationDiff diff =
        towards(
            "{'clientId': 'c', 'clientName': '\\u001b[2J\\u202e" + "x".repeat(500) + "'}",
            "{'clientId': 'c', 'clientName': 'n'}");

    assertThat(diff.toText()).contains("\\u001B[2J\\u202E").doesNotContain("\u001b", "\u202e");
    assertThat(diff.toText().length()).isLessThan(300);
  }
}

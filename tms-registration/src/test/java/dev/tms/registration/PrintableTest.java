package dev.tms.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tms.registration.document.InvalidDocumentException;
import dev.tms.registration.document.RegistrationDocument;
import org.junit.jupiter.api.Test;

/** No message of a document's contents moves a cursor or turns writing around. */
final class PrintableTest {
  @Test
  void escape_controlAndFormatCharacters_areWrittenAsEscapes() {
    assertThat(Printable.escape("a\n\u001b[2J\u202e\u2028\ud800 \ud83d\ude00 ä"))
        .isEqualTo("a\\u000A\\u001B[2J\\u202E\\u2028\\uD800 \ud83d\ude00 ä");
    assertThat(Printable.escape("\udb40\udc41")).isEqualTo("\\uDB40\\uDC41");
  }

  @Test
  void member_nameWithLineBreak_isOneLineAndUnlikeItsEscape() {
    assertThat(JsonPath.member("$", "a\nb")).isEqualTo("$['a\\u000Ab']");
    assertThat(JsonPath.member("$", "a\\u000Ab")).isEqualTo("$['a\\\\u000Ab']");
  }

  @Test
  void problems_hostileNames_areOneLineEach() {
    InvalidDocumentException refused =
        assertThrows(
            InvalidDocumentException.class,
            () ->
                RegistrationDocument.parse(
                    "{\"clients\": {\"\\u001B[31m\\n\": {\"clientId\": 1}}}"));

    assertThat(refused)
        .hasMessageContaining("$.clients['\\u001B[31m\\u000A'].clientId must be a text");
    assertThat(refused.getMessage().lines()).hasSize(1);
  }

  @Test
  void label_hostileName_isPrintable() {
    ClientRegistration client = ClientRegistration.named("x\u001b[2J");

    assertThat(client.label()).isEqualTo("client x\\u001B[2J");
    assertThat(client).hasToString("ClientRegistration[x\\u001B[2J]");
  }

  @Test
  void spelling_lettersBeyondAscii_stayAsTheyAre() {
    for (String name : new String[] {"\u017f0", "\u0131d", "\u00dfa", "\u01c5", "äb", ""}) {
      assertThat(Spelling.PASCAL.of(name)).isEqualTo(name);
      assertThat(Spelling.CAMEL.of(name)).isEqualTo(name);
    }
    assertThat(Spelling.PASCAL.of("clientId")).isEqualTo("ClientId");
    assertThat(Spelling.CAMEL.of("ClientId")).isEqualTo("clientId");
  }
}

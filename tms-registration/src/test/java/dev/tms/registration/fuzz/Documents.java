package dev.tms.registration.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.tms.registration.Spelling;
import dev.tms.registration.document.InvalidDocumentException;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.document.RegistrationDocument.PlaceholderUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What must hold of documents that were read. */
final class Documents {
  private static final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNumberLength(2000).build())
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .build();

  private Documents() {}

  static void areWrittenAsTheyWere(String text, RegistrationDocument document) {
    String written = document.toJson();
    RegistrationDocument again = RegistrationDocument.parse(written);
    Fact.areEqual(again.toJson(), written, "written twice");
    Fact.areEqual(again.contents(), document.contents(), "contents of what was written");
    Fact.areEqual(tokens(written), tokens(text), "what was written, and what was read");
    Fact.holds(again.isPlainJson(), "what is written is plain JSON");
    document.entries().forEach(entry -> Fact.isOneLine(entry.path()));
    document.entries().forEach(entry -> Fact.isOneLine(entry.registration().toString()));
  }

  /** Names, texts, values and their order, as another reader sees them. */
  private static List<Object> tokens(String text) {
    List<Object> tokens = new ArrayList<>();
    try (JsonParser parser =
        json.createParser(text.startsWith("\uFEFF") ? text.substring(1) : text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        tokens.add(token);
        if (token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING) {
          tokens.add(parser.getText());
        } else if (token == JsonToken.VALUE_NUMBER_INT) {
          tokens.add(parser.getBigIntegerValue());
        } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
          tokens.add(parser.getDecimalValue());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tokens;
  }

  static void areSpelledAndFilled(RegistrationDocument document) {
    RegistrationDocument pascal = document.spelled(Spelling.PASCAL);
    Fact.areEqual(pascal.contents(), document.contents(), "contents in another spelling");
    Fact.areEqual(
        pascal.spelled(Spelling.CAMEL).toJson(),
        document.spelled(Spelling.CAMEL).toJson(),
        "spelled there and back");

    List<PlaceholderUse> uses = document.placeholders();
    uses.forEach(use -> Fact.isOneLine(use.toString()));
    Fact.areEqual(
        document.filled(name -> Optional.empty()).toJson(), document.toJson(), "filled by no one");
    for (String value : List.of("1", "true", "https://a.example", "\u001b]\n\"", "__b__", "")) {
      try {
        String filled = document.filled(name -> Optional.of(value)).toJson();
        RegistrationDocument.parse(filled);
      } catch (InvalidDocumentException e) {
        Fact.areLines(e.problems());
      }
    }
  }
}

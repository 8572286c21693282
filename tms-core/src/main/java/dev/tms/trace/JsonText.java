package dev.tms.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.tms.text.Foreign;
import dev.tms.trace.Names.Shape;
import java.io.IOException;
import java.util.List;

/** An indented, masked JSON document; may repeat members or break off. Not thread-safe. */
final class JsonText {
  private static final int MOST_CHARACTERS = 64 * 1024;
  private static final int DEEPEST = 40;
  private static final int LEAST_OF_A_NUMBER = 6;

  private static final JsonFactory factory =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(100)
                  .maxNameLength(1000)
                  .build())
          .build();

  private final Masker masker;
  private final boolean ofError;
  private final StringBuilder out = new StringBuilder();

  private JsonText(Masker masker, boolean ofError) {
    this.masker = masker;
    this.ofError = ofError;
  }

  static List<String> lines(Masker masker, String json, boolean ofError) {
    JsonText text = new JsonText(masker, ofError);
    if (Foreign.read(() -> text.write(json)).isEmpty()) {
      text.put("\n... (no well-formed JSON from here on)");
    }
    return text.out.toString().lines().filter(line -> !line.isBlank()).toList();
  }

  private JsonText write(String json) throws IOException {
    try (JsonParser in = factory.createParser(json)) {
      while (in.nextToken() != null) {
        value(in, "", "", 0);
      }
    }
    return this;
  }

  private void value(JsonParser in, String container, String name, int depth) throws IOException {
    switch (in.currentToken()) {
      case START_OBJECT -> object(in, name, depth);
      case START_ARRAY -> array(in, container, name, depth);
      case VALUE_STRING -> text(in.getText(), Names.member(container, name, ofError));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          number(in.getText(), Names.member(container, name, ofError));
      case VALUE_TRUE, VALUE_FALSE ->
          put(Names.member(container, name, ofError).isShown() ? in.getText() : "<boolean>");
      default -> put("null");
    }
  }

  private void object(JsonParser in, String name, int depth) throws IOException {
    put("{");
    boolean isEmpty = true;
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String member = in.currentName();
      put((isEmpty ? "\n" : ",\n") + "  ".repeat(depth + 1) + '"' + masker.name(member) + "\": ");
      isEmpty = false;
      in.nextToken();
      value(in, name, member, depth + 1);
    }
    put(isEmpty ? "}" : "\n" + "  ".repeat(depth) + "}");
  }

  private void array(JsonParser in, String container, String name, int depth) throws IOException {
    put("[");
    boolean isEmpty = true;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      put(isEmpty ? "" : ", ");
      isEmpty = false;
      value(in, container, name, depth);
    }
    put("]");
  }

  private void text(String text, Shape shape) {
    String shown = masker.value(shape, text);
    put(shape.isShown() ? '"' + shown.replace("\"", "\\\"") + '"' : shown);
  }

  private void number(String digits, Shape shape) {
    if (shape.isShown()) {
      put(masker.text(digits));
    } else {
      if (digits.length() >= LEAST_OF_A_NUMBER) {
        masker.hide(digits);
      }
      put("<number>");
    }
  }

  /** Text beyond the limit is still parsed, to learn the secrets in it. */
  private void put(String text) {
    if (out.length() < MOST_CHARACTERS) {
      out.append(text);
    }
  }
}

package dev.tms.registration.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import dev.tms.registration.JsonPath;
import dev.tms.registration.Printable;
import dev.tms.registration.document.InvalidDocumentException.Problem;
import dev.tms.registration.document.RegistrationDocument.Position;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and writes JSON. Error messages quote at most one character. */
public final class JsonText {
  static final int MAX_CHARACTERS = 4 << 20;

  private static final int MAX_DEPTH = 50;
  private static final StreamReadConstraints BOUNDS =
      StreamReadConstraints.builder()
          .maxNestingDepth(MAX_DEPTH)
          .maxStringLength(100_000)
          .maxNameLength(1_000)
          .maxNumberLength(200)
          .maxTokenCount(300_000)
          .build();
  private static final JsonFactory strict =
      JsonFactory.builder()
          .streamReadConstraints(BOUNDS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();
  private static final JsonFactory lenient =
      JsonFactory.builder()
          .streamReadConstraints(BOUNDS)
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final Map<String, Position> positions = new HashMap<>();
  private String path = JsonPath.ROOT;

  private JsonText() {}

  /** Positions are by path. Plain JSON has no comments or trailing commas. */
  record Parsed(@Nullable Object root, Map<String, Position> positions, boolean plain) {}

  static Parsed parse(String document) {
    String text = document.startsWith("\uFEFF") ? document.substring(1) : document;
    if (text.length() > MAX_CHARACTERS) {
      throw problem(JsonPath.ROOT, "is larger than 4 MiB", null);
    }
    // RFC 8259 8.2: the behaviour of readers with unpaired surrogates is unpredictable
    if (text.codePoints().anyMatch(JsonText::isLoneSurrogate)) {
      throw problem(JsonPath.ROOT, "holds half a character", null);
    }
    JsonText json = new JsonText();
    try {
      return json.document(text, lenient);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw json.problem(e); // not kept as the cause: it may quote the document
    }
  }

  private Parsed document(String text, JsonFactory factory) throws IOException {
    try (JsonParser parser = factory.createParser(text)) {
      if (parser.nextToken() == null) {
        throw problem(JsonPath.ROOT, "is empty", null);
      }
      Object root = value(parser);
      if (parser.nextToken() != null) {
        throw problem(JsonPath.ROOT, "goes on after its end", position(parser));
      }
      return new Parsed(root, positions, factory == strict || read(text).isPresent());
    }
  }

  private InvalidDocumentException problem(Throwable thrown) {
    if (thrown instanceof InvalidDocumentException own) {
      return own;
    }
    return thrown instanceof JsonProcessingException e
        ? problem(path, explain(e), position(e.getLocation()))
        : problem(
            path,
            thrown instanceof NumberFormatException
                ? "is a number with too large an exponent"
                : "is not valid JSON",
            positions.get(path));
  }

  /** Reads strict JSON (RFC 8259). Empty if the text is invalid, or null. */
  public static Optional<Object> read(String text) {
    try {
      return Optional.ofNullable(new JsonText().document(text, strict).root());
    } catch (IOException | RuntimeException | StackOverflowError e) {
      return Optional.empty();
    }
  }

  private @Nullable Object value(JsonParser parser) throws IOException {
    positions.put(path, position(parser));
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> list(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT -> integer(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> decimal(parser.getDecimalValue());
      default -> throw problem(path, "is not valid JSON", position(parser));
    };
  }

  /** Numbers without a decimal point, such as 86e0, are read back as integers. */
  private static Number decimal(BigDecimal number) {
    return number.scale() == 0 ? integer(number.unscaledValue()) : number;
  }

  private static Number integer(BigInteger number) {
    return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
  }

  private Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
    String own = path;
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      path = JsonPath.member(own, name);
      parser.nextToken();
      members.put(name, value(parser));
    }
    path = own;
    return Collections.unmodifiableMap(members);
  }

  private List<@Nullable Object> list(JsonParser parser) throws IOException {
    String own = path;
    List<@Nullable Object> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      path = JsonPath.item(own, items.size());
      items.add(value(parser));
    }
    path = own;
    return Collections.unmodifiableList(items);
  }

  private static String explain(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
    if (e instanceof JsonEOFException) {
      return "ends too early: an object, a list or a text is not closed";
    }
    if (e instanceof StreamConstraintsException) {
      return message.contains("nesting")
          ? "is nested deeper than " + MAX_DEPTH + " levels"
          : "holds a text, a name or a number that is too long, or too many values";
    }
    if (message.startsWith("Duplicate field")) {
      return "has a member twice";
    }
    // these quote one character at most
    return message.startsWith("Unexpected character") || message.startsWith("Illegal")
        ? "is not valid JSON: " + Printable.escape(message)
        : "is not valid JSON";
  }

  private static Position position(JsonParser parser) {
    JsonLocation location = parser.currentTokenLocation();
    return new Position(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }

  private static @Nullable Position position(@Nullable JsonLocation location) {
    return location == null || location.getLineNr() < 1
        ? null
        : new Position(location.getLineNr(), Math.max(1, location.getColumnNr()));
  }

  static InvalidDocumentException problem(String path, String message, @Nullable Position where) {
    return new InvalidDocumentException(new Problem(path, message, where));
  }

  /** Writes a value on one line; see {@link #write} for its types. */
  public static String compact(@Nullable Object value) {
    return write(value, null);
  }

  /**
   * Writes a value, indented by two spaces and with a final line break. Stays on one line if
   * indentation would exceed the size limit for reading.
   *
   * @param value strings, booleans, numbers, lists, maps and nulls; other types are written as
   *     strings
   */
  public static String write(@Nullable Object value) {
    String indented = write(value, indentation()) + '\n';
    boolean large =
        indented.length() > MAX_CHARACTERS / 3
            && indented.getBytes(StandardCharsets.UTF_8).length > MAX_CHARACTERS;
    return large ? compact(value) + '\n' : indented;
  }

  private static PrettyPrinter indentation() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""))
        .withObjectIndenter(indenter)
        .withArrayIndenter(indenter);
  }

  private static String write(@Nullable Object value, @Nullable PrettyPrinter printer) {
    StringWriter out = new StringWriter();
    try (JsonGenerator generator = lenient.createGenerator(out)) {
      if (printer != null) {
        generator.setPrettyPrinter(printer);
      }
      write(generator, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen in memory
    }
    return escapeLoneSurrogates(out.toString());
  }

  private static void write(JsonGenerator out, @Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      out.writeStartObject();
      for (Map.Entry<?, ?> member : map.entrySet()) {
        out.writeFieldName(String.valueOf(member.getKey()));
        write(out, member.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof List<?> list) {
      out.writeStartArray();
      for (Object item : list) {
        write(out, item);
      }
      out.writeEndArray();
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value instanceof BigDecimal decimal) {
      out.writeNumber(decimal);
    } else if (value instanceof BigInteger integer) {
      out.writeNumber(integer);
    } else if (value instanceof Number number) {
      out.writeNumber(number.longValue());
    } else if (value == null) {
      out.writeNull();
    } else {
      out.writeString(value.toString());
    }
  }

  /** Escapes unpaired surrogates, which UTF-8 cannot encode. They occur inside strings only. */
  private static String escapeLoneSurrogates(String json) {
    if (json.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
      return json;
    }
    StringBuilder escaped = new StringBuilder();
    json.codePoints()
        .forEach(
            point -> {
              if (isLoneSurrogate(point)) {
                escaped.append(String.format("\\u%04X", point));
              } else {
                escaped.appendCodePoint(point);
              }
            });
    return escaped.toString();
  }

  private static boolean isLoneSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}

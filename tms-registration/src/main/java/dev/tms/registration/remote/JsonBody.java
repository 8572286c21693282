package dev.tms.registration.remote;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.tms.http.Foreign;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON values in bodies. */
final class JsonBody {
  private static final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(50)
                  .maxStringLength(100_000)
                  .maxNumberLength(200)
                  .maxTokenCount(300_000)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private JsonBody() {}

  /** The value; empty where the text is no JSON, or null. */
  static Optional<Object> read(String text) {
    return Foreign.read(
            () -> {
              try (JsonParser parser = json.createParser(text)) {
                Object value = parser.nextToken() == null ? null : value(parser);
                return parser.nextToken() == null
                    ? Optional.ofNullable(value)
                    : Optional.<Object>empty();
              }
            })
        .flatMap(value -> value);
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, value(parser));
        }
        yield Collections.unmodifiableMap(members);
      }
      case START_ARRAY -> {
        List<@Nullable Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        yield Collections.unmodifiableList(items);
      }
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT -> integer(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      default -> parser.getText();
    };
  }

  private static Number integer(BigInteger number) {
    return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
  }
}

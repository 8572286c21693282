package dev.tms.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON objects as maps. Thread-safe. */
public final class Json {
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
  private static final ObjectMapper mapper =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final ObjectReader reader = mapper.readerFor(OBJECT);
  private static final ObjectWriter writer = mapper.writer();

  private Json() {}

  /** The object in UTF-8, members in the order of the map. */
  public static byte[] write(Map<String, ?> object) {
    try {
      return writer.writeValueAsBytes(object);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not representable as JSON", e);
    }
  }

  /**
   * The object in these bytes; empty where they are not one well-formed object without repeated
   * members.
   */
  public static Optional<Map<String, Object>> read(byte[] bytes) {
    // RFC 8259 8.1: MUST be encoded using UTF-8; parsers MAY ignore a byte order mark
    String text = Percent.utf8(bytes);
    if (text == null) {
      return Optional.empty();
    }
    return Foreign.read(
        () -> reader.readValue(text.startsWith("\uFEFF") ? text.substring(1) : text));
  }

  /** What kind of JSON value it is; never the value. */
  public static String kind(@Nullable Object raw) {
    if (raw instanceof String) {
      return "a text";
    }
    if (raw instanceof Number) {
      return "a number";
    }
    if (raw instanceof Boolean) {
      return "a truth value";
    }
    if (raw instanceof List<?>) {
      return "a list";
    }
    return raw == null ? "null" : "an object";
  }
}

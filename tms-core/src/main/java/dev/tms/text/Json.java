package dev.tms.text;

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

  public static byte[] write(Map<String, ?> object) {
    try {
      return writer.writeValueAsBytes(object);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not representable as JSON", e);
    }
  }

  /** Returns empty if the bytes are not one well-formed object or repeat a member. */
  public static Optional<Map<String, Object>> read(byte[] bytes) {
    // RFC 8259 8.1: JSON must be UTF-8; parsers may ignore a byte order mark
    String text = Percent.utf8(bytes);
    if (text == null) {
      return Optional.empty();
    }
    return Foreign.read(
        () -> reader.readValue(text.startsWith("\uFEFF") ? text.substring(1) : text));
  }

  /** Describes the type of a JSON value, never the value. */
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

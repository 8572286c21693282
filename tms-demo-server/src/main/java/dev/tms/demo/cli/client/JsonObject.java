package dev.tms.demo.cli.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.Optional;

/** Reads JSON that is no document of registrations. */
final class JsonObject {
  private static final ObjectReader reader = reader();

  private JsonObject() {}

  private static ObjectReader reader() {
    JsonMapper mapper = JsonMapper.builder().build();
    mapper
        .getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(50).build());
    return mapper
        .readerFor(new TypeReference<Map<String, Object>>() {})
        .with(
            DeserializationFeature.USE_LONG_FOR_INTS,
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /**
   * The members of the object.
   *
   * @throws CommandFailure if it is none; without its text
   */
  static Map<String, Object> read(Input input) {
    return of(input.text())
        .orElseThrow(() -> CommandFailure.invalid(input.label() + ": is no JSON object"));
  }

  /** The members of the object in this text; empty if it is none. */
  static Optional<Map<String, Object>> of(String text) {
    try {
      return Optional.ofNullable(reader.readValue(text));
    } catch (JacksonException e) {
      return Optional.empty(); // its message may quote a secret
    }
  }
}

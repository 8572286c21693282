package dev.tms.registration;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of one's own choice, each with a text. */
final class TextMap extends Kind<Map<String, String>> {
  TextMap() {
    super("map of texts");
  }

  @Override
  String expectation() {
    return "an object of texts";
  }

  @Override
  @Nullable Map<String, String> read(Object json) {
    if (!(json instanceof Map<?, ?> map)) {
      return null;
    }
    Map<String, String> texts = new LinkedHashMap<>();
    map.forEach(
        (name, value) -> {
          if (value != null) {
            texts.put(name.toString(), value.toString());
          }
        });
    return Collections.unmodifiableMap(texts);
  }

  @Override
  void check(@Nullable Object json, String path, Complaints complaints) {
    if (!(json instanceof Map<?, ?> map)) {
      super.check(json, path, complaints);
      return;
    }
    map.forEach(
        (name, value) -> {
          if (value instanceof List<?> || value instanceof Map<?, ?>) {
            complaints.add(
                JsonPath.member(path, name.toString()),
                "must be a text, found " + JsonValues.kind(value));
          }
        });
  }

  @Override
  Object write(Map<String, String> value, Spelling spelling) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(value));
  }
}

package dev.tms.registration.document;

import dev.tms.registration.JsonPath;
import dev.tms.registration.Registration;
import dev.tms.registration.RegistrationKind;
import dev.tms.registration.Spelling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Puts registrations back into the document around them. */
final class Rebuild {
  private final Map<String, Registration> changed;
  private final UnaryOperator<String> texts;

  private Rebuild(Map<String, Registration> changed, UnaryOperator<String> texts) {
    this.changed = changed;
    this.texts = texts;
  }

  /**
   * The same value with these registrations at their paths.
   *
   * @param texts what becomes of texts outside of them
   */
  static @Nullable Object root(
      @Nullable Object root, Map<String, Registration> changed, UnaryOperator<String> texts) {
    return new Rebuild(changed, texts).value(root, JsonPath.ROOT);
  }

  private @Nullable Object value(@Nullable Object value, String path) {
    Registration registration = changed.get(path);
    if (registration != null) {
      return registration.members();
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      map.forEach(
          (name, member) ->
              members.put(name.toString(), value(member, JsonPath.member(path, name.toString()))));
      return Collections.unmodifiableMap(members);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> items = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        items.add(value(list.get(i), JsonPath.item(path, i)));
      }
      return Collections.unmodifiableList(items);
    }
    return value instanceof String text ? texts.apply(text) : value;
  }

  /** The same value with the names of collections in this spelling. */
  static @Nullable Object spellCollections(@Nullable Object value, Spelling spelling) {
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    map.forEach(
        (name, member) -> {
          boolean collection = RegistrationKind.ofCollection(name.toString()).isPresent();
          String spelled = collection ? spelling.of(name.toString()) : name.toString();
          members.put(
              map.containsKey(spelled) ? name.toString() : spelled,
              collection ? member : spellCollections(member, spelling));
        });
    return Collections.unmodifiableMap(members);
  }
}

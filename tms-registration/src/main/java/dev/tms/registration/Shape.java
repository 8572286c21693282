package dev.tms.registration;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The members of a kind of object. Names are case-insensitive. */
final class Shape {
  private final String what;
  private final Property<String> key;
  private final boolean keyRequired;
  private final List<Property<?>> properties;
  private final Map<String, Property<?>> byName = new HashMap<>();

  /** With {@code keyRequired}, every object must have the member {@code key}. */
  Shape(String what, Property<String> key, boolean keyRequired, List<Property<?>> properties) {
    this.what = what;
    this.key = key;
    this.keyRequired = keyRequired;
    this.properties = List.copyOf(properties);
    properties.forEach(property -> byName.put(lower(property.name()), property));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  String what() {
    return what;
  }

  Property<String> key() {
    return key;
  }

  List<Property<?>> properties() {
    return properties;
  }

  @Nullable Property<?> find(String writtenName) {
    return byName.get(lower(writtenName));
  }

  Map<String, String> writtenNames(Map<String, ?> members) {
    Map<String, String> names = new HashMap<>();
    for (String written : members.keySet()) {
      Property<?> property = find(written);
      if (property != null) {
        names.put(property.name(), written);
      }
    }
    return names;
  }

  void check(Map<?, ?> members, String path, BiConsumer<String, String> complaints) {
    Map<Property<?>, String> seen = new HashMap<>();
    members.forEach(
        (name, value) -> {
          Property<?> property = find(name.toString());
          String at = JsonPath.member(path, name.toString());
          String earlier = property == null ? null : seen.putIfAbsent(property, name.toString());
          if (earlier != null) {
            complaints.accept(at, "is set twice: as " + earlier + ", too");
          } else if (property != null && value != null) {
            property.kind().check(value, at, complaints);
          }
        });
    if (keyRequired) {
      checkKey(members, seen.get(key), path, complaints);
    }
  }

  private void checkKey(
      Map<?, ?> members,
      @Nullable String written,
      String path,
      BiConsumer<String, String> complaints) {
    Object value = written == null ? null : members.get(written);
    String at = JsonPath.member(path, written == null ? spelling(members).of(key.name()) : written);
    if (value == null) {
      complaints.accept(at, "is missing: every " + what + " has one");
    } else if (value instanceof String text && text.isBlank()) {
      complaints.accept(at, "must not be empty");
    }
  }

  /** The spelling of most known names; camelCase if there are none. */
  Spelling spelling(Map<?, ?> members) {
    int pascal = 0;
    for (Object name : members.keySet()) {
      if (find(name.toString()) != null) {
        pascal += Spelling.ofName(name.toString()) == Spelling.PASCAL ? 1 : -1;
      }
    }
    return pascal > 0 ? Spelling.PASCAL : Spelling.CAMEL;
  }

  /** An unknown name is respelled unless that would duplicate another. */
  Map<String, @Nullable Object> changed(Map<?, ?> members, Kind.Change change) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>();
    members.forEach(
        (name, value) -> {
          String written = name.toString();
          Property<?> property = find(written);
          String spelled = written;
          if (change.spelling() != null) {
            spelled = change.spelling().of(property == null ? written : property.name());
            if (property == null && (members.containsKey(spelled) || find(spelled) != null)) {
              spelled = written;
            }
          }
          changed.put(
              spelled,
              property == null ? change.ofUnknown(value) : property.kind().changed(value, change));
        });
    return Collections.unmodifiableMap(changed);
  }
}

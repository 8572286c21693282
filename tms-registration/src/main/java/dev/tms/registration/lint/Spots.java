package dev.tms.registration.lint;

import dev.tms.registration.Described;
import dev.tms.registration.JsonPath;
import dev.tms.registration.Property;
import dev.tms.registration.Registration;
import dev.tms.registration.document.DocumentEntry;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Where a rule is broken in one registration, and what the rule may know beside it. */
final class Spots {
  private final Knowledge knowledge;
  private final DocumentEntry entry;
  private final LintOptions options;
  private final Instant now;
  private final Sink sink;

  /** Takes what was found. */
  @FunctionalInterface
  interface Sink {
    void add(String path, String message);
  }

  Spots(Knowledge knowledge, DocumentEntry entry, LintOptions options, Instant now, Sink sink) {
    this.knowledge = knowledge;
    this.entry = entry;
    this.options = options;
    this.now = now;
    this.sink = sink;
  }

  /** What the whole document says. */
  Knowledge knowledge() {
    return knowledge;
  }

  Registration registration() {
    return entry.registration();
  }

  String path() {
    return entry.path();
  }

  LintOptions options() {
    return options;
  }

  Instant now() {
    return now;
  }

  void here(String message) {
    sink.add(entry.path(), message);
  }

  void at(Property<?> property, String message) {
    sink.add(pathOf(property), message);
  }

  /** Reports each item that the condition holds for. */
  <T> void each(
      Property<List<T>> list, List<T> items, Predicate<T> broken, Function<T, String> message) {
    for (int i = 0; i < items.size(); i++) {
      if (broken.test(items.get(i))) {
        item(list, i, message.apply(items.get(i)));
      }
    }
  }

  void item(Property<?> list, int index, String message) {
    sink.add(JsonPath.item(pathOf(list), index), message);
  }

  /** A member of the object at this place of a list. */
  void inside(
      Property<?> list, int index, Described<?> object, Property<?> property, String message) {
    String at = JsonPath.item(pathOf(list), index);
    sink.add(JsonPath.member(at, object.writtenName(property)), message);
  }

  void member(String name, String message) {
    sink.add(JsonPath.member(entry.path(), name), message);
  }

  /** Any path inside the registration, as another class found it. */
  void path(String path, String message) {
    sink.add(path, message);
  }

  private String pathOf(Property<?> property) {
    Described<?> object = (Described<?>) entry.registration();
    return JsonPath.member(entry.path(), object.writtenName(property));
  }
}

package dev.tms.registration;

import dev.tms.registration.Kinds.JsonValues;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A type of members: how its values are read and written. */
abstract class Kind<T> {
  private final String name;
  private final String expectation;

  Kind(String name, String expectation) {
    this.name = name;
    this.expectation = expectation;
  }

  /** What documentation calls it. */
  final String name() {
    return name;
  }

  /** What must hold, for messages: {@code a text}. */
  final String expectation() {
    return expectation;
  }

  /** The value; null where the JSON value is none of this type. */
  abstract @Nullable T read(Object json);

  /** The JSON value. */
  abstract Object write(T value, Spelling spelling);

  /** Says what is wrong with a JSON value. */
  void check(@Nullable Object json, String path, BiConsumer<String, String> complaints) {
    if (json instanceof String text && Placeholder.isIn(text)) {
      return; // whatever it is to become
    }
    if (json == null || read(json) == null) {
      boolean another = json instanceof Number && expectation.contains("number");
      String found = another ? "another number" : JsonValues.kind(json);
      complaints.accept(path, "must be " + expectation + ", found " + found);
    }
  }

  /** The same JSON value with the names of known members in this spelling. */
  @Nullable Object spell(@Nullable Object json, Spelling spelling) {
    return json;
  }

  /** The same JSON value with its placeholders filled. */
  @Nullable Object fill(@Nullable Object json, UnaryOperator<String> filler) {
    if (!(json instanceof String text) || !Placeholder.isIn(text)) {
      return JsonValues.fill(json, filler);
    }
    String filled = filler.apply(text);
    boolean whole = Placeholder.atStartOf(text).filter(p -> p.toString().equals(text)).isPresent();
    return whole && !filled.equals(text) ? fromText(filled) : filled;
  }

  /** What stands for a value here where the whole of it was a placeholder. */
  Object fromText(String text) {
    return text;
  }
}

package dev.tms.registration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A list of values of one type. */
final class ListOf<T> extends Kind<List<T>> {
  private final Kind<T> items;

  ListOf(Kind<T> items) {
    super("list of " + items.name());
    this.items = items;
  }

  Kind<T> items() {
    return items;
  }

  @Override
  String expectation() {
    return "a list";
  }

  @Override
  @Nullable List<T> read(Object json) {
    if (!(json instanceof List<?> list)) {
      return null;
    }
    List<T> values = new ArrayList<>();
    for (Object item : list) {
      T value = item == null ? null : items.read(item);
      if (value != null) {
        values.add(value);
      }
    }
    return Collections.unmodifiableList(values);
  }

  @Override
  void check(@Nullable Object json, String path, Complaints complaints) {
    if (json instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        items.check(list.get(i), JsonPath.item(path, i), complaints);
      }
    } else {
      super.check(json, path, complaints);
    }
  }

  @Override
  Object write(List<T> values, Spelling spelling) {
    return values.stream().map(value -> items.write(value, spelling)).toList();
  }

  @Override
  @Nullable Object spell(@Nullable Object json, Spelling spelling) {
    if (!(json instanceof List<?> list)) {
      return json;
    }
    List<@Nullable Object> spelled = new ArrayList<>();
    list.forEach(item -> spelled.add(items.spell(item, spelling)));
    return Collections.unmodifiableList(spelled);
  }

  @Override
  @Nullable Object fill(@Nullable Object json, UnaryOperator<String> filler) {
    if (!(json instanceof List<?> list)) {
      return super.fill(json, filler);
    }
    List<@Nullable Object> filled = new ArrayList<>();
    list.forEach(item -> filled.add(items.fill(item, filler)));
    return Collections.unmodifiableList(filled);
  }
}

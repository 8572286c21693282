package dev.tms.registration;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A choice, written as a number; its name is read as well. */
final class Choice<E extends Enum<E> & Numbered> extends Kind<E> {
  private final List<E> values;

  Choice(Class<E> type) {
    super(
        Arrays.stream(type.getEnumConstants())
            .map(value -> value.number() + " " + words(value))
            .collect(Collectors.joining(" · ")));
    values = List.of(type.getEnumConstants());
  }

  private static String words(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  @Override
  String expectation() {
    return values.stream()
        .map(value -> value.number() + " (" + words(value) + ")")
        .collect(Collectors.joining(" or "));
  }

  @Override
  @Nullable E read(Object json) {
    Long number = JsonValues.whole(json);
    for (E value : values) {
      boolean named = json instanceof String text && text.equalsIgnoreCase(value.wireName());
      if (named || (number != null && number == value.number())) {
        return value;
      }
    }
    return null;
  }

  @Override
  void check(@Nullable Object json, String path, Complaints complaints) {
    if (json instanceof Number && read(json) == null) {
      complaints.add(path, "must be " + expectation() + ", found another number");
    } else {
      super.check(json, path, complaints);
    }
  }

  @Override
  Object write(E value, Spelling spelling) {
    return (long) value.number();
  }

  @Override
  Object fromText(String text) {
    return text.strip().matches("[0-9]{1,9}") ? (Object) Long.valueOf(text.strip()) : text;
  }
}

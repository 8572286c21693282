package dev.tms.registration;

import dev.tms.token.Secret;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A member type: reads and writes its values. */
abstract class Kind<T> {
  static final Kind<String> TEXT = text("text", s -> s, s -> s);
  static final Kind<RegisteredUri> URI = text("URI", RegisteredUri::new, RegisteredUri::text);
  static final Kind<GrantType> GRANT = text("grant type", GrantType::new, GrantType::value);
  static final Kind<Secret> SECRET =
      new Single<>(
          "secret text",
          "a text",
          json -> json instanceof String text ? Secret.ofNullable(text) : null,
          Secret::reveal,
          text -> text);
  static final Kind<Boolean> FLAG =
      new Single<>(
          "true or false",
          "true or false",
          json -> json instanceof Boolean flag ? flag : null,
          flag -> flag,
          text -> text.strip().matches("(?i)true|false") ? Boolean.valueOf(text.strip()) : text);
  static final Kind<Duration> SECONDS =
      new Single<>(
          "seconds",
          "a whole number of seconds",
          Kind::seconds,
          Kind::wholeSeconds,
          text -> numberOrText(text, "-?[0-9]{1,18}"));
  static final Kind<Instant> INSTANT =
      new Single<>(
          "instant",
          "a time such as 2027-01-31T00:00:00Z",
          json -> json instanceof String text ? instant(text.strip()) : null,
          Instant::toString,
          text -> text);

  private final String name;
  private final String expectation;

  Kind(String name, String expectation) {
    this.name = name;
    this.expectation = expectation;
  }

  private static <T> Kind<T> text(String name, Function<String, T> of, Function<T, String> text) {
    return new Single<>(
        name, "a text", json -> json instanceof String s ? of.apply(s) : null, text, s -> s);
  }

  static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
    List<E> values = List.of(type.getEnumConstants());
    return new Single<>(
        words(values, " ", "", " · "),
        words(values, " (", ")", " or "),
        json -> chosen(values, json),
        value -> (long) values.indexOf(value),
        text -> numberOrText(text, "[0-9]{1,9}"));
  }

  private static String words(List<? extends Enum<?>> values, String open, String end, String or) {
    return values.stream()
        .map(
            value ->
                values.indexOf(value)
                    + open
                    + value.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                    + end)
        .collect(Collectors.joining(or));
  }

  private static <E extends Enum<E>> @Nullable E chosen(List<E> values, Object json) {
    if (json instanceof String text) {
      return values.stream()
          .filter(value -> text.equalsIgnoreCase(value.name().replace("_", "")))
          .findFirst()
          .orElse(null);
    }
    Long number = JsonPath.whole(json);
    return number == null || number < 0 || number >= values.size()
        ? null
        : values.get(number.intValue());
  }

  private static Object numberOrText(String text, String digits) {
    return text.strip().matches(digits) ? (Object) Long.valueOf(text.strip()) : text;
  }

  private static @Nullable Duration seconds(Object json) {
    Long seconds = JsonPath.whole(json);
    return seconds == null ? null : Duration.ofSeconds(seconds);
  }

  private static Object wholeSeconds(Duration value) {
    if (!value.equals(Duration.ofSeconds(value.toSeconds()))) {
      throw new IllegalArgumentException("must be whole seconds, got " + value);
    }
    return value.toSeconds();
  }

  /** ISO 8601; UTC if there is no offset, as these providers write it. */
  private static @Nullable Instant instant(String text) {
    if (text.length() > 40) {
      return null;
    }
    try {
      if (text.indexOf('T') < 0) {
        return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      return text.matches(".*(Z|[+-][0-9:]+)")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }

  final String name() {
    return name;
  }

  /** Returns null if the JSON value has the wrong type. */
  abstract @Nullable T read(Object json);

  abstract Object write(T value, Spelling spelling);

  void check(@Nullable Object json, String path, BiConsumer<String, String> complaints) {
    if (json instanceof String text && (Placeholder.isIn(text) || expectation.equals("a text"))) {
      return; // a placeholder may become anything, and an empty secret is well-formed
    }
    if (json == null || read(json) == null) {
      boolean isNumber = expectation.contains("number") || Character.isDigit(expectation.charAt(0));
      String found = json instanceof Number && isNumber ? "another number" : JsonPath.kind(json);
      complaints.accept(path, "must be " + expectation + ", found " + found);
    }
  }

  /** A change that keeps the meaning. Null leaves names or placeholders unchanged. */
  record Change(@Nullable Spelling spelling, @Nullable UnaryOperator<String> filler) {
    /** Applies the change to the value of an unknown member. */
    @Nullable Object ofUnknown(@Nullable Object json) {
      UnaryOperator<String> fill = filler;
      return fill == null
          ? json
          : JsonPath.copy(
              json, leaf -> leaf instanceof String s && Placeholder.isIn(s) ? fill.apply(s) : leaf);
    }
  }

  @Nullable Object changed(@Nullable Object json, Change change) {
    if (change.filler() == null || !(json instanceof String text) || !Placeholder.isIn(text)) {
      return change.ofUnknown(json);
    }
    String filled = change.filler().apply(text);
    boolean whole = Placeholder.atStartOf(text).filter(p -> p.toString().equals(text)).isPresent();
    return whole && !filled.equals(text) ? fromText(filled) : filled;
  }

  Object fromText(String text) {
    return text;
  }

  private static final class Single<T> extends Kind<T> {
    private final Function<Object, @Nullable T> reader;
    private final Function<T, ?> writer;
    private final Function<String, ?> fromText;

    Single(
        String name,
        String expectation,
        Function<Object, @Nullable T> reader,
        Function<T, ?> writer,
        Function<String, ?> fromText) {
      super(name, expectation);
      this.reader = reader;
      this.writer = writer;
      this.fromText = fromText;
    }

    @Override
    @Nullable T read(Object json) {
      return reader.apply(json);
    }

    @Override
    Object write(T value, Spelling spelling) {
      return writer.apply(value);
    }

    @Override
    Object fromText(String text) {
      return fromText.apply(text);
    }
  }

  static final class ListOf<T> extends Kind<List<T>> {
    private final Kind<T> items;

    ListOf(Kind<T> items) {
      super("list of " + items.name(), "a list");
      this.items = items;
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
    void check(@Nullable Object json, String path, BiConsumer<String, String> complaints) {
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
    @Nullable Object changed(@Nullable Object json, Change change) {
      if (!(json instanceof List<?> list)) {
        return super.changed(json, change);
      }
      List<@Nullable Object> changed = new ArrayList<>();
      list.forEach(item -> changed.add(items.changed(item, change)));
      return Collections.unmodifiableList(changed);
    }
  }

  static final class ObjectOf<D extends Described<D>> extends Kind<D> {
    private final Shape shape;
    private final Function<Map<?, ?>, D> of;

    ObjectOf(Shape shape, Function<Map<?, ?>, D> of) {
      super(shape.what(), "an object");
      this.shape = shape;
      this.of = of;
    }

    @Override
    @Nullable D read(Object json) {
      return json instanceof Map<?, ?> members ? of.apply(members) : null;
    }

    @Override
    void check(@Nullable Object json, String path, BiConsumer<String, String> complaints) {
      if (json instanceof Map<?, ?> members) {
        shape.check(members, path, complaints);
      } else {
        super.check(json, path, complaints);
      }
    }

    @Override
    Object write(D value, Spelling spelling) {
      return value.spelled(spelling).members();
    }

    @Override
    @Nullable Object changed(@Nullable Object json, Change change) {
      return json instanceof Map<?, ?> members
          ? shape.changed(members, change)
          : super.changed(json, change);
    }
  }

  static final class NameOrObject<D extends Described<D>> extends Kind<NameOr<D>> {
    private final Kind<D> objects;
    private final Function<D, String> nameOf;

    NameOrObject(Kind<D> objects, Function<D, String> nameOf) {
      super("names or " + objects.name() + " objects", "a text or an object");
      this.objects = objects;
      this.nameOf = nameOf;
    }

    @Override
    @Nullable NameOr<D> read(Object json) {
      if (json instanceof String name) {
        return NameOr.name(name);
      }
      D object = objects.read(json);
      return object == null ? null : new NameOr<>(nameOf.apply(object), object);
    }

    @Override
    void check(@Nullable Object json, String path, BiConsumer<String, String> complaints) {
      if (json instanceof Map<?, ?>) {
        objects.check(json, path, complaints);
      } else {
        super.check(json, path, complaints);
      }
    }

    @Override
    Object write(NameOr<D> value, Spelling spelling) {
      return value.inline().map(object -> objects.write(object, spelling)).orElseGet(value::name);
    }

    @Override
    @Nullable Object changed(@Nullable Object json, Change change) {
      return objects.changed(json, change);
    }
  }

  static final class TextMap extends Kind<Map<String, String>> {
    TextMap() {
      super("map of texts", "an object of texts");
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
    void check(@Nullable Object json, String path, BiConsumer<String, String> complaints) {
      if (!(json instanceof Map<?, ?> map)) {
        super.check(json, path, complaints);
        return;
      }
      map.forEach(
          (name, value) -> {
            if (value instanceof List<?> || value instanceof Map<?, ?>) {
              complaints.accept(
                  JsonPath.member(path, name.toString()),
                  "must be a text, found " + JsonPath.kind(value));
            }
          });
    }

    @Override
    Object write(Map<String, String> value, Spelling spelling) {
      return Collections.unmodifiableMap(new LinkedHashMap<>(value));
    }
  }
}

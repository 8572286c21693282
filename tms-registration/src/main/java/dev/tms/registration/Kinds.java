package dev.tms.registration;

import dev.tms.token.Secret;
import java.math.BigDecimal;
import java.math.BigInteger;
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

/** The types of values. */
final class Kinds {
  static final Kind<String> TEXT = text("text", s -> s, s -> s);
  static final Kind<RegisteredUri> URI = text("URI", RegisteredUri::new, RegisteredUri::text);
  static final Kind<GrantType> GRANT = text("grant type", GrantType::new, GrantType::value);
  static final Kind<Secret> SECRET = new SecretText();
  static final Kind<Boolean> FLAG =
      new Single<>(
          "true or false",
          "true or false",
          json -> json instanceof Boolean flag ? flag : null,
          flag -> flag,
          Kinds::flagOrText);
  static final Kind<Duration> SECONDS =
      new Single<>(
          "seconds",
          "a whole number of seconds",
          Kinds::seconds,
          Kinds::wholeSeconds,
          text -> numberOrText(text, "-?[0-9]{1,18}"));
  static final Kind<Instant> INSTANT =
      new Single<>(
          "instant",
          "a time such as 2027-01-31T00:00:00Z",
          json -> json instanceof String text ? instant(text.strip()) : null,
          Instant::toString,
          text -> text);

  private Kinds() {}

  private static <T> Kind<T> text(String name, Function<String, T> of, Function<T, String> text) {
    return new Single<>(
        name, "a text", json -> json instanceof String s ? of.apply(s) : null, text, s -> s);
  }

  private static Object flagOrText(String text) {
    String word = text.strip();
    return word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false")
        ? Boolean.valueOf(word)
        : text;
  }

  private static Object numberOrText(String text, String digits) {
    return text.strip().matches(digits) ? (Object) Long.valueOf(text.strip()) : text;
  }

  private static @Nullable Duration seconds(Object json) {
    Long seconds = JsonValues.whole(json);
    return seconds == null ? null : Duration.ofSeconds(seconds);
  }

  private static Object wholeSeconds(Duration value) {
    if (!value.equals(Duration.ofSeconds(value.toSeconds()))) {
      throw new IllegalArgumentException("must be whole seconds, got " + value);
    }
    return value.toSeconds();
  }

  /** ISO 8601; without an offset it is UTC, as these providers write it. */
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

  /** Reads a JSON value; null where it is none of the type. */
  @FunctionalInterface
  private interface Reader<T> {
    @Nullable T read(Object json);
  }

  /** A single value. */
  private static final class Single<T> extends Kind<T> {
    private final Reader<T> reader;
    private final Function<T, ?> writer;
    private final Function<String, ?> fromText;

    Single(
        String name,
        String expectation,
        Reader<T> reader,
        Function<T, ?> writer,
        Function<String, ?> fromText) {
      super(name, expectation);
      this.reader = reader;
      this.writer = writer;
      this.fromText = fromText;
    }

    @Override
    @Nullable T read(Object json) {
      return reader.read(json);
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

  /** An empty text is no secret, and no mistake in form. */
  private static final class SecretText extends Kind<Secret> {
    SecretText() {
      super("secret text", "a text");
    }

    @Override
    @Nullable Secret read(Object json) {
      return json instanceof String text ? Secret.ofNullable(text) : null;
    }

    @Override
    void check(@Nullable Object json, String path, BiConsumer<String, String> complaints) {
      if (!(json instanceof String)) {
        super.check(json, path, complaints);
      }
    }

    @Override
    Object write(Secret value, Spelling spelling) {
      return value.reveal();
    }
  }

  /** A choice, written as the number of its place; its name is read as well. */
  static final class Choice<E extends Enum<E>> extends Kind<E> {
    private final List<E> values;

    Choice(Class<E> type) {
      super(words(type, " ", "", " · "), words(type, " (", ")", " or "));
      values = List.of(type.getEnumConstants());
    }

    private static String words(Class<? extends Enum<?>> type, String open, String end, String or) {
      List<? extends Enum<?>> values = List.of(type.getEnumConstants());
      return values.stream()
          .map(
              value ->
                  values.indexOf(value)
                      + open
                      + value.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                      + end)
          .collect(Collectors.joining(or));
    }

    @Override
    @Nullable E read(Object json) {
      if (json instanceof String text) {
        return values.stream()
            .filter(value -> text.equalsIgnoreCase(value.name().replace("_", "")))
            .findFirst()
            .orElse(null);
      }
      Long number = JsonValues.whole(json);
      return number == null || number < 0 || number >= values.size()
          ? null
          : values.get(number.intValue());
    }

    @Override
    void check(@Nullable Object json, String path, BiConsumer<String, String> complaints) {
      if (json instanceof Number && read(json) == null) {
        complaints.accept(path, "must be " + expectation() + ", found another number");
      } else {
        super.check(json, path, complaints);
      }
    }

    @Override
    Object write(E value, Spelling spelling) {
      return (long) values.indexOf(value);
    }

    @Override
    Object fromText(String text) {
      return numberOrText(text, "[0-9]{1,9}");
    }
  }

  /** A list of values of one type. */
  static final class ListOf<T> extends Kind<List<T>> {
    private final Kind<T> items;

    ListOf(Kind<T> items) {
      super("list of " + items.name(), "a list");
      this.items = items;
    }

    Kind<T> items() {
      return items;
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

  /** An object of a known shape. */
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
    @Nullable Object spell(@Nullable Object json, Spelling spelling) {
      return json instanceof Map<?, ?> members ? shape.spell(members, spelling) : json;
    }

    @Override
    @Nullable Object fill(@Nullable Object json, UnaryOperator<String> filler) {
      return json instanceof Map<?, ?> members
          ? shape.fill(members, filler)
          : super.fill(json, filler);
    }
  }

  /** The type of {@link NameOr}. */
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
    @Nullable Object spell(@Nullable Object json, Spelling spelling) {
      return objects.spell(json, spelling);
    }

    @Override
    @Nullable Object fill(@Nullable Object json, UnaryOperator<String> filler) {
      return objects.fill(json, filler);
    }
  }

  /** Names of one's own choice, each with a text. */
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
                  "must be a text, found " + JsonValues.kind(value));
            }
          });
    }

    @Override
    Object write(Map<String, String> value, Spelling spelling) {
      return Collections.unmodifiableMap(new LinkedHashMap<>(value));
    }
  }

  /** JSON values as Java values: null, texts, truth values, numbers, lists, maps. */
  static final class JsonValues {
    private JsonValues() {}

    /** A copy that cannot change. */
    static Map<String, @Nullable Object> copy(Map<?, ?> members) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      members.forEach((name, value) -> copy.put(String.valueOf(name), copy(value)));
      return Collections.unmodifiableMap(copy);
    }

    private static @Nullable Object copy(@Nullable Object value) {
      if (value instanceof Map<?, ?> map) {
        return copy(map);
      }
      if (value instanceof List<?> list) {
        List<@Nullable Object> copy = new ArrayList<>();
        list.forEach(item -> copy.add(copy(item)));
        return Collections.unmodifiableList(copy);
      }
      if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
        return ((Number) value).longValue();
      }
      if (value == null
          || value instanceof String
          || value instanceof Boolean
          || value instanceof Long
          || value instanceof BigInteger
          || value instanceof BigDecimal) {
        return value;
      }
      throw new IllegalArgumentException("not a JSON value: " + value.getClass().getName());
    }

    /** The same value with this applied to every text in it that has a placeholder. */
    static @Nullable Object fill(@Nullable Object value, UnaryOperator<String> filler) {
      if (value instanceof Map<?, ?> map) {
        Map<String, @Nullable Object> filled = new LinkedHashMap<>();
        map.forEach((name, member) -> filled.put(name.toString(), fill(member, filler)));
        return Collections.unmodifiableMap(filled);
      }
      if (value instanceof List<?> list) {
        List<@Nullable Object> filled = new ArrayList<>();
        list.forEach(item -> filled.add(fill(item, filler)));
        return Collections.unmodifiableList(filled);
      }
      return value instanceof String text && Placeholder.isIn(text) ? filler.apply(text) : value;
    }

    /** What kind of JSON value it is; never the value. */
    static String kind(@Nullable Object value) {
      if (value instanceof String) {
        return "a text";
      }
      if (value instanceof Number) {
        return "a number";
      }
      if (value instanceof Boolean) {
        return "a truth value";
      }
      if (value instanceof List<?>) {
        return "a list";
      }
      return value == null ? "null" : "an object";
    }

    /** The whole number; null where it is none, or does not fit. */
    static @Nullable Long whole(@Nullable Object value) {
      try {
        if (value instanceof Long number) {
          return number;
        }
        // both look at the size first, so that 1e999999999 costs nothing
        if (value instanceof BigInteger number) {
          return number.longValueExact();
        }
        return value instanceof BigDecimal number ? number.longValueExact() : null;
      } catch (ArithmeticException e) {
        return null;
      }
    }
  }
}

package dev.tms.registration;

import dev.tms.token.Secret;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The types of single values. */
final class Kinds {
  static final Kind<String> TEXT = new Text<>("text", s -> s, s -> s);
  static final Kind<RegisteredUri> URI = new Text<>("URI", RegisteredUri::new, RegisteredUri::text);
  static final Kind<GrantType> GRANT = new Text<>("grant type", GrantType::new, GrantType::value);
  static final Kind<Secret> SECRET = new SecretText();
  static final Kind<Boolean> FLAG = new Flag();
  static final Kind<Duration> SECONDS = new Seconds();
  static final Kind<Instant> INSTANT = new Time();

  private Kinds() {}

  private static class Text<T> extends Kind<T> {
    private final Function<String, T> of;
    private final Function<T, String> text;

    Text(String name, Function<String, T> of, Function<T, String> text) {
      super(name);
      this.of = of;
      this.text = text;
    }

    @Override
    String expectation() {
      return "a text";
    }

    @Override
    @Nullable T read(Object json) {
      return json instanceof String value ? of.apply(value) : null;
    }

    @Override
    Object write(T value, Spelling spelling) {
      return text.apply(value);
    }
  }

  /** An empty text is no secret, and no mistake in form. */
  private static final class SecretText extends Kind<Secret> {
    SecretText() {
      super("secret text");
    }

    @Override
    String expectation() {
      return "a text";
    }

    @Override
    @Nullable Secret read(Object json) {
      return json instanceof String text ? Secret.ofNullable(text) : null;
    }

    @Override
    void check(@Nullable Object json, String path, Complaints complaints) {
      if (!(json instanceof String)) {
        super.check(json, path, complaints);
      }
    }

    @Override
    Object write(Secret value, Spelling spelling) {
      return value.reveal();
    }
  }

  private static final class Flag extends Kind<Boolean> {
    Flag() {
      super("true or false");
    }

    @Override
    String expectation() {
      return "true or false";
    }

    @Override
    @Nullable Boolean read(Object json) {
      return json instanceof Boolean flag ? flag : null;
    }

    @Override
    Object write(Boolean value, Spelling spelling) {
      return value;
    }

    @Override
    Object fromText(String text) {
      String word = text.strip();
      return word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false")
          ? Boolean.valueOf(word)
          : text;
    }
  }

  private static final class Seconds extends Kind<Duration> {
    Seconds() {
      super("seconds");
    }

    @Override
    String expectation() {
      return "a whole number of seconds";
    }

    @Override
    @Nullable Duration read(Object json) {
      Long seconds = JsonValues.whole(json);
      return seconds == null ? null : Duration.ofSeconds(seconds);
    }

    @Override
    Object write(Duration value, Spelling spelling) {
      if (!value.equals(Duration.ofSeconds(value.toSeconds()))) {
        throw new IllegalArgumentException("must be whole seconds, got " + value);
      }
      return value.toSeconds();
    }

    @Override
    Object fromText(String text) {
      return text.strip().matches("-?[0-9]{1,18}") ? (Object) Long.valueOf(text.strip()) : text;
    }
  }

  /** ISO 8601; without an offset it is UTC, as these providers write it. */
  private static final class Time extends Kind<Instant> {
    Time() {
      super("instant");
    }

    @Override
    String expectation() {
      return "a time such as 2027-01-31T00:00:00Z";
    }

    @Override
    @Nullable Instant read(Object json) {
      return json instanceof String text ? parse(text.strip()) : null;
    }

    private static @Nullable Instant parse(String text) {
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

    @Override
    Object write(Instant value, Spelling spelling) {
      return value.toString();
    }
  }
}

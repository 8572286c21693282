package dev.tms.config;

import dev.tms.config.KnownKeys.KnownKey;
import dev.tms.config.Settings.Value;
import dev.tms.oauth.AllowedValues;
import dev.tms.oauth.ClientSecret;
import dev.tms.text.Json;
import dev.tms.token.Secret;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one section's keys by type. Wrong types are reported unquoted; the default applies. */
final class Section {
  private static final Pattern HOST_ALONE =
      Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#@\\\\]+([/?#].*)?", Pattern.DOTALL);

  private final String name;
  private final String keysName;
  private final Settings settings;
  private final Problems problems;
  private final Path folder;

  private Section(String name, String keysName, Settings settings, Problems problems, Path folder) {
    this.name = name;
    this.keysName = keysName;
    this.settings = settings;
    this.problems = problems;
    this.folder = folder;
  }

  Section(String name, Settings settings, Problems problems, Path folder) {
    this(name, name, settings, problems, folder);
  }

  /** Returns the subsection with a custom name. */
  Section own(String placeholder, String chosen) {
    return new Section(path(chosen), keysName + "." + placeholder, settings, problems, folder);
  }

  Section below(String key) {
    return new Section(path(key), keysName + "." + key, settings, problems, folder);
  }

  List<String> ownNames() {
    return List.copyOf(settings.ownNames(name));
  }

  Problems problems() {
    return problems;
  }

  void wrong(String key, String message) {
    problems.add(path(key), message);
  }

  boolean sound(String... keys) {
    return problems.sound(Arrays.stream(keys).map(this::path).toArray(String[]::new));
  }

  /** Applies the key's value to the settings; if that is a problem, returns them unchanged. */
  <T> T with(String key, T before, UnaryOperator<T> change) {
    return problems.attempt(path(key), before, () -> change.apply(before));
  }

  <T> Changed<T> changing(T before) {
    return new Changed<>(before);
  }

  /** Applies keys to settings in turn; invalid values change nothing. */
  final class Changed<T> {
    private T settings;

    private Changed(T before) {
      settings = before;
    }

    /** Applies a value; null changes nothing. */
    <V> Changed<T> by(String key, @Nullable V value, BiFunction<T, V, T> change) {
      if (value != null) {
        settings = with(key, settings, before -> change.apply(before, value));
      }
      return this;
    }

    Changed<T> duration(String key, BiFunction<T, Duration, T> change) {
      return by(key, Section.this.duration(key), change);
    }

    Changed<T> texts(String key, BiFunction<T, String[], T> change) {
      List<String> texts = listOrNull(key);
      return by(key, texts == null ? null : texts.toArray(String[]::new), change);
    }

    Changed<T> flag(String key, UnaryOperator<T> change) {
      settings = Section.this.flag(key) ? change.apply(settings) : settings;
      return this;
    }

    /** Applies the value of each custom name below a key. */
    <V> Changed<T> each(
        String key,
        BiFunction<Section, String, @Nullable V> read,
        BiFunction<T, Map.Entry<String, V>, T> change) {
      Section own = below(key);
      for (String chosen : own.ownNames()) {
        V value = read.apply(own, chosen);
        if (value != null) {
          settings = own.with(chosen, settings, s -> change.apply(s, Map.entry(chosen, value)));
        }
      }
      return this;
    }

    T settings() {
      return settings;
    }
  }

  String path(String key) {
    return name + "." + key;
  }

  boolean isSet(String key) {
    return settings.find(path(key)) != null;
  }

  private KnownKey known(String key) {
    return KnownKeys.get(keysName + "." + key);
  }

  /** Returns a non-empty text, or null if not set. */
  @Nullable String textOrNull(String key) {
    Value value = settings.find(path(key));
    if (value == null) {
      return null;
    }
    if (!(value.raw() instanceof String text)) {
      wrong(key, "a text", value);
      return null;
    }
    if (text.isBlank()) {
      problems.add(path(key), "is empty: give it a value, or leave the key out");
      return null;
    }
    return value.key().type() == KnownKey.Type.SECRET ? text : text.strip();
  }

  String textOrEmpty(String key) {
    Value value = settings.find(path(key));
    return value != null && value.raw() instanceof String text && text.isEmpty()
        ? ""
        : or(textOrNull(key), key);
  }

  String text(String key) {
    return or(textOrNull(key), key);
  }

  private String or(@Nullable String text, String key) {
    return text == null ? known(key).requireLiteral() : text;
  }

  /** Returns a URL, checked only for credentials, which must not reach a message. */
  @Nullable String urlOrNull(String key) {
    String url = textOrNull(key);
    if (url != null && mayHoldCredentials(url)) {
      problems.add(path(key), "must be a URL without user and password");
      return null;
    }
    return url;
  }

  String url(String key) {
    return or(urlOrNull(key), key);
  }

  boolean flag(String key) {
    boolean otherwise = Boolean.parseBoolean(known(key).requireLiteral());
    Value value = settings.find(path(key));
    if (value == null) {
      return otherwise;
    }
    if (value.raw() instanceof Boolean flag) {
      return flag;
    }
    if (value.isVariable() && value.raw() instanceof String text) {
      String word = KnownKeys.lower(text.strip());
      if (word.equals("true") || word.equals("false")) {
        return word.equals("true");
      }
      problems.add(path(key), "must be true or false");
    } else {
      wrong(key, "true or false without quotes", value);
    }
    return otherwise;
  }

  @Nullable Integer portOrNull(String key) {
    Value value = settings.find(path(key));
    if (value == null) {
      return null;
    }
    Object raw = value.raw();
    String digits = raw.toString().strip();
    if (!digits.matches("-?[0-9]{1,100}") || !(value.isVariable() || raw instanceof Number)) {
      if (value.isVariable() || raw instanceof Number) {
        problems.add(path(key), "must be a whole number");
      } else {
        wrong(key, "a number without quotes", value);
      }
      return null;
    }
    BigInteger number = new BigInteger(digits);
    if (number.signum() <= 0 || number.compareTo(BigInteger.valueOf(65535)) > 0) {
      problems.add(path(key), "must be a port from 1 to 65535");
      return null;
    }
    return number.intValue();
  }

  int port(String key) {
    Integer port = portOrNull(key);
    return port == null ? Integer.parseInt(known(key).requireLiteral()) : port;
  }

  Duration duration(String key) {
    Duration otherwise = Duration.parse(known(key).requireLiteral());
    Value value = settings.find(path(key));
    if (value == null) {
      return otherwise;
    }
    if (!(value.raw() instanceof String text)) {
      wrong(key, "a duration as text, such as \"" + otherwise + "\"", value);
      return otherwise;
    }
    try {
      return Duration.parse(text.strip());
    } catch (DateTimeParseException e) {
      problems.add(path(key), "must be a duration in the form of ISO 8601, such as " + otherwise);
      return otherwise;
    }
  }

  @Nullable List<String> listOrNull(String key) {
    Value value = settings.find(path(key));
    if (value == null) {
      return null;
    }
    boolean mayBeOne = value.key().type() == KnownKey.Type.ONE_OR_LIST;
    if (value.raw() instanceof List<?> items) {
      return texts(key, items);
    }
    if (value.raw() instanceof String text && (value.isVariable() || mayBeOne)) {
      if (text.isBlank()) {
        problems.add(path(key), "is empty: give it a value, or leave it out");
        return null;
      }
      return value.isVariable() ? words(text.replace(',', ' ')) : List.of(text);
    }
    wrong(key, mayBeOne ? "a text or a list of texts" : "a list of texts", value);
    return null;
  }

  /** Returns a list of allowed values or a pattern; null if not set. */
  @Nullable AllowedValues allowedValues(String key) {
    Value value = settings.find(path(key));
    if (value != null && value.raw() instanceof String) {
      String pattern = textOrNull(key);
      return pattern == null
          ? null
          : problems.attempt(path(key), () -> AllowedValues.matching(pattern));
    }
    List<String> values = listOrNull(key);
    return values == null
        ? null
        : problems.attempt(path(key), () -> AllowedValues.oneOf(values.toArray(String[]::new)));
  }

  List<String> list(String key) {
    List<String> values = listOrNull(key);
    return values == null ? words(known(key).requireLiteral()) : values;
  }

  static List<String> words(String text) {
    return Arrays.stream(text.split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
  }

  private @Nullable List<String> texts(String key, List<?> items) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Object item = items.get(i);
      if (item instanceof String text && !text.isBlank()) {
        texts.add(text);
      } else {
        String found = item instanceof String ? "an empty text" : Json.kind(item);
        problems.add(path(key), "must be a list of texts, found " + found + " in it");
        return null;
      }
    }
    return texts;
  }

  /** Returns one of the key's accepted values, or null if not set. */
  @Nullable String choiceOrNull(String key) {
    String text = textOrNull(key);
    if (text == null) {
      return null;
    }
    List<String> choices = known(key).choices();
    for (String choice : choices) {
      if (choice.equalsIgnoreCase(text.strip())) {
        return choice;
      }
    }
    String last = choices.get(choices.size() - 1);
    String others = String.join(", ", choices.subList(0, choices.size() - 1));
    problems.add(path(key), "must be " + (others.isEmpty() ? last : others + " or " + last));
    return null;
  }

  String choice(String key) {
    return or(choiceOrNull(key), key);
  }

  <E extends Enum<E>> E choice(String key, Class<E> type) {
    return Enum.valueOf(type, choice(key).toUpperCase(Locale.ROOT));
  }

  /** Returns a path relative to the configuration file's folder, or null if not set. */
  @Nullable Path fileOrNull(String key) {
    String text = textOrNull(key);
    return text == null ? null : resolve(key, text);
  }

  Path file(String key) {
    return resolve(key, text(key));
  }

  private Path resolve(String key, String text) {
    return problems.attempt(path(key), folder, () -> folder.resolve(text).normalize());
  }

  /** Returns a secret, set directly or by the key's {@code File} variant; null if not set. */
  @Nullable Secret secret(String key) {
    String fileKey = key + "File";
    if (isSet(key) && isSet(fileKey)) {
      problems.add(path(key), "is set, and " + path(fileKey) + " too: remove one of them");
      return null;
    }
    if (isSet(key)) {
      return Secret.ofNullable(textOrNull(key));
    }
    Path file = fileOrNull(fileKey);
    return file == null || !problems.sound(path(fileKey))
        ? null
        : problems.attempt(path(fileKey), () -> Secret.fromFile(file));
  }

  /** Returns a client secret; one from a file follows changes of the file. */
  @Nullable ClientSecret clientSecret(String key) {
    Secret text = secret(key);
    Path file = isSet(key) ? null : fileOrNull(key + "File");
    if (text == null || file == null) {
      return text == null ? null : ClientSecret.of(text.reveal());
    }
    return problems.attempt(path(key + "File"), () -> ClientSecret.fromFile(file));
  }

  /** Whether a URL may contain credentials: an at sign not clearly after scheme, host and port. */
  static boolean mayHoldCredentials(String url) {
    return url.contains("@") && !HOST_ALONE.matcher(url).matches();
  }

  private void wrong(String key, String wanted, Value value) {
    problems.add(path(key), "must be " + wanted + ", found " + Json.kind(value.raw()));
  }
}

package dev.tms.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key that the configuration knows: the one source for reading, suggestions and documentation.
 *
 * @param path section and name, for example {@code Client.ClientId}; a part in angle brackets
 *     stands for a name that the file chooses
 * @param type what its value must be
 * @param choices the words it accepts, the default first; empty where the type is not CHOICE
 * @param literal its default as text; null where it has none or it depends
 * @param otherwise what holds without it, in words; empty where there is a literal default
 * @param meaning for the reference, in Markdown
 * @param later whether it belongs to a later version
 */
record KnownKey(
    String path,
    KeyType type,
    List<String> choices,
    @Nullable String literal,
    String otherwise,
    String meaning,
    boolean later) {

  KnownKey {
    choices = List.copyOf(choices);
  }

  /** With this default. */
  static KnownKey key(String path, KeyType type, String literal, String meaning) {
    return new KnownKey(path, type, List.of(), literal, "", meaning, false);
  }

  /** Without a default of its own: in words, what holds without it. */
  static KnownKey open(String path, KeyType type, String otherwise, String meaning) {
    return new KnownKey(path, type, List.of(), null, otherwise, meaning, false);
  }

  /** One of these words, the first is the default. */
  static KnownKey choice(String path, String meaning, String... choices) {
    return new KnownKey(path, KeyType.CHOICE, List.of(choices), choices[0], "", meaning, false);
  }

  /** One of these words; in words, what holds without it. */
  static KnownKey openChoice(String path, String otherwise, String meaning, String... choices) {
    return new KnownKey(path, KeyType.CHOICE, List.of(choices), null, otherwise, meaning, false);
  }

  /** Not in this version. */
  static KnownKey later(String path, KeyType type, String otherwise, String meaning) {
    return new KnownKey(path, type, List.of(), null, otherwise, meaning, true);
  }

  /** The default, of a key that has one. */
  String requireLiteral() {
    if (literal == null) {
      throw new IllegalStateException(path + " has no literal default");
    }
    return literal;
  }

  /** Its row in the reference. */
  String markdown() {
    String kind =
        type == KeyType.CHOICE
            ? String.join(", ", choices.stream().map(word -> "`" + word + "`").toList())
            : type.words();
    String without =
        literal == null ? otherwise : literal.isEmpty() ? "empty" : "`" + literal + "`";
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(path, kind, without, meaning, later ? "later" : "0.1");
  }
}

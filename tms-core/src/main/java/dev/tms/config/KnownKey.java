package dev.tms.config;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key that the configuration knows: a row of {@code keys.md}, the one source for reading,
 * suggestions and documentation.
 *
 * @param path section and name, for example {@code Client.ClientId}; a part in angle brackets
 *     stands for a name that the file chooses
 * @param type what its value must be
 * @param choices the words it accepts; empty where the type is not CHOICE
 * @param literal its default as text; null where it has none or it depends
 * @param later whether it belongs to a later version
 * @param row its row in the reference, in Markdown
 */
record KnownKey(
    String path,
    Type type,
    List<String> choices,
    @Nullable String literal,
    boolean later,
    String row) {
  private static final Pattern WORD = Pattern.compile("`([^`<]+)`");

  /** What a value must be, by the words of the reference. */
  enum Type {
    TEXT("text"),
    URL("URL"),
    SECRET("secret text"),
    FILE("path of a file"),
    BOOLEAN("true or false"),
    INTEGER("number"),
    DURATION("duration"),
    LIST("list of texts"),
    ONE_OR_LIST("text or list of texts"),
    CHOICE("one of some words");

    private final String words;

    Type(String words) {
      this.words = words;
    }
  }

  KnownKey {
    choices = List.copyOf(choices);
  }

  /** The key of a row: {@code | `path` | type | default | meaning | version |}. */
  static KnownKey of(String row) {
    String[] cells = row.split(" \\| ", -1);
    List<String> choices = WORD.matcher(cells[1]).results().map(word -> word.group(1)).toList();
    Matcher literal = WORD.matcher(cells[2]);
    return new KnownKey(
        cells[0].substring(3, cells[0].length() - 1),
        Arrays.stream(Type.values())
            .filter(type -> type.words.equals(cells[1]))
            .findFirst()
            .orElse(Type.CHOICE),
        choices,
        literal.matches() ? literal.group(1) : cells[2].equals("empty") ? "" : null,
        row.endsWith(" later |"),
        row);
  }

  /** The default, of a key that has one. */
  String requireLiteral() {
    if (literal == null) {
      throw new IllegalStateException(path + " has no literal default");
    }
    return literal;
  }
}

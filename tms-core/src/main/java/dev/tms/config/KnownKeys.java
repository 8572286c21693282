package dev.tms.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All configuration keys, as a list and as a tree. Immutable. */
final class KnownKeys {
  static final List<KnownKey> ALL = load();

  static final Node ROOT = tree();

  private static final Map<String, KnownKey> BY_PATH = byPath();

  private KnownKeys() {}

  private static List<KnownKey> load() {
    try (InputStream rows = KnownKeys.class.getResourceAsStream("keys.md")) {
      return new String(Objects.requireNonNull(rows, "keys.md").readAllBytes(), UTF_8)
          .lines()
          .filter(row -> row.startsWith("| `"))
          .map(KnownKey::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the key with this path, in which placeholders stand for custom names. */
  static KnownKey get(String path) {
    KnownKey key = BY_PATH.get(path);
    if (key == null) {
      throw new IllegalArgumentException("not a known key: " + path);
    }
    return key;
  }

  /** Returns the path in the reference's spelling, as far as it is known. */
  static String spelled(String path) {
    Node node = ROOT;
    String rest = path;
    while (!rest.isEmpty()) {
      int dot = rest.indexOf('.');
      Node next = node.hasOwnNames() ? null : node.child(dot < 0 ? rest : rest.substring(0, dot));
      if (next == null) {
        break;
      }
      node = next;
      rest = dot < 0 ? "" : rest.substring(dot + 1);
    }
    return node.path() + (node.path().isEmpty() || rest.isEmpty() ? "" : ".") + rest;
  }

  /** A section (whose {@code key} is null), a key, or a custom name; children are in lower case. */
  record Node(String path, @Nullable KnownKey key, Map<String, Node> children) {
    private static final String ANY = "<";

    @Nullable Node child(String name) {
      Node exact = children.get(lower(name));
      return exact != null ? exact : children.get(ANY);
    }

    boolean hasOwnNames() {
      return children.containsKey(ANY);
    }

    /** Whether the names below are case-sensitive, because the provider defines them. */
    boolean keepsCase() {
      Node own = children.get(ANY);
      return own != null && own.name().equals("<parameter>");
    }

    String name() {
      return path.substring(path.lastIndexOf('.') + 1);
    }
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static Node tree() {
    Node root = new Node("", null, new LinkedHashMap<>());
    for (KnownKey key : ALL) {
      Node node = root;
      List<String> done = new ArrayList<>();
      String[] names = key.path().split("\\.", -1);
      for (int i = 0; i < names.length; i++) {
        done.add(names[i]);
        String path = String.join(".", done);
        KnownKey here = i == names.length - 1 ? key : null;
        String index = names[i].startsWith(Node.ANY) ? Node.ANY : lower(names[i]);
        node =
            node.children()
                .computeIfAbsent(index, unused -> new Node(path, here, new LinkedHashMap<>()));
      }
    }
    return root;
  }

  private static Map<String, KnownKey> byPath() {
    Map<String, KnownKey> keys = new LinkedHashMap<>();
    ALL.forEach(key -> keys.put(key.path(), key));
    return Map.copyOf(keys);
  }

  /**
   * A row of {@code keys.md}, the single source for parsing, suggestions and documentation.
   *
   * @param path for example {@code Client.ClientId}; a part in angle brackets is a custom name
   * @param literal the default; null if there is none or it depends on other keys
   */
  record KnownKey(
      String path,
      Type type,
      List<String> choices,
      @Nullable String literal,
      boolean later,
      String row) {
    private static final Pattern WORD = Pattern.compile("`([^`<]+)`");

    /** Value types, named as in the reference. */
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

    /** Parses a row: {@code | `path` | type | default | meaning | version |}. */
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

    String requireLiteral() {
      if (literal == null) {
        throw new IllegalStateException(path + " has no literal default");
      }
      return literal;
    }
  }
}

package dev.tms.registration.document;

import dev.tms.registration.ClientRegistration;
import dev.tms.registration.Described;
import dev.tms.registration.JsonPath;
import dev.tms.registration.Placeholder;
import dev.tms.registration.Registration;
import dev.tms.registration.RegistrationKind;
import dev.tms.registration.RegistrationPackage;
import dev.tms.registration.Spelling;
import dev.tms.registration.document.InvalidDocumentException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A JSON document of registrations: one, a list, or a package with the lists {@code clients},
 * {@code apiResources}, {@code apiScopes} and {@code identityResources}, at the top or nested in
 * other objects. A list can also be an object keyed by name, as in ASP.NET Core templates: the name
 * is the id of an item without one, and a {@code Profile} determines the kind of client. Writing
 * preserves members, their order and spelling, and numbers, but not comments. Limits: 4 MiB and 50
 * levels. Immutable.
 */
public final class RegistrationDocument {
  private final @Nullable Object root;
  private final List<Entry> entries;
  private final Map<String, Position> positions;
  private final boolean plain;
  private final @Nullable RegistrationKind expected;

  private RegistrationDocument(
      @Nullable Object root,
      List<Entry> entries,
      Map<String, Position> positions,
      boolean plain,
      @Nullable RegistrationKind expected) {
    this.root = root;
    this.entries = entries;
    this.positions = positions;
    this.plain = plain;
    this.expected = expected;
  }

  /**
   * Reads a file in UTF-8.
   *
   * @throws InvalidDocumentException if the file cannot be read or is not a document of
   *     registrations
   */
  public static RegistrationDocument read(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(JsonText.MAX_CHARACTERS + 1);
    } catch (NoSuchFileException e) {
      throw JsonText.problem(file.toString(), "does not exist", null);
    } catch (IOException e) {
      throw JsonText.problem(
          file.toString(), "cannot be read (" + e.getClass().getSimpleName() + ")", null);
    }
    if (bytes.length > JsonText.MAX_CHARACTERS) {
      throw JsonText.problem(file.toString(), "is larger than 4 MiB", null);
    }
    try {
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw JsonText.problem(file.toString(), "is not text in UTF-8", null);
    }
  }

  /**
   * Reads a document. An object with a {@code clientId} is a client. One with a {@code name} is an
   * API resource if it has scopes, secrets or signing algorithms, an identity resource if it is a
   * standard one of OpenID Connect ({@code openid}, {@code profile}, {@code email}, {@code
   * address}, {@code phone}), and otherwise an API scope.
   *
   * @throws InvalidDocumentException if the text is not JSON or not a document of registrations;
   *     lists every problem
   */
  public static RegistrationDocument parse(String json) {
    return parse(json, null);
  }

  /**
   * Reads a document with registrations of this kind. Packages determine the kind themselves.
   *
   * @param expected null to detect the kind by members
   * @throws InvalidDocumentException if the text is not JSON or not a document of registrations;
   *     lists every problem
   */
  public static RegistrationDocument parse(String json, @Nullable RegistrationKind expected) {
    JsonText.Parsed parsed = JsonText.parse(json);
    List<Problem> problems = new ArrayList<>();
    BiConsumer<String, String> complaints =
        (path, message) ->
            problems.add(new Problem(path, message, nearest(parsed.positions(), path)));
    List<Entry> entries = Entries.in(parsed.root(), expected, complaints);
    if (!problems.isEmpty()) {
      throw new InvalidDocumentException(problems);
    }
    return new RegistrationDocument(
        parsed.root(), entries, Map.copyOf(parsed.positions()), parsed.plain(), expected);
  }

  /** Creates a document of one registration. */
  public static RegistrationDocument of(Registration registration) {
    return new RegistrationDocument(
        registration.members(),
        List.of(new Entry(JsonPath.ROOT, registration)),
        Map.of(),
        true,
        registration.kind());
  }

  /** Creates a document of a package in this spelling. */
  public static RegistrationDocument of(RegistrationPackage several, Spelling spelling) {
    Map<String, @Nullable Object> root = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (RegistrationKind kind : RegistrationKind.values()) {
      String name = spelling.of(kind.collection());
      List<Object> items = new ArrayList<>();
      for (Registration one : several.all()) {
        if (one.kind() == kind) {
          Registration spelled = one.spelled(spelling);
          String path = JsonPath.item(JsonPath.member(JsonPath.ROOT, name), items.size());
          entries.add(new Entry(path, spelled));
          items.add(spelled.members());
        }
      }
      if (!items.isEmpty()) {
        root.put(name, items);
      }
    }
    return new RegistrationDocument(root, List.copyOf(entries), Map.of(), true, null);
  }

  /** The registrations in document order. */
  public List<Entry> entries() {
    return entries;
  }

  /** The registrations by kind. */
  public RegistrationPackage contents() {
    return new RegistrationPackage(entries.stream().map(Entry::registration).toList());
  }

  /**
   * Returns the only client.
   *
   * @throws NoSuchElementException if there is none, or more than one
   */
  public ClientRegistration client() {
    List<ClientRegistration> clients = contents().clients();
    if (clients.size() != 1) {
      throw new NoSuchElementException(
          "one client expected, but the document has " + clients.size());
    }
    return clients.get(0);
  }

  /**
   * Returns the position of a value in the text, or of the nearest enclosing object if there is no
   * such value. Empty if the document was not read from text.
   */
  public Optional<Position> position(String path) {
    return Optional.ofNullable(nearest(positions, path));
  }

  private static @Nullable Position nearest(Map<String, Position> positions, String path) {
    String at = path;
    while (!at.isEmpty() && !positions.containsKey(at)) {
      at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
    }
    return positions.get(at);
  }

  /** Whether the text was strict JSON (RFC 8259), without comments or trailing commas. */
  public boolean isPlainJson() {
    return plain;
  }

  /** The unfilled placeholders, in document order. */
  public List<PlaceholderUse> placeholders() {
    List<PlaceholderUse> uses = new ArrayList<>();
    JsonPath.texts(
        root,
        JsonPath.ROOT,
        (path, text) -> Placeholder.in(text).forEach(p -> uses.add(new PlaceholderUse(p, path))));
    return List.copyOf(uses);
  }

  /**
   * Returns a copy with the placeholders replaced that the resolver knows.
   *
   * @throws InvalidDocumentException if a value has the wrong type for its member
   */
  public RegistrationDocument filled(Function<String, Optional<String>> resolver) {
    List<Problem> problems = new ArrayList<>();
    RegistrationDocument filled =
        map(
            entry -> {
              try {
                return fill(entry.registration(), resolver);
              } catch (IllegalArgumentException e) {
                problems.add(
                    new Problem(
                        entry.path(),
                        "cannot be filled: " + e.getMessage(),
                        nearest(positions, entry.path())));
                return entry.registration();
              }
            },
            text -> Placeholder.fill(text, resolver));
    if (!problems.isEmpty()) {
      throw new InvalidDocumentException(problems);
    }
    return filled;
  }

  private static Registration fill(
      Registration registration, Function<String, Optional<String>> resolver) {
    Described<?> filled = ((Described<?>) registration).filled(resolver);
    return (Registration) filled;
  }

  /**
   * Returns a copy with a registration replaced.
   *
   * @throws NoSuchElementException if no entry has this path
   */
  public RegistrationDocument with(String path, Registration registration) {
    return with(Map.of(path, registration));
  }

  /**
   * Returns a copy with registrations replaced.
   *
   * @param changed the new registrations by path
   * @throws NoSuchElementException if no entry has one of these paths
   */
  public RegistrationDocument with(Map<String, ? extends Registration> changed) {
    Set<String> paths = new LinkedHashSet<>(changed.keySet());
    entries.forEach(entry -> paths.remove(entry.path()));
    if (!paths.isEmpty()) {
      throw new NoSuchElementException("no registration at " + String.join(", ", paths));
    }
    return map(
        entry -> {
          Registration other = changed.get(entry.path());
          return other == null ? entry.registration() : other;
        },
        UnaryOperator.identity());
  }

  /** Returns a copy with all registrations and collection names in this spelling. */
  public RegistrationDocument spelled(Spelling spelling) {
    RegistrationDocument spelled =
        map(entry -> entry.registration().spelled(spelling), UnaryOperator.identity());
    return parse(JsonText.write(Rebuild.spellCollections(spelled.root, spelling)), expected);
  }

  private RegistrationDocument map(
      Function<Entry, Registration> change, UnaryOperator<String> texts) {
    Map<String, Registration> changed = new LinkedHashMap<>();
    List<Entry> now = new ArrayList<>();
    for (Entry entry : entries) {
      Registration registration = change.apply(entry);
      changed.put(entry.path(), registration);
      now.add(new Entry(entry.path(), registration));
    }
    return new RegistrationDocument(
        Rebuild.root(root, changed, texts), List.copyOf(now), positions, plain, expected);
  }

  /** The document as JSON, indented by two spaces, with a final line break. */
  public String toJson() {
    return JsonText.write(root);
  }

  /**
   * A registration and its place in the document.
   *
   * @param path for example {@code $} or {@code $.clients[0]}
   */
  public record Entry(String path, Registration registration) {}

  /**
   * An unfilled placeholder.
   *
   * @param path of the value, for example {@code $.redirectUris[0]}
   */
  public record PlaceholderUse(Placeholder placeholder, String path) {}

  private static final class Rebuild {
    private final Map<String, Registration> changed;
    private final UnaryOperator<String> texts;

    private Rebuild(Map<String, Registration> changed, UnaryOperator<String> texts) {
      this.changed = changed;
      this.texts = texts;
    }

    /** Applies {@code texts} to strings outside registrations. */
    static @Nullable Object root(
        @Nullable Object root, Map<String, Registration> changed, UnaryOperator<String> texts) {
      return new Rebuild(changed, texts).value(root, JsonPath.ROOT);
    }

    private @Nullable Object value(@Nullable Object value, String path) {
      Registration registration = changed.get(path);
      if (registration != null) {
        return registration.members();
      }
      if (value instanceof Map<?, ?> map) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        map.forEach(
            (name, member) ->
                members.put(
                    name.toString(), value(member, JsonPath.member(path, name.toString()))));
        return Collections.unmodifiableMap(members);
      }
      if (value instanceof List<?> list) {
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
          items.add(value(list.get(i), JsonPath.item(path, i)));
        }
        return Collections.unmodifiableList(items);
      }
      return value instanceof String text ? texts.apply(text) : value;
    }

    static @Nullable Object spellCollections(@Nullable Object value, Spelling spelling) {
      if (!(value instanceof Map<?, ?> map)) {
        return value;
      }
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      map.forEach(
          (name, member) -> {
            boolean collection = RegistrationKind.ofCollection(name.toString()).isPresent();
            String spelled = collection ? spelling.of(name.toString()) : name.toString();
            members.put(
                map.containsKey(spelled) ? name.toString() : spelled,
                collection ? member : spellCollections(member, spelling));
          });
      return Collections.unmodifiableMap(members);
    }
  }

  /**
   * A position in a text.
   *
   * @param line counted from 1
   * @param column counted from 1, in UTF-16 characters
   */
  public record Position(int line, int column) {
    /**
     * Validates both.
     *
     * @throws IllegalArgumentException if one is less than 1
     */
    public Position {
      if (line < 1 || column < 1) {
        throw new IllegalArgumentException("lines and columns are counted from 1");
      }
    }

    @Override
    public String toString() {
      return "line " + line + ", column " + column;
    }
  }
}

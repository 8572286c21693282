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
 * A JSON document of registrations: one, a list of them, or a package with the lists {@code
 * clients}, {@code apiResources}, {@code apiScopes} and {@code identityResources}, at its top or
 * inside other objects. In place of a list may stand an object of registrations by their names, as
 * the templates of ASP.NET Core write it: a name is the id of its item where that has none, and a
 * {@code Profile} of those templates says what a client is. What is read and written again is the
 * same JSON: members, their order and spelling, and numbers stay as they were; comments do not. A
 * text has at most 4 MiB and 50 levels. Immutable.
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
   * The document in a file in UTF-8.
   *
   * @throws InvalidDocumentException if it cannot be read, or is no document of registrations
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
   * The document in this text. An object with a {@code clientId} is a client; one with a {@code
   * name} is an API resource if it has scopes, secrets or signing algorithms, an identity resource
   * if it is one of OpenID Connect's own ({@code openid}, {@code profile}, {@code email}, {@code
   * address}, {@code phone}), else an API scope.
   *
   * @throws InvalidDocumentException if it is not JSON or not of registrations; names everything
   *     that is wrong
   */
  public static RegistrationDocument parse(String json) {
    return parse(json, null);
  }

  /**
   * The document in this text, in which registrations outside of a package are of this kind.
   *
   * @param expected null to tell by their members
   * @throws InvalidDocumentException if it is not JSON or not of registrations; names everything
   *     that is wrong
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

  /** A document of one registration. */
  public static RegistrationDocument of(Registration registration) {
    return new RegistrationDocument(
        registration.members(),
        List.of(new Entry(JsonPath.ROOT, registration)),
        Map.of(),
        true,
        registration.kind());
  }

  /** A document of several registrations, as a package in this spelling. */
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

  /** The registrations, in the order of the document. */
  public List<Entry> entries() {
    return entries;
  }

  /** The registrations by their kinds. */
  public RegistrationPackage contents() {
    return RegistrationPackage.of(entries.stream().map(Entry::registration).toList());
  }

  /**
   * The one client of this document.
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
   * Where a value stands in the text that was read; for one that is not there, where the nearest
   * object around it stands. Empty for a document that was not read from text.
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

  /** Whether the text was JSON as RFC 8259 has it: no comments, no comma after the last item. */
  public boolean isPlainJson() {
    return plain;
  }

  /** The placeholders that are still to be filled, in the order of the document. */
  public List<PlaceholderUse> placeholders() {
    List<PlaceholderUse> uses = new ArrayList<>();
    JsonPath.texts(
        root,
        JsonPath.ROOT,
        (path, text) -> Placeholder.in(text).forEach(p -> uses.add(new PlaceholderUse(p, path))));
    return List.copyOf(uses);
  }

  /**
   * The same with the placeholders filled that the resolver knows by name.
   *
   * @throws InvalidDocumentException if a value does not fit the member that it is put into
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
   * The same with another registration in the place of one.
   *
   * @throws NoSuchElementException if no entry has this path
   */
  public RegistrationDocument with(String path, Registration registration) {
    return with(Map.of(path, registration));
  }

  /**
   * The same with other registrations in the place of some.
   *
   * @param changed by their paths
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

  /** The same with all registrations, and the names of their collections, in this spelling. */
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

  /** The document as JSON, indented by two spaces, with a line break at its end. */
  public String toJson() {
    return JsonText.write(root);
  }

  /**
   * A registration, and where in its document it is.
   *
   * @param path for example {@code $} or {@code $.clients[0]}
   */
  public record Entry(String path, Registration registration) {}

  /**
   * A placeholder that is still to be filled.
   *
   * @param placeholder which
   * @param path where, for example {@code $.redirectUris[0]}
   */
  public record PlaceholderUse(Placeholder placeholder, String path) {}

  /** Puts registrations back into the document around them. */
  private static final class Rebuild {
    private final Map<String, Registration> changed;
    private final UnaryOperator<String> texts;

    private Rebuild(Map<String, Registration> changed, UnaryOperator<String> texts) {
      this.changed = changed;
      this.texts = texts;
    }

    /**
     * The same value with these registrations at their paths.
     *
     * @param texts what becomes of texts outside of them
     */
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
   * A place in a text.
   *
   * @param line counted from 1
   * @param column counted from 1, in UTF-16 characters
   */
  public record Position(int line, int column) {
    /**
     * Checks both.
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

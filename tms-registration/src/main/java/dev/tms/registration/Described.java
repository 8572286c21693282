package dev.tms.registration;

import dev.tms.registration.Kind.Change;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An object in a document, with access to its members as written and to their meaning. Two objects
 * are equal if they have the same members, in any order and spelling. Immutable.
 */
public abstract sealed class Described<S extends Described<S>>
    permits ClientClaim, ClientRegistration, ClientSecret, Resource {
  private final Shape shape;
  private final Map<String, @Nullable Object> members;
  private final Map<String, String> writtenNames;
  // cache of find(); two threads may read the same value twice
  private final Map<Property<?>, Optional<?>> read = new ConcurrentHashMap<>();

  Described(Shape shape, Map<?, ?> given) {
    this.members = JsonPath.copyOf(given, JsonPath::checked);
    List<String> problems = new ArrayList<>();
    shape.check(members, JsonPath.ROOT, (path, message) -> problems.add(path + " " + message));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "not a " + shape.what() + ": " + String.join("; ", problems));
    }
    this.shape = shape;
    this.writtenNames = shape.writtenNames(this.members);
  }

  abstract S make(Map<String, ?> changed);

  /**
   * Returns the effective value: the written one, or the property's default.
   *
   * @throws IllegalArgumentException if this kind of object has no such property
   */
  public final <T> Optional<T> find(Property<T> property) {
    Optional<?> known = read.get(property);
    if (known == null) {
      String written = written(property);
      Object json = written == null ? null : members.get(written);
      T value = json == null ? null : property.kind().read(json);
      known = value == null ? property.standard() : Optional.of(value);
      read.put(property, known);
    }
    @SuppressWarnings("unchecked") // read by this property's kind
    Optional<T> value = (Optional<T>) known;
    return value;
  }

  /**
   * Returns the effective value of a property that is required or has a default.
   *
   * @throws NoSuchElementException if the property is not written and has no default
   * @throws IllegalArgumentException if this kind of object has no such property
   */
  public final <T> T get(Property<T> property) {
    return find(property)
        .orElseThrow(() -> new NoSuchElementException(property.name() + " is not set"));
  }

  /** Whether the member exists and is not null. */
  public final boolean isWritten(Property<?> property) {
    String written = written(property);
    return written != null && members.get(written) != null;
  }

  /** The member's name in this object's spelling. */
  public final String writtenName(Property<?> property) {
    String written = written(property);
    return written == null ? spelling().of(property.name()) : written;
  }

  private @Nullable String written(Property<?> property) {
    if (shape.find(property.name()) != property) {
      throw new IllegalArgumentException("a " + shape.what() + " has no " + property.name());
    }
    return writtenNames.get(property.name());
  }

  /**
   * Returns a copy with this value. A new member comes last.
   *
   * @throws IllegalArgumentException if this kind of object has no such property, or the value
   *     cannot be written
   */
  public final <T> S with(Property<T> property, T value) {
    Objects.requireNonNull(value, property.name());
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(members);
    changed.put(writtenName(property), property.kind().write(value, spelling()));
    return make(changed);
  }

  /**
   * Returns a copy without this member, so that the default applies.
   *
   * @throws IllegalArgumentException if this kind of object has no such property, or requires it
   */
  public final S without(Property<?> property) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(members);
    changed.remove(writtenName(property));
    return make(changed);
  }

  public final Spelling spelling() {
    return shape.spelling(members);
  }

  /** Returns a copy with all names in this spelling, including those of nested objects. */
  public final S spelled(Spelling spelling) {
    return make(shape.changed(members, new Change(spelling, null)));
  }

  /**
   * Returns a copy with the placeholders replaced that the resolver knows. A value that consists of
   * one placeholder is converted to the property's type, such as a number or a boolean.
   *
   * @throws IllegalArgumentException if a value has the wrong type; the message names the member,
   *     not the value
   */
  public final S filled(Function<String, Optional<String>> resolver) {
    return make(shape.changed(members, new Change(null, text -> Placeholder.fill(text, resolver))));
  }

  /**
   * All members as written and in order: strings, booleans, {@link Number}s, lists, maps and nulls.
   * Includes secrets. Unmodifiable.
   */
  public final Map<String, @Nullable Object> members() {
    return members;
  }

  /** The members without a known property. */
  public final Map<String, @Nullable Object> unknownMembers() {
    Map<String, @Nullable Object> unknown = new LinkedHashMap<>(members);
    unknown.keySet().removeAll(writtenNames.values());
    return Collections.unmodifiableMap(unknown);
  }

  public final List<Property<?>> properties() {
    return shape.properties();
  }

  private Map<String, @Nullable Object> normal() {
    return shape.changed(members, new Change(Spelling.CAMEL, null));
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof Described<?> that
        && shape == that.shape
        && normal().equals(that.normal());
  }

  @Override
  public final int hashCode() {
    return normal().hashCode();
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + "[" + Printable.escape(find(shape.key()).orElse("")) + "]";
  }
}

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
 * An object of a document: members as they were written, and what they mean. Two are equal where
 * they have the same members, whatever their order and spelling. Immutable.
 */
public abstract sealed class Described<S extends Described<S>>
    permits ClientClaim, ClientRegistration, ClientSecret, Resource {
  private final Shape shape;
  private final Map<String, @Nullable Object> members;
  private final Map<String, String> writtenNames;
  // what find() has read; reading is repeatable, so that two threads may do it twice
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
   * The value in effect: what is written, else the property's default; empty where there is
   * neither.
   *
   * @throws IllegalArgumentException if objects of this kind have no such property
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
    @SuppressWarnings("unchecked") // what this property's kind has read
    Optional<T> value = (Optional<T>) known;
    return value;
  }

  /**
   * The value in effect, of a property that has a default or must be there.
   *
   * @throws NoSuchElementException if it is neither written nor has a default
   * @throws IllegalArgumentException if objects of this kind have no such property
   */
  public final <T> T get(Property<T> property) {
    return find(property)
        .orElseThrow(() -> new NoSuchElementException(property.name() + " is not set"));
  }

  /** Whether the member is there, and not null. */
  public final boolean isWritten(Property<?> property) {
    String written = written(property);
    return written != null && members.get(written) != null;
  }

  /** The member's name as it is written here, or would be. */
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
   * The same with another value; a new member is the last.
   *
   * @throws IllegalArgumentException if objects of this kind have no such property, or the value
   *     cannot be written
   */
  public final <T> S with(Property<T> property, T value) {
    Objects.requireNonNull(value, property.name());
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(members);
    changed.put(writtenName(property), property.kind().write(value, spelling()));
    return make(changed);
  }

  /**
   * The same without a member, so that the property's default counts.
   *
   * @throws IllegalArgumentException if objects of this kind have no such property or cannot be
   *     without it
   */
  public final S without(Property<?> property) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(members);
    changed.remove(writtenName(property));
    return make(changed);
  }

  public final Spelling spelling() {
    return shape.spelling(members);
  }

  /** The same in this spelling, with all objects in it. */
  public final S spelled(Spelling spelling) {
    return make(shape.changed(members, new Change(spelling, null)));
  }

  /**
   * The same with the placeholders filled that the resolver knows. A member that is nothing but a
   * placeholder becomes what its property is: a number, a truth value.
   *
   * @throws IllegalArgumentException if a value does not fit its property; names the member, not
   *     the value
   */
  public final S filled(Function<String, Optional<String>> resolver) {
    return make(shape.changed(members, new Change(null, text -> Placeholder.fill(text, resolver))));
  }

  /**
   * All members as they are written, in their order: texts, truth values, {@link Number}s, lists,
   * maps and nulls. Secrets are among them. Unmodifiable.
   */
  public final Map<String, @Nullable Object> members() {
    return members;
  }

  /** The members that are no known property. */
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

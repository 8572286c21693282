package dev.tms.registration;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A name, or an object that has one: older documents write objects where newer ones write names.
 * Immutable.
 *
 * @param <D> type of the objects
 */
public final class NameOr<D extends Described<D>> {
  private final String name;
  private final @Nullable D inline;

  private NameOr(String name, @Nullable D inline) {
    this.name = name;
    this.inline = inline;
  }

  /** A name alone. */
  public static <D extends Described<D>> NameOr<D> name(String name) {
    return new NameOr<>(name, null);
  }

  /** An object, with the name that it has. */
  public static <D extends Described<D>> NameOr<D> inline(String name, D object) {
    return new NameOr<>(name, Objects.requireNonNull(object, "object"));
  }

  /** The name, or that of the object. */
  public String name() {
    return name;
  }

  /** The object; empty for a name alone. */
  public Optional<D> inline() {
    return Optional.ofNullable(inline);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NameOr<?> that
        && name.equals(that.name)
        && Objects.equals(inline, that.inline);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return inline == null ? name : inline.toString();
  }
}

package dev.tms.registration;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A name, or an object that has one. Older documents have objects where newer ones have names.
 *
 * @param object null for a name alone
 */
public record NameOr<D extends Described<D>>(String name, @Nullable D object) {
  public static <D extends Described<D>> NameOr<D> name(String name) {
    return new NameOr<>(name, null);
  }

  /** The object; empty for a name alone. */
  public Optional<D> inline() {
    return Optional.ofNullable(object);
  }

  @Override
  public String toString() {
    return object == null ? name : object.toString();
  }
}

package dev.tms.registration;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A member that providers know, with its type. Immutable.
 *
 * @param <T> type of its values
 */
public final class Property<T> {
  private final String name;
  private final Kind<T> kind;
  private final @Nullable T standard;
  private final String meaning;

  private Property(String name, Kind<T> kind, @Nullable T standard, String meaning) {
    this.name = name;
    this.kind = kind;
    this.standard = standard;
    this.meaning = meaning;
  }

  /** A property without a default. */
  static <T> Property<T> of(String name, Kind<T> kind, String meaning) {
    return new Property<>(name, kind, null, meaning);
  }

  /** A property that counts as this value where it is not written. */
  static <T> Property<T> of(String name, Kind<T> kind, T standard, String meaning) {
    return new Property<>(name, kind, Objects.requireNonNull(standard), meaning);
  }

  /** The name in camelCase. */
  public String name() {
    return name;
  }

  /** What documents hold here, in words. */
  public String type() {
    return kind.name();
  }

  /** What counts where the member is missing or null; empty for nothing. */
  public Optional<T> standard() {
    return Optional.ofNullable(standard);
  }

  /** What it is for, in a few words. */
  public String meaning() {
    return meaning;
  }

  Kind<T> kind() {
    return kind;
  }

  @Override
  public String toString() {
    return name;
  }
}

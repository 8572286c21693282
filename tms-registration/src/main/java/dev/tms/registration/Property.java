package dev.tms.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A known member and its type. Immutable. */
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

  /** Properties in display order. */
  static final class Table {
    private final List<Property<?>> rows = new ArrayList<>();

    /** Starts with the rows of another table. */
    static Table after(Table other) {
      Table table = new Table();
      table.rows.addAll(other.rows);
      return table;
    }

    <T> Property<T> row(String name, Kind<T> kind, String meaning) {
      return add(new Property<>(name, kind, null, meaning));
    }

    <T> Property<T> row(String name, Kind<T> kind, T standard, String meaning) {
      return add(new Property<>(name, kind, standard, meaning));
    }

    <T> Property<List<T>> list(String name, Kind<T> items, String meaning) {
      return row(name, new Kind.ListOf<>(items), List.of(), meaning);
    }

    private <T> Property<T> add(Property<T> property) {
      rows.add(property);
      return property;
    }

    List<Property<?>> rows() {
      return List.copyOf(rows);
    }
  }

  /** The name in camelCase. */
  public String name() {
    return name;
  }

  /** The type of the value, in words. */
  public String type() {
    return kind.name();
  }

  /** The default if the member is missing or null. */
  public Optional<T> standard() {
    return Optional.ofNullable(standard);
  }

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

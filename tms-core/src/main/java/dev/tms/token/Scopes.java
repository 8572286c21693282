package dev.tms.token;

import dev.tms.problem.Checked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Distinct scope values, in order (RFC 6749 section 3.3). Immutable.
 *
 * @param values each of one or more printable ASCII characters except space, quote and backslash
 */
public record Scopes(List<String> values) implements Checked<Scopes> {
  /** No scopes. */
  public static final Scopes NONE = new Scopes(List.of());

  /** Removes duplicates. */
  public Scopes {
    values = List.copyOf(new LinkedHashSet<>(values));
  }

  @Override
  public List<String> problems() {
    return Checked.failures(
        values,
        value ->
            Checked.require(
                isScopeToken(value),
                "not a scope value (RFC 6749 3.3), which has no spaces, quotes, backslashes or"
                    + " other than ASCII characters: "
                    + value));
  }

  /** These scope values. */
  public static Scopes of(String... values) {
    return new Scopes(Arrays.asList(values));
  }

  /** These scope values. */
  public static Scopes of(Collection<String> values) {
    return new Scopes(List.copyOf(values));
  }

  /**
   * Parses scope values separated by spaces, as on the wire, and ignores invalid ones.
   *
   * @param text null for none
   */
  public static Scopes parse(@Nullable String text) {
    if (text == null) {
      return NONE;
    }
    List<String> values = new ArrayList<>();
    for (String value : text.trim().split(" ", -1)) {
      if (isScopeToken(value)) {
        values.add(value);
      }
    }
    return new Scopes(values);
  }

  /** Returns whether the value is one of these scopes. */
  public boolean contains(String value) {
    return values.contains(value);
  }

  /** A copy with this value added. */
  public Scopes and(String value) {
    LinkedHashSet<String> more = new LinkedHashSet<>(values);
    more.add(value);
    return new Scopes(List.copyOf(more));
  }

  /** The values separated by spaces. */
  @Override
  public String toString() {
    return String.join(" ", values);
  }

  private static boolean isScopeToken(String value) {
    // RFC 6749 3.3: scope-token = 1*( %x21 / %x23-5B / %x5D-7E )
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 0x21 || c > 0x7E || c == '"' || c == '\\') {
        return false;
      }
    }
    return !value.isEmpty();
  }
}

package dev.tms.token;

import dev.tms.problem.Checked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scope values in their order, without repetition (RFC 6749 section 3.3). Immutable.
 *
 * @param values each of one or more printable ASCII characters except space, quote and backslash
 */
public record Scopes(List<String> values) implements Checked<Scopes> {
  /** No scope. */
  public static final Scopes NONE = new Scopes(List.of());

  /** Removes repetitions. */
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
   * Scope values separated by spaces, as on the wire; values that are none are left out; null is
   * none.
   */
  public static Scopes parse(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return NONE;
    }
    String trimmed = text.trim();
    List<String> values = new ArrayList<>();
    for (int start = 0; start < trimmed.length(); ) {
      int end = trimmed.indexOf(' ', start);
      end = end < 0 ? trimmed.length() : end;
      String value = trimmed.substring(start, end);
      if (isScopeToken(value)) {
        values.add(value);
      }
      start = end + 1;
    }
    return new Scopes(values);
  }

  /** Whether the value is among them. */
  public boolean contains(String value) {
    return values.contains(value);
  }

  /** These and one more. */
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

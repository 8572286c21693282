package dev.tms.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A placeholder in a document, for example {@code __SecurityApiUrlExternal__}. */
public record Placeholder(String name) {
  private static final Pattern PATTERN = Pattern.compile("__([A-Za-z0-9][A-Za-z0-9_.-]*?)__");

  /**
   * Validates the name.
   *
   * @throws IllegalArgumentException if the name has characters other than letters, digits, {@code
   *     _}, {@code .} and {@code -}, does not start with a letter or digit, or has two underscores
   *     in a row
   */
  public Placeholder {
    if (!PATTERN.matcher("__" + name + "__").matches() || name.contains("__")) {
      throw new IllegalArgumentException("not a placeholder's name: " + name);
    }
  }

  /** Returns the placeholders in a text, in order and with repetitions. */
  public static List<Placeholder> in(String text) {
    List<Placeholder> found = new ArrayList<>();
    Matcher matcher = PATTERN.matcher(text);
    while (matcher.find()) {
      found.add(new Placeholder(matcher.group(1)));
    }
    return found;
  }

  public static boolean isIn(String text) {
    return text.contains("__") && PATTERN.matcher(text).find();
  }

  /** Returns the placeholder at the start of the text. */
  public static Optional<Placeholder> atStartOf(String text) {
    Matcher matcher = PATTERN.matcher(text);
    return matcher.lookingAt() ? Optional.of(new Placeholder(matcher.group(1))) : Optional.empty();
  }

  /** Replaces the placeholders that the resolver knows, but not those in inserted values. */
  public static String fill(String text, Function<String, Optional<String>> resolver) {
    Matcher matcher = PATTERN.matcher(text);
    return matcher.replaceAll(
        found -> Matcher.quoteReplacement(resolver.apply(found.group(1)).orElseGet(found::group)));
  }

  @Override
  public String toString() {
    return "__" + name + "__";
  }
}

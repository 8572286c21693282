package dev.tms.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gap in a document, to be filled where it is used: {@code __SecurityApiUrlExternal__}. */
public record Placeholder(String name) {
  private static final Pattern PATTERN = Pattern.compile("__([A-Za-z0-9][A-Za-z0-9_.-]*?)__");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it is not letters, digits, {@code _}, {@code .} and {@code
   *     -}, the first of them a letter or digit, without two underscores in a row
   */
  public Placeholder {
    if (!PATTERN.matcher("__" + name + "__").matches() || name.contains("__")) {
      throw new IllegalArgumentException("not a placeholder's name: " + name);
    }
  }

  /** The placeholders in a text, in order, each as often as it occurs. */
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

  /** The placeholder that the text begins with. */
  public static Optional<Placeholder> atStartOf(String text) {
    Matcher matcher = PATTERN.matcher(text);
    return matcher.lookingAt() ? Optional.of(new Placeholder(matcher.group(1))) : Optional.empty();
  }

  /**
   * The text with those placeholders filled that the resolver knows; values are not looked into.
   */
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

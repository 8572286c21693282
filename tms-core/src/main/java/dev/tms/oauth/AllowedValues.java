package dev.tms.oauth;

import dev.tms.problem.Checked;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which values a caller may give a parameter at BeginLogin: those of a list, or those that match a
 * pattern. Immutable and thread-safe.
 */
public final class AllowedValues implements Checked<AllowedValues> {
  /** The most characters that a value may have. */
  public static final int LONGEST = 256;

  // a value comes from anyone: a pattern that goes wrong on it must not keep a thread
  private static final int MOST_STEPS = 100_000;
  private static final int LONGEST_PATTERN = 1000;
  private static final Pattern NOTHING = Pattern.compile("(?!)");

  private final List<String> values;
  private final Pattern pattern;
  private final List<String> problems;

  private AllowedValues(List<String> values, Pattern pattern, String... problems) {
    this.values = values;
    this.pattern = pattern;
    this.problems = List.of(problems);
  }

  private static AllowedValues unusable(String problem) {
    return new AllowedValues(List.of(), NOTHING, problem);
  }

  /**
   * Exactly one of these. That there is none, or one is empty, longer than 256 characters or has
   * control characters, is one of the {@link #problems}, which a service lists when it is built.
   */
  public static AllowedValues oneOf(String... values) {
    if (values.length == 0) {
      return unusable("no value is allowed: list at least one");
    }
    for (String value : values) {
      if (!isSound(value)) {
        return unusable("a value has 1 to " + LONGEST + " characters and no control characters");
      }
    }
    return new AllowedValues(List.of(values), NOTHING);
  }

  /**
   * Every value of at most 256 characters without control characters that this regular expression
   * matches from its first character to its last. A value on which the match takes more than a
   * bounded number of steps is refused. What is not a regular expression of {@link Pattern}, or
   * longer than 1000 characters, is one of the {@link #problems}.
   */
  public static AllowedValues matching(String regex) {
    if (regex.length() > LONGEST_PATTERN) {
      return unusable("a pattern has at most " + LONGEST_PATTERN + " characters");
    }
    try {
      return new AllowedValues(List.of(), Pattern.compile(regex));
    } catch (PatternSyntaxException e) {
      return unusable(
          "is not a regular expression: " + e.getDescription() + " near index " + e.getIndex());
    }
  }

  @Override
  public List<String> problems() {
    return problems;
  }

  /** Whether the value may be sent. */
  public boolean allow(String value) {
    return isSound(value) && (values.contains(value) || matches(value));
  }

  private boolean matches(String value) {
    try {
      return pattern.matcher(new Counted(value, new int[1])).matches();
    } catch (TooManyStepsException | StackOverflowError e) {
      return false;
    }
  }

  private static boolean isSound(String value) {
    return !value.isEmpty()
        && value.length() <= LONGEST
        && value.codePoints().noneMatch(c -> Character.isISOControl(c) || isLineBreak(c));
  }

  private static boolean isLineBreak(int c) {
    return c == 0x2028 || c == 0x2029;
  }

  /** The pattern or the number of values. */
  @Override
  public String toString() {
    return values.isEmpty() ? "AllowedValues[" + pattern + "]" : "AllowedValues" + values;
  }

  /**
   * Each step of a match reads a character: a match that backtracks without end reads on and on.
   */
  private record Counted(CharSequence text, int[] steps) implements CharSequence {
    @Override
    public char charAt(int index) {
      if (++steps[0] > MOST_STEPS) {
        throw new TooManyStepsException();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.subSequence(start, end), steps);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }

  private static final class TooManyStepsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyStepsException() {
      super(null, null, false, false);
    }
  }
}

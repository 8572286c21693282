package dev.tms.oauth;

import dev.tms.problem.Checked;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The values that a caller of BeginLogin may give a parameter: a list, or all that match a pattern.
 * Immutable and thread-safe.
 */
public final class AllowedValues implements Checked<AllowedValues> {
  /** The maximum length of a value, in characters. */
  public static final int LONGEST = 256;

  // values come from anyone: a backtracking pattern must not block a thread
  private static final int MAX_STEPS = 100_000;
  private static final int MAX_PATTERN_LENGTH = 1000;
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
   * Allows exactly these values. An empty list, and a value that is empty, longer than 256
   * characters or has control characters, are listed among the {@link #problems}, which building a
   * service reports.
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
   * Allows values of at most 256 characters without control characters that match this regular
   * expression of {@link Pattern} as a whole. A value that takes too many matching steps is
   * refused. A malformed expression, or one of more than 1000 characters, is listed among the
   * {@link #problems}.
   */
  public static AllowedValues matching(String regex) {
    if (regex.length() > MAX_PATTERN_LENGTH) {
      return unusable("a pattern has at most " + MAX_PATTERN_LENGTH + " characters");
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

  /** Whether this value is allowed. */
  public boolean allow(String value) {
    return isSound(value) && (values.contains(value) || matches(value));
  }

  private boolean matches(String value) {
    try {
      return pattern.matcher(new StepLimited(value, new int[1])).matches();
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

  @Override
  public String toString() {
    return values.isEmpty() ? "AllowedValues[" + pattern + "]" : "AllowedValues" + values;
  }

  /** Counts the characters that a match reads, to stop a match that backtracks without end. */
  private record StepLimited(CharSequence text, int[] steps) implements CharSequence {
    @Override
    public char charAt(int index) {
      if (++steps[0] > MAX_STEPS) {
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
      return new StepLimited(text.subSequence(start, end), steps);
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

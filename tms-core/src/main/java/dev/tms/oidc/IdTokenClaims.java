package dev.tms.oidc;

import dev.tms.http.Json;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The claims of an ID token by type (Core section 2): a claim of another type counts as absent. */
record IdTokenClaims(Map<String, Object> all) {
  private static final int MAX_SUBJECT_LENGTH = 255;
  private static final long LATEST = 253_402_300_799L; // the end of year 9999

  boolean has(String name) {
    return all.get(name) != null;
  }

  boolean hasSame(String name, IdTokenClaims other) {
    Object value = all.get(name);
    return value != null && value.equals(other.all.get(name));
  }

  @Nullable String text(String name) {
    return all.get(name) instanceof String text && !text.isEmpty() ? text : null;
  }

  @Nullable Instant time(String name) {
    if (!(all.get(name) instanceof Number number)) {
      return null;
    }
    double seconds = number.doubleValue();
    return seconds >= 0 && seconds <= LATEST ? Instant.ofEpochSecond((long) seconds) : null;
  }

  /**
   * A claim that identifies, as text: providers that number their users and clients send integers,
   * whose digits are taken. Null where it is missing or anything else, a fraction for example.
   */
  @Nullable String identifier(String name) {
    Object value = all.get(name);
    return value instanceof Integer || value instanceof Long || value instanceof BigInteger
        ? value.toString()
        : text(name);
  }

  /** What is wrong with {@code sub}, which must be a text; null where nothing is. */
  @Nullable String subjectProblem() {
    return problemOf("sub", text("sub"));
  }

  /** What is wrong with the claim that names the user; null where nothing is. */
  @Nullable String userProblem(String name) {
    return problemOf(name, identifier(name));
  }

  /** What keeps a text from being any identifier's; null where nothing does. */
  @Nullable String problemOf(String name, @Nullable String text) {
    if (text == null) {
      return problemOf(name);
    }
    // 2: sub MUST NOT exceed 255 ASCII characters in length
    if (text.length() > MAX_SUBJECT_LENGTH) {
      return "its " + name + " is too long: more than " + MAX_SUBJECT_LENGTH + " characters";
    }
    return text.chars().allMatch(c -> c < 128) ? null : "its " + name + " is not ASCII";
  }

  /** Whether the claim is not there, or empty. */
  boolean isMissing(String name) {
    return !has(name) || "".equals(all.get(name));
  }

  /** Why {@link #text} is null: the claim is missing, or no text. */
  String problemOf(String name) {
    return "its "
        + name
        + (isMissing(name)
            ? " is missing"
            : " is of another type: " + Json.kind(all.get(name)) + " where a text must be");
  }

  /** Why {@link #time} is null: the claim is missing, no number, or out of range. */
  String timeProblemOf(String name) {
    Object value = all.get(name);
    if (isMissing(name)) {
      return "its " + name + " is missing";
    }
    return value instanceof Number
        ? "its " + name + " is out of range"
        : "its " + name + " is of another type: " + Json.kind(value) + " where a number must be";
  }

  /** {@code aud}: one text or a list of texts; empty for all else. */
  List<String> audience() {
    Object aud = all.get("aud");
    if (aud instanceof String one) {
      return one.isEmpty() ? List.of() : List.of(one);
    }
    if (aud instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
      return list.stream().map(String.class::cast).toList();
    }
    return List.of();
  }

  @Override
  public String toString() {
    return "IdTokenClaims" + all.keySet();
  }
}

package dev.tms.oidc;

import dev.tms.text.Json;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to the claims of an ID token (Core section 2). A claim of the wrong type counts as
 * absent.
 */
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
   * An identifier as a string. Some providers number their users and clients: an integer counts as
   * its digits. Null for anything else.
   */
  @Nullable String identifier(String name) {
    Object value = all.get(name);
    return value instanceof Integer || value instanceof Long || value instanceof BigInteger
        ? value.toString()
        : text(name);
  }

  /** Why {@code sub} is not valid; null if it is. It must be a string. */
  @Nullable String subjectProblem() {
    return problemOf("sub", text("sub"));
  }

  /** Why the claim cannot identify the user; null if it can. */
  @Nullable String userProblem(String name) {
    String user = identifier(name);
    return user == null && all.get(name) instanceof Number
        ? "its " + name + " is of another type: a number with a fraction or an exponent"
        : problemOf(name, user);
  }

  /** Why the value is not a valid identifier; null if it is. */
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

  /** Whether the claim is absent, null or empty. */
  boolean isMissing(String name) {
    return !has(name) || "".equals(all.get(name));
  }

  /** Why {@link #text} returns null. */
  String problemOf(String name) {
    return "its "
        + name
        + (isMissing(name)
            ? " is missing"
            : " is of another type: " + Json.kind(all.get(name)) + " where a text must be");
  }

  /** Why {@link #time} returns null. */
  String timeProblemOf(String name) {
    Object value = all.get(name);
    if (isMissing(name)) {
      return "its " + name + " is missing";
    }
    return value instanceof Number
        ? "its " + name + " is out of range"
        : "its " + name + " is of another type: " + Json.kind(value) + " where a number must be";
  }

  /** {@code aud}, a string or a list of strings; empty for anything else. */
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

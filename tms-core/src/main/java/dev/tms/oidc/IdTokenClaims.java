package dev.tms.oidc;

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

  /** Whether both have this claim, with one value. */
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

  /** What is wrong with {@code sub}; null where nothing is. */
  @Nullable String subjectProblem() {
    String subject = text("sub");
    // 2: it MUST NOT exceed 255 ASCII characters in length
    return subject == null
            || subject.length() > MAX_SUBJECT_LENGTH
            || !subject.chars().allMatch(c -> c < 128)
        ? "its sub is missing, too long or not ASCII"
        : null;
  }

  /** {@code aud}: one text or a list of texts; empty for all else. */
  List<String> audience() {
    Object aud = all.get("aud");
    if (aud instanceof String one) {
      return List.of(one);
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

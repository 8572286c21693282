package dev.tms.registration.dynamic;

import java.util.Objects;

/**
 * Something that the other side has no place for.
 *
 * @param path of the member in what was converted, for example {@code $.consentLifetime}
 * @param reason why, and what to do where something can be done; no secrets
 */
public record Loss(String path, String reason) {
  /** Checks that nothing is missing. */
  public Loss {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(reason, "reason");
  }

  @Override
  public String toString() {
    return path + ": " + reason;
  }
}

package dev.tms.registration.dynamic;

/**
 * Something that the other side has no place for.
 *
 * @param path of the member in what was converted, for example {@code $.consentLifetime}
 * @param reason why, and what to do where something can be done; no secrets
 */
public record Loss(String path, String reason) {

  @Override
  public String toString() {
    return path + ": " + reason;
  }
}

package dev.tms.registration.dynamic;

import java.util.List;

/**
 * The result of a conversion.
 *
 * @param value what it gave
 * @param losses what has no place in it
 * @param <T> type of the value
 */
public record Converted<T>(T value, List<Loss> losses) {
  public Converted {
    losses = List.copyOf(losses);
  }

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
}

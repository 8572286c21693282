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
  /** Copies the list. */
  public Converted {
    losses = List.copyOf(losses);
  }
}

package dev.tms.event;

/**
 * Receives every {@link TmsEvent}. Implementations must be thread-safe. Their exceptions are logged
 * and do not affect the request.
 */
@FunctionalInterface
public interface TmsListener {
  /** A listener that does nothing. */
  TmsListener NONE = event -> {};

  /** Receives an event. */
  void on(TmsEvent event);
}

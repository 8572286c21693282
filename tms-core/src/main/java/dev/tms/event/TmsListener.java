package dev.tms.event;

/**
 * Informed of every {@link TmsEvent}. Implementations must be thread-safe. An exception that one
 * throws is logged and does not reach the request.
 */
@FunctionalInterface
public interface TmsListener {
  /** A listener that does nothing. */
  TmsListener NONE = event -> {};

  /** Something happened. */
  void on(TmsEvent event);
}
